"""Putting newcomers on paths with a buddy, closing what ends."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.onboarding.journeys import settle
from blog.onboarding.models import Journey, OnboardingPathPage
from blog.pages.canonical import canonical_of, is_canonical
from ground.queues.queue import Queue
from ground.queues.steps import Steps
from social.activity.messages import tell
from social.people.audiences import people_in
from social.people.models import User

NEWCOMER_DAYS = 120  # those who started earlier are no newcomers and are not put on a path
BUDDY_AT_MOST = 3


def assign_all() -> int:
    """Put everybody on the paths of their audiences; close what is over. Idempotent."""
    made: list[int] = []
    paths = OnboardingPathPage.objects.live().order_by("pk")
    PATHS.each(
        [path for path in paths if is_canonical(path)],
        lambda path: made.append(assign_path(path)),
        atomic=False,
    )
    CARE.run()
    return sum(made)


def assign_path(path: OnboardingPathPage) -> int:
    """Newcomers of the path's audiences who do not walk it yet; each by themselves."""
    people = _newcomers(path)
    back = Journey.objects.filter(path_id=path.pk, status=Journey.Status.CLOSED, person__in=people)
    JOURNEYS.each(back.select_related("path").order_by("pk"), _reopen)
    waiting = people.exclude(journeys__path_id=path.pk).select_related("department", "manager")
    return NEWCOMERS.each(
        waiting, lambda person: start(person, path), key=lambda person: f"{path.pk}:{person.pk}"
    )


def _newcomers(path: OnboardingPathPage) -> QuerySet[User]:
    audiences = list(path.assigned_audiences.values_list("audience_id", flat=True))
    since = timezone.localdate() - timedelta(days=NEWCOMER_DAYS)
    return people_in(audiences).filter(start_date__gte=since)


def _reopen(journey: Journey) -> None:
    """Somebody came back after leaving: the journey goes on where it ended."""
    if journey.status == Journey.Status.CLOSED and journey.person.is_active:
        journey.status = Journey.Status.WALKING
        settle(journey)


@transaction.atomic
def start(person: User, path: OnboardingPathPage, buddy: User | None = None) -> Journey:
    """Put a person on a path, with a buddy; both hear of it. Idempotent."""
    source = canonical_of(path)
    journey, is_new = Journey.objects.get_or_create(
        path_id=source.pk,
        person=person,
        defaults={
            "start_date": person.start_date or timezone.localdate(),
            "buddy": buddy or suggest_buddy(person),
        },
    )
    if is_new:
        tell(person, "onboarding", source, title=source.title)
        _tell_buddy(journey)
    return journey


def suggest_buddy(person: User) -> User | None:
    """A colleague of the same department who is no newcomer and has the fewest newcomers."""
    if person.department_id is None:
        return None
    experienced = timezone.localdate() - timedelta(days=365)
    walking = Count("buddy_journeys", filter=Q(buddy_journeys__status=Journey.Status.WALKING))
    colleagues = User.objects.active().filter(department_id=person.department_id)
    colleagues = colleagues.exclude(pk__in=[person.pk, person.manager_id or 0])
    settled = colleagues.filter(Q(start_date__lte=experienced) | Q(start_date=None))
    return (
        settled.annotate(newcomers=walking)
        .filter(newcomers__lt=BUDDY_AT_MOST)
        .order_by("newcomers", "sort_key")
        .first()
    )


@transaction.atomic
def change_buddy(journey: Journey, buddy: User | None) -> None:
    """Another buddy, who hears of it; nobody is their own."""
    if buddy is not None and (buddy == journey.person or not buddy.is_active):
        raise ValueError("buddy")
    journey.buddy = buddy
    journey.save(update_fields=["buddy"])
    _tell_buddy(journey)


def _tell_buddy(journey: Journey) -> None:
    if journey.buddy is not None:
        name = str(journey.person)
        tell(journey.buddy, "onboarding-buddy", newcomer=name, newcomer_id=journey.person_id)


def close_journeys_of_leavers() -> int:
    """People who left walk nothing; buddies who left are replaced."""
    now = timezone.now()
    over = Journey.objects.walking().filter(person__is_active=False)
    closed = over.update(status=Journey.Status.CLOSED, ended_at=now)
    alone = Journey.objects.walking().filter(Q(buddy=None) | Q(buddy__is_active=False))
    JOURNEYS.each(
        alone.select_related("person__department", "buddy").order_by("pk"), _another_buddy
    )
    return closed


def _another_buddy(journey: Journey) -> None:
    if journey.buddy is not None or suggest_buddy(journey.person) is not None:
        change_buddy(journey, suggest_buddy(journey.person))


def follow_start_dates() -> int:
    """A first day that moved moves everything that is due; progress stays."""
    moved: list[bool] = []
    journeys = Journey.objects.walking().select_related("person").order_by("pk")
    JOURNEYS.each(journeys, lambda journey: moved.append(_follow_start_date(journey)))
    return sum(moved)


def _follow_start_date(journey: Journey) -> bool:
    day = journey.person.start_date
    if day is None or day == journey.start_date:
        return False
    journey.start_date = day
    journey.save(update_fields=["start_date"])
    return True


def _path_again(key: str) -> None:
    if key.isdecimal():
        for path in OnboardingPathPage.objects.live().filter(pk=int(key)):
            assign_path(path)


def _newcomer_again(key: str) -> None:
    path_id, _colon, person_id = key.partition(":")
    if path_id.isdecimal() and person_id.isdecimal():
        for path in OnboardingPathPage.objects.live().filter(pk=int(path_id)):
            for person in _newcomers(path).filter(pk=int(person_id)):
                start(person, path)


def _journey_again(key: str) -> None:
    """Whatever the night would do with a journey."""
    if not key.isdecimal():
        return
    for journey in Journey.objects.walking().select_related("person", "buddy").filter(pk=int(key)):
        _follow_start_date(journey)
        if journey.buddy is None or not journey.buddy.is_active:
            _another_buddy(journey)


PATHS = Queue("onboarding-path", _("Putting newcomers on a path"), again=_path_again)
NEWCOMERS = Queue("onboarding-person", _("Putting a newcomer on a path"), again=_newcomer_again)
JOURNEYS = Queue("onboarding-journey", _("Keeping journeys current"), again=_journey_again)
CARE = Steps("onboarding", _("Onboarding by night"), close_journeys_of_leavers, follow_start_dates)
