"""The weekly mail to community managers."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from social.community.models import Item, RoomSettings
from social.community.words import Described, describe
from social.notifications.addresses import absolute
from social.people.groups import community_managers
from social.people.models import User

MONDAY = 0
MOST = 10


def _address(entry: Described) -> str:
    """Where the next step of a line is taken, else where the line is."""
    return absolute(entry.step_url or entry.url or reverse("community:queue"))


def send_weekly() -> int:
    """One mail to each community manager about the queue; only on Mondays. Returns mails sent."""
    if timezone.localdate().weekday() != MONDAY or not RoomSettings.load().weekly_mail:
        return 0
    sent = 0
    for person in User.objects.active().filter(community_managers()).distinct():
        waiting = Item.objects.visible_to(person).waiting()
        items = waiting.some_of_each(MOST)
        if not items:
            continue
        number = waiting.count()
        with translation.override(person.preferred_language):
            context = {
                "person": person,
                "lines": [(entry, _address(entry)) for entry in describe(items)],
                "number": number,
                "more": number - len(items),
                "url": f"{settings.RYNEK_BASE_URL}/community/",
            }
            sent += send_mail(
                render_to_string("social/community/mail/weekly_subject.txt", context).strip(),
                render_to_string("social/community/mail/weekly.txt", context),
                settings.DEFAULT_FROM_EMAIL,
                [person.email],
            )
    return sent
