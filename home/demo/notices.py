"""What the people of the demo company were told: lately by the ledger itself, before in its words."""

from datetime import timedelta
from random import Random

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from social.activity.models import Event, Verb
from social.notifications.decide import decide
from social.notifications.models import Decision, Delivery, Notice, Occasion, WhyMe
from social.people.models import User
from social.subjects.access import readers_of_version

TOLD = [Verb.COMMENTED, Verb.REPLIED, Verb.MENTIONED, Verb.PUBLISHED, Verb.ASKED]
EVENTS = 40


def tell_of_the_room() -> int:
    """Decide for what the community room told: hints, nominations, introductions. Mails nobody."""
    told = list(Event.objects.filter(verb=Verb.TOLD).order_by("pk"))
    for event in told:
        decide(event, event.created_at)
    Delivery.objects.all().delete()
    return len(told)


def tell_the_latest() -> int:
    """Decide for the latest events on pages; returns how many. Mails nobody about the past."""
    about_pages = Event.objects.filter(page__isnull=False, verb__in=TOLD, actor__isnull=False)
    latest = about_pages.select_related("page", "actor", "actor_department").order_by(
        "-created_at", "-pk"
    )[:EVENTS]
    for event in reversed(latest):
        decide(event, event.created_at)
    Delivery.objects.all().delete()
    return len(latest)


MONTHS_TOLD = 14
BELL_OPENED = 0.62  # of those who are told, a share that differs from person to person


def tell_of_the_past(people: list[User], rng: Random) -> int:
    """Notices of the past year about what was published, asked and answered. Mails nobody.

    Those who read a page opened what they were told about it; others often did, some did not.
    """
    since = timezone.now() - timedelta(days=30 * MONTHS_TOLD)
    events = Event.objects.filter(
        page__live=True, verb__in=TOLD, created_at__gt=since, notices=None
    ).select_related("page")
    everybody = User.objects.filter(pk__in=[person.pk for person in people])
    seen_by: dict[int | None, set[int]] = {}
    habits = {
        person.pk: min(0.97, rng.betavariate(6, 6 * (1 / BELL_OPENED - 1))) for person in people
    }
    told: list[Notice] = []
    for event in events.order_by("pk"):
        share = 0.4 if event.verb == Verb.PUBLISHED else 0.05
        if event.page_id not in seen_by:
            seen_by[event.page_id] = _ids_of_those_who_see(event.page, everybody)
        for person in people:
            here = person.start_date is None or person.start_date <= event.day
            able = here and person.pk != event.actor_id and person.pk in seen_by[event.page_id]
            if able and rng.random() < share:
                told.append(_notice(event, person.pk, habits[person.pk], rng))
    Notice.objects.bulk_create(told, batch_size=2000)
    return len(told)


def _ids_of_those_who_see(page: Page | None, people: QuerySet[User]) -> set[int]:
    return set(readers_of_version(page, people).values_list("pk", flat=True)) if page else set()


def _notice(event: Event, person: int, habit: float, rng: Random) -> Notice:
    opened, is_new = rng.random() < habit, event.verb == Verb.PUBLISHED
    later = event.created_at + timedelta(hours=rng.lognormvariate(2.2, 1.1))
    now = timezone.now()
    return Notice(
        person_id=person,
        event=event,
        page_id=event.page_id,
        occasion=Occasion.PUBLICATION if is_new else Occasion.COMMENT,
        why=WhyMe.DIRECTED if is_new else WhyMe.PAGE,
        decision=Decision.TOLD,
        in_inbox=True,
        created_at=event.created_at,
        read_at=min(later, now) if opened else None,
        archived_at=None if opened else min(event.created_at + timedelta(days=30), now),
    )
