"""What a screen says of the state of its comments: asked for all of them together, and only when
there is something to ask about."""

from collections.abc import Sequence

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from social.comments.models import Comment, Concern


def mark_states(comments: Sequence[Comment]) -> None:
    """Set `appealed`, `is_answered` and `closed_because`, each in at most one query."""
    _mark_appeals([comment for comment in comments if comment.is_hidden])
    _mark_answered([comment for comment in comments if comment.accepted_answer_id])
    _mark_reasons([comment for comment in comments if comment.is_locked])


def _mark_appeals(hidden: Sequence[Comment]) -> None:
    """Whether the author has asked for another look (once), and still waits for it."""
    if not hidden:
        return
    appeals = Concern.objects.filter(comment__in=hidden, kind=Concern.Kind.APPEAL)
    closed = dict(appeals.values_list("comment", "closed_at"))
    for comment in hidden:
        if comment.pk in closed:
            comment.appealed = "waits" if closed[comment.pk] is None else "answered"


def _mark_answered(questions: Sequence[Comment]) -> None:
    """A question whose accepted answer is hidden or deleted has none for as long as it is."""
    if not questions:
        return
    answers = [question.accepted_answer_id for question in questions]
    shown = set(Comment.objects.published().filter(pk__in=answers).values_list("pk", flat=True))
    for question in questions:
        question.is_answered = question.accepted_answer_id in shown


def _mark_reasons(closed: Sequence[Comment]) -> None:
    """Why a thread was closed, as the community manager said it when it was closed last."""
    if not closed:
        return
    about = {
        "content_type": ContentType.objects.get_for_model(Comment, for_concrete_model=False),
        "object_id__in": [str(root.pk) for root in closed],
    }
    entries = ModelLogEntry.objects.filter(action="comments.lock", **about)
    reasons = {entry.object_id: entry.data.get("reason", "") for entry in entries.order_by("pk")}
    for root in closed:
        root.closed_because = reasons.get(str(root.pk), "")
