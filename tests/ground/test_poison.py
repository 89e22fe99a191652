"""One bad row of any kind that a queue reads never stops what is behind it.

Each scene has a bad item and a good one. Every char, text, JSON and integer field of the bad item's
rows gets every bad value, past the forms; the queue runs; the good one must be through.
"""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import Revision

from rynek.publishing import publish_due
from social.activity.actions import record
from social.activity.models import Event, Verb
from social.following import followups
from social.following.actions import set_level
from social.following.models import FollowUp, Level
from social.following.tasks import remind_due
from social.notifications import tasks as notifying
from social.notifications.decide import decide_undecided
from social.notifications.mail import outbox
from social.notifications.models import Delivery, Mail, Notice, PersonalSettings
from tests.factories import make_news, make_person
from tests.ground.poison import Scene

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def quiet(caplog: Any) -> None:
    """Every failure is logged with where it happened; here they are wanted."""
    caplog.set_level("CRITICAL")


def reminded(title: str) -> tuple[Any, Event]:
    """Somebody whom a reminder is about to reach, by mail at once."""
    person = make_person()
    page = make_news(title)
    PersonalSettings.objects.create(person=person)
    return person, record(None, Verb.REMINDED, page, target=person)


def test_deciding() -> None:
    (bad, bad_event), (good, good_event) = reminded("Zła"), reminded("Dobra")
    settings = PersonalSettings.objects.get(person=bad)
    Scene(
        [bad_event, bad, settings],
        decide_undecided,
        Notice.objects.filter(event=good_event, person=good).exists,
    ).assert_nothing_stops()


def test_deciding_about_one_event_for_many() -> None:
    """The others of the same event are told, too."""
    page = make_news("Wspólna")
    bad, good = make_person(), make_person()
    follows = [set_level(person, page, Level.EVERYTHING) for person in (bad, good)]
    own = PersonalSettings.objects.create(person=bad)
    event = record(make_person(), Verb.COMMENTED, page)
    Scene(
        [bad, follows[0], own],
        decide_undecided,
        Notice.objects.filter(event=event, person=good).exists,
    ).assert_nothing_stops()


def test_publishing() -> None:
    def is_published() -> bool:
        good.refresh_from_db()
        return bool(good.live)

    bad, good = make_news("Zła", live=False), make_news("Dobra", live=False)
    Revision.objects.update(approved_go_live_at=timezone.now() - SOON)
    rows = [bad, bad.get_latest_revision()]
    Scene(rows, publish_due, is_published).assert_nothing_stops()


def test_reminders() -> None:
    giver, bad, good = make_person(), make_person(), make_person()
    for person, title in ((bad, "Zła"), (good, "Dobra")):
        followups.remind_me(person, make_news(title), timezone.now() - SOON)
    Scene(
        [FollowUp.objects.get(assignee=bad), bad, giver],
        remind_due.func,
        Event.objects.filter(verb=Verb.REMINDED, target=good).exists,
    ).assert_nothing_stops()


def test_mails() -> None:
    people = [reminded("Zła")[0], reminded("Dobra")[0]]
    notifying.deliver.func()
    Delivery.objects.update(due_at=timezone.now() - SOON)
    bad, good = people
    bad_rows = [
        Notice.objects.get(person=bad),
        Delivery.objects.get(person=bad),
        Notice.objects.get(person=bad).event,
        PersonalSettings.objects.get(person=bad),
        bad,
    ]

    def is_through() -> bool:
        sent = [to for message in mail.outbox for to in message.to]
        mail.outbox.clear()
        return good.email in sent

    Scene(bad_rows, notifying.deliver.func, is_through).assert_nothing_stops()
    outbox.collect()
    Scene([Mail.objects.get(person=bad)], notifying.deliver.func, is_through).assert_nothing_stops()
