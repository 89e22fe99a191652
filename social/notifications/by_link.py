"""What the signed links in mails do. Doing it twice changes nothing.

Each takes the person, the moment at which its link was signed and the link's arguments; one whose
link is out of date raises `Outdated`.
"""

from datetime import datetime

from wagtail.models import Page

from social.comments.models import Comment
from social.following import followups
from social.following.actions import Thread, set_level
from social.following.models import FollowUp, Level
from social.notifications.models import Occasion, Timing
from social.notifications.occasions import Choice
from social.notifications.preferences import choices_of, choose
from social.people.models import User


class Outdated(Exception):
    """Something happened since the mail was sent, after which its link means nothing."""


def mute(
    person: User, signed_at: datetime, page_id: int | None, thread_id: int | None = None
) -> None:
    """Mute a conversation, else a page. Follow-ups about it still come.

    What django-comments-xtd keeps of it, the `followup` of one's own comments, says the same.
    """
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return
    set_level(person, Thread(thread_id, page.pk) if thread_id else page, Level.MUTED)
    if thread_id:
        Comment.objects.filter(user=person, thread_id=thread_id).update(followup=False)


def stop(person: User, signed_at: datetime, what: str) -> None:
    """No more mails of one occasion, or no more daily or weekly digests."""
    for occasion, choice in choices_of([person.pk])[person.pk].items():
        if what == occasion or what == choice.mail != Timing.INSTANT:
            choose(person, Occasion(occasion), Choice(choice.inbox, Timing.NEVER, choice.push))


def complete(person: User, signed_at: datetime, follow_up_id: int) -> None:
    """Mark one's follow-up as done, unless it was opened again since the mail."""
    follow_up = FollowUp.objects.filter(pk=follow_up_id).first()
    if follow_up is None or not follow_up.may_be_closed_by(person):
        return
    if follow_up.reopened_at is not None and follow_up.reopened_at > signed_at:
        raise Outdated
    followups.complete(person, follow_up)
