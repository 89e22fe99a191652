"""Whom an event concerns, and why. Nobody is told anything here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q, QuerySet
from wagtail.models import Page

from social.activity.deeds import TALK
from social.activity.models import Event, Verb
from social.following.levels import nearest, translation_keys_above
from social.following.listeners import thread_of
from social.following.models import Follow, Level
from social.following.models.follows import Kind
from social.notifications.models import Decision, Occasion, WhyMe
from social.notifications.occasions import DUTIES, Rule, rule_for
from social.people.audiences import people_in
from social.people.models import Department, User

BATCH = 500
# What an editor may choose for the people a page is addressed to; else only followers hear.
BROADCASTS = {"now", "digest"}


@dataclass(frozen=True)
class Concern:
    """That an event concerns a person: as what, why, and what following says about it.

    `decision` is TOLD when the person listens, MUTED or LESS when they asked not to hear.
    """

    person_id: int
    occasion: Occasion
    why: WhyMe
    decision: Decision


@dataclass
class Happening:
    """An event with all that decides whom it concerns; read once, used for every batch."""

    event: Event
    rule: Rule = field(init=False)

    def __post_init__(self) -> None:
        self.rule = rule_for(self.event)

    @cached_property
    def thread_id(self) -> int | None:
        return thread_of(self.event)

    @cached_property
    def depths(self) -> dict[object, int]:
        """Translation keys of the page and of all above it, in every language, with depth."""
        if self.event.page is None:
            return {}
        versions = Page.objects.filter(translation_key=self.event.page.translation_key)
        return translation_keys_above(versions.values_list("path", flat=True))

    @cached_property
    def topic_ids(self) -> list[int]:
        """The topics of the page, if its type has any."""
        page = self.event.page.specific if self.event.page else None
        topics = getattr(page, "topics", None)
        return [topic.pk for topic in topics.all()] if topics is not None else []

    @cached_property
    def department_ids(self) -> list[int]:
        """The department of whoever acted, and those above it."""
        department = self.event.actor_department
        if department is None:
            return []
        step = Department.steplen
        paths = [department.path[:end] for end in range(step, len(department.path) + 1, step)]
        return list(Department.objects.filter(path__in=paths).values_list("pk", flat=True))

    @cached_property
    def mentioned_team(self) -> QuerySet[User] | None:
        return team_mentioned_in(self.event)

    @cached_property
    def addressed(self) -> QuerySet[User] | None:
        """Whom a new page is addressed to, where its editor chose to tell them (`data`)."""
        data = self.event.data
        if self.event.verb != Verb.PUBLISHED or data.get("notification") not in BROADCASTS:
            return None
        ids = data.get("audiences")
        if ids is None:
            return None
        return people_in(ids) if ids else User.objects.active()

    @cached_property
    def siblings(self) -> list[Event]:
        """Other events about the same comment, one of which may tell a person more."""
        if self.event.subject_kind != "comment" or self.event.verb not in TALK:
            return []
        same = Event.objects.filter(
            subject_kind="comment", subject_id=self.event.subject_id, verb__in=TALK
        )
        return list(same.exclude(pk=self.event.pk))

    def follows(self) -> QuerySet[Follow]:
        """Every row of following that speaks about this event, also those that silence it."""
        about = Q(kind=Kind.PAGE, page__translation_key__in=list(self.depths))
        if self.thread_id:
            about |= Q(kind=Kind.THREAD, thread_id=self.thread_id)
        if self.event.actor_id:
            about |= Q(kind=Kind.PERSON, colleague=self.event.actor_id)
        if self.topic_ids:
            about |= Q(kind=Kind.TOPIC, topic__in=self.topic_ids)
        if self.department_ids:
            about |= Q(kind=Kind.DEPARTMENT, department__in=self.department_ids)
        return Follow.objects.filter(about)


def team_mentioned_in(event: Event) -> QuerySet[User] | None:
    """The people of a department that was mentioned, and of those below it."""
    pk = event.data.get("department") if event.verb == Verb.MENTIONED else None
    department = Department.objects.filter(pk=pk).first() if pk else None
    if department is None:
        return None
    return User.objects.active().filter(department__path__startswith=department.path)


def batches(happening: Happening, size: int = BATCH) -> Iterator[list[int]]:
    """Ids of the people whom an event may concern, in order, in batches: memory stays bounded."""
    target = happening.event.target_id
    if happening.rule.direct and target:
        yield [target]
    if happening.mentioned_team is not None:
        yield from _in_batches(happening.mentioned_team, "pk", size)
    if happening.addressed is not None:
        yield from _in_batches(happening.addressed, "pk", size)
    if happening.rule.followers is not None:
        followers = happening.follows().filter(person__is_active=True)
        for ids in _in_batches(followers, "person", size):
            yield [pk for pk in ids if pk != target]


def _in_batches(rows: QuerySet, key: str, size: int) -> Iterator[list[int]]:
    """Distinct values of a key in ascending order, `size` at a time, each batch its own query."""
    last = 0
    while True:
        later = rows.filter(**{f"{key}__gt": last}).order_by(key)
        ids = list(later.values_list(key, flat=True).distinct()[:size])
        if not ids:
            return
        last = ids[-1]
        yield ids


def concerns(happening: Happening, people: Iterable[int]) -> list[Concern]:
    """What the event is to each of these people, whom it concerns at all. One query."""
    rows: dict[int, list[Follow]] = defaultdict(list)
    for follow in happening.follows().filter(person__in=people).select_related("page"):
        rows[follow.person_id].append(follow)
    addressed = _addressed(happening, people)
    found = (_concern(happening, pk, rows[pk], pk in addressed) for pk in people)
    return [concern for concern in found if concern is not None]


def _addressed(happening: Happening, people: Iterable[int]) -> set[int]:
    """Those of these people to whom the page is addressed. At most one query."""
    if happening.addressed is None:
        return set()
    return set(happening.addressed.filter(pk__in=people).values_list("pk", flat=True))


def _concern(
    happening: Happening, person_id: int, follows: list[Follow], is_addressed: bool = False
) -> Concern | None:
    by_kind: dict[str, list[Follow]] = defaultdict(list)
    for follow in follows:
        by_kind[follow.kind].append(follow)
    near = nearest(by_kind[Kind.PAGE], happening.depths)
    place = by_kind[Kind.THREAD][0] if by_kind[Kind.THREAD] else near
    silenced = _is_muted(place, by_kind)
    rule = happening.rule
    if rule.direct and is_direct(happening, person_id):
        muted = silenced and rule.direct not in DUTIES
        return Concern(person_id, rule.direct, rule.why, Decision.MUTED if muted else Decision.TOLD)
    follower = None
    if rule.followers is not None and follows:
        why, decision = _as_follower(happening, place, by_kind, silenced)
        follower = Concern(person_id, rule.followers, why, decision)
    if not is_addressed or (follower and follower.decision == Decision.TOLD):
        return follower
    decision = Decision.MUTED if silenced else Decision.TOLD
    return Concern(person_id, Occasion.PUBLICATION, WhyMe.DIRECTED, decision)


def _is_muted(place: Follow | None, by_kind: dict[str, list[Follow]]) -> bool:
    """Muted by the nearest place, or because the person who acted is muted."""
    near = [place] if place else []
    return any(follow.level == Level.MUTED for follow in near + by_kind[Kind.PERSON])


WHY = {
    Kind.THREAD: WhyMe.THREAD,
    Kind.PAGE: WhyMe.PAGE,
    Kind.PERSON: WhyMe.PERSON,
    Kind.TOPIC: WhyMe.TOPIC,
    Kind.DEPARTMENT: WhyMe.DEPARTMENT,
}


def _as_follower(
    happening: Happening,
    place: Follow | None,
    by_kind: dict[str, list[Follow]],
    silenced: bool,
) -> tuple[WhyMe, Decision]:
    """The strongest reason to tell a follower, else why not.

    The nearest place has a veto (muted, or only mentions); beyond that any source that wants
    the event suffices.
    """
    others = by_kind[Kind.PERSON] + by_kind[Kind.TOPIC] + by_kind[Kind.DEPARTMENT]
    sources = ([place] if place else []) + others
    first = WHY[Kind(sources[0].kind)]
    if silenced:
        return first, Decision.MUTED
    if place is not None and place.level == Level.MENTIONS:
        return first, Decision.LESS
    if (place is None or not wants(place, happening.rule, happening.event.verb)) and any(
        follow.level == Level.MUTED for follow in by_kind[Kind.TOPIC]
    ):
        return WhyMe.TOPIC, Decision.MUTED
    for follow in sources:
        if wants(follow, happening.rule, happening.event.verb):
            return WHY[Kind(follow.kind)], Decision.TOLD
    return first, Decision.LESS


def wants(follow: Follow, rule: Rule, verb: str) -> bool:
    """Whether a choice brings what happened."""
    if follow.level == Level.NEW:
        return rule.is_new
    if follow.level != Level.EVERYTHING:
        return False
    # Whom and what one follows beyond a place brings what is written, not every correction.
    return follow.kind in {Kind.PAGE, Kind.THREAD} or verb != Verb.UPDATED


def is_direct(happening: Happening, person_id: int) -> bool:
    """Whether the event is directed at this person, alone or as one of a team."""
    return person_id == happening.event.target_id or happening.mentioned_team is not None
