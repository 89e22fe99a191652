"""The weekly mail to community managers."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from social.community.models import Item, RoomSettings
from social.community.queue.words import Described, describe
from social.notifications.addresses import absolute
from social.notifications.mail import kinds
from social.notifications.models import Mail
from social.people.models import User
from social.people.rights import community_managers

MOST = 10


def _address(entry: Described) -> str:
    """Where the next step of a line is taken, else where the line is."""
    return absolute(entry.step_url or entry.url or reverse("community:queue"))


def send_weekly() -> int:
    """A mail about the queue into the outbox for each community manager, once in each week.

    The week names the mail: however many workers run this, and whether the clock was set back or
    Monday was missed, it goes once. It is written when it is sent, and not at all when nothing
    needs a hand. Returns how many managers were asked for.
    """
    if not RoomSettings.load().weekly_mail:
        return 0
    year, week, _day = timezone.localdate().isocalendar()
    managers = User.objects.active().filter(community_managers()).distinct()
    return kinds.queue(Mail.Kind.QUEUE, f"queue-{year}-{week:02}", managers)


def write_weekly(mail: Mail, unsubscribe: str) -> EmailMultiAlternatives | None:
    """What needs a hand, for one manager as things are now; None when nothing does."""
    person = mail.person
    if person is None or not RoomSettings.load().weekly_mail:
        return None
    if not User.objects.filter(community_managers(), pk=person.pk).exists():
        return None
    waiting = Item.objects.visible_to(person).waiting()
    items = waiting.some_of_each(MOST)
    if not items:
        return None
    number = waiting.count()
    context = {
        "person": person,
        "lines": [(entry, _address(entry)) for entry in describe(items)],
        "number": number,
        "more": number - len(items),
        "url": f"{settings.RYNEK_BASE_URL}/community/",
        "unsubscribe_url": unsubscribe,
    }
    return EmailMultiAlternatives(
        render_to_string("social/community/mail/weekly_subject.txt", context).strip(),
        render_to_string("social/community/mail/weekly.txt", context),
        to=[person.email],
    )
