"""Putting newcomers on paths with a buddy, closing what ends."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from blog.canonical import canonical_of, is_canonical
from blog.onboarding.journeys import settle
from blog.onboarding.models import Journey, OnboardingPathPage
from social.activity.messages import tell
from social.people.audiences import people_in
from social.people.models import User

NEWCOMER_DAYS = 120  # those who started earlier are no newcomers and are not put on a path
BUDDY_AT_MOST = 3


def assign_all() -> int:
    """Put everybody on the paths of their audiences; close what is over. Idempotent."""
    made = 0
    for path in OnboardingPathPage.objects.live():
        if is_canonical(path):
            made += assign_path(path)
    close_journeys_of_leavers()
    follow_start_dates()
    return made


def assign_path(path: OnboardingPathPage) -> int:
    """Newcomers of the path's audiences who do not walk it yet."""
    audiences = list(path.assigned_audiences.values_list("audience_id", flat=True))
    since = timezone.localdate() - timedelta(days=NEWCOMER_DAYS)
    people = people_in(audiences).filter(start_date__gte=since)
    _reopen(path, people)
    waiting = people.exclude(journeys__path_id=path.pk).select_related("department", "manager")
    journeys = [start(person, path) for person in waiting]
    return len(journeys)


def _reopen(path: OnboardingPathPage, people: QuerySet[User]) -> None:
    """Somebody came back after leaving: the journey goes on where it ended."""
    back = Journey.objects.filter(path_id=path.pk, status=Journey.Status.CLOSED, person__in=people)
    for journey in back.select_related("path"):
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
    for journey in alone.select_related("person__department", "buddy"):
        if journey.buddy is not None or suggest_buddy(journey.person) is not None:
            change_buddy(journey, suggest_buddy(journey.person))
    return closed


def follow_start_dates() -> int:
    """A first day that moved moves everything that is due; progress stays."""
    moved = 0
    for journey in Journey.objects.walking().select_related("person"):
        day = journey.person.start_date
        if day is not None and day != journey.start_date:
            journey.start_date = day
            journey.save(update_fields=["start_date"])
            moved += 1
    return moved
