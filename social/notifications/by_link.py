"""What the signed links in mails do. Doing it twice changes nothing."""

from wagtail.models import Page

from social.comments.models import Comment
from social.following import followups
from social.following.actions import Thread, set_level
from social.following.models import FollowUp, Level
from social.notifications.models import Occasion, Timing
from social.notifications.preferences import Choice, choices_of, choose
from social.people.models import User


def mute(person: User, page_id: int | None, thread_id: int | None = None) -> None:
    """Mute a conversation, else a page. Follow-ups about it still come.

    What django-comments-xtd keeps of it, the `followup` of one's own comments, says the same.
    """
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return
    set_level(person, Thread(thread_id, page.pk) if thread_id else page, Level.MUTED)
    if thread_id:
        Comment.objects.filter(user=person, thread_id=thread_id).update(followup=False)


def stop(person: User, what: str) -> None:
    """No more mails of one occasion, or no more daily or weekly digests."""
    for occasion, choice in choices_of([person.pk])[person.pk].items():
        if what == occasion or what == choice.mail != Timing.INSTANT:
            choose(person, Occasion(occasion), Choice(choice.inbox, Timing.NEVER, choice.push))


def complete(person: User, follow_up_id: int) -> None:
    """Mark one's follow-up as done."""
    follow_up = FollowUp.objects.filter(pk=follow_up_id).first()
    if follow_up is not None and follow_up.may_be_closed_by(person):
        followups.complete(person, follow_up)
