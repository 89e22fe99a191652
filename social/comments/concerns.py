"""The queue of what a community manager should look at."""

from social.comments.models import Comment, Concern
from social.comments.screening import Finding
from social.comments.signals import concern_raised


def raise_concerns(comment: Comment, findings: list[Finding]) -> None:
    """Put what screening found into the queue."""
    for finding in findings:
        concern = Concern.objects.create(comment=comment, kind=finding.kind, note=finding.note)
        concern_raised.send(sender=Concern, concern=concern)
