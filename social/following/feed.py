"""The personal feed: what happened in what one follows, from the record of activity.

Fan-out on read: nothing is stored for each person. Decision record 061 has the measurements.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.models import Page

from ground.reading import after_answer
from social.activity.deeds import SAID, deed_of, said, verbs
from social.activity.models import Event, Verb
from social.following.models import Follow, Habits, Level
from social.following.models.follows import Kind
from social.following.models.habits import habits_of
from social.following.phrases import who
from social.following.versions import readable_versions
from social.people.models import Department, User
from social.subjects.keys import kinds
from social.subjects.models import Topic
from social.subjects.pages import any_version_visible

SHOWN_VERBS = verbs(lambda deed: deed.in_feed is not None)
# The feed ends here: what is older is found by search and in the sections.
HORIZON = timedelta(days=60)
PER_PAGE = 10
EVENTS_AT_ONCE = 200
VISIT_ENDS_AFTER = timedelta(minutes=30)

# A community manager reads hidden comments at the desk, not on the start page.
_SAID = Q(is_public=True, is_removed=False)

Key = tuple[date, int, str]


@dataclass
class Entry:
    """What several people did with one page on one day."""

    key: Key
    events: list[Event] = field(default_factory=list)
    page: Any = None
    actors: list[User] = field(default_factory=list)
    people: int = 1
    said: Any = None
    is_new: bool = False

    @property
    def verb(self) -> str:
        return self.key[2]

    @property
    def at(self) -> datetime:
        return self.events[0].created_at

    @property
    def url(self) -> str:
        if self.said is not None:
            return str(kinds()["comment"].url_of(self.said))
        return str(self.page.url)

    @property
    def text(self) -> SafeString:
        names, deed = who(self.actors, self.people), said(deed_of(self.verb).in_feed, self.people)
        return format_html("{} {}", names, deed) if names else SafeString("")


@dataclass(frozen=True)
class Feed:
    """One screen of the feed, and where the next one begins (empty at the end)."""

    entries: list[Entry]
    next: str = ""

    @property
    def has_new(self) -> bool:
        return any(entry.is_new for entry in self.entries)


def feed(person: User, before: str = "", new_since: datetime | None = None) -> Feed:
    """A screen of the feed; `before` is the `next` of the screen before.

    A constant number of queries, and a time that depends on the last 60 days only.
    """
    mine = followed_events(person)
    cursor = _read_cursor(before)
    events = list(_before(mine, cursor).order_by("-created_at", "-pk")[:EVENTS_AT_ONCE])
    shown_before = _shown_before(mine, cursor)
    spoken = _visible_comments(person, events)
    entries: dict[Key, Entry] = {}
    last: Event | None = None
    for event in events:
        key = _key(event)
        hidden = event.subject_kind == "comment" and event.subject_id not in spoken
        if key not in shown_before and not hidden:
            if key not in entries and len(entries) == PER_PAGE:
                break
            entries.setdefault(key, Entry(key)).events.append(event)
        last = event
    _dress(person, mine, entries, spoken, new_since)
    is_end = last is None or (last is events[-1] and len(events) < EVENTS_AT_ONCE)
    found = [entry for entry in entries.values() if entry.page is not None]
    return Feed(found, "" if is_end or last is None else _write_cursor(last))


def _key(event: Event) -> Key:
    verb = Verb.COMMENTED if event.verb in SAID else event.verb
    return event.day, event.page_id or 0, str(verb)


def _write_cursor(event: Event) -> str:
    return f"{event.created_at.timestamp():.6f}-{event.pk}"


def _read_cursor(text: str) -> tuple[datetime, int] | None:
    seconds, _, pk = text.partition("-")
    try:
        return datetime.fromtimestamp(float(seconds), timezone.get_default_timezone()), int(pk)
    except (ValueError, OverflowError, OSError):
        return None


def _before(events: QuerySet[Event], cursor: tuple[datetime, int] | None) -> QuerySet[Event]:
    if cursor is None:
        return events
    moment, pk = cursor
    return events.filter(created_at__lte=moment).exclude(created_at=moment, pk__gte=pk)


def _shown_before(events: QuerySet[Event], cursor: tuple[datetime, int] | None) -> set[Key]:
    """Entries of the cursor's day that began on an earlier screen."""
    if cursor is None:
        return set()
    moment, pk = cursor
    day = timezone.localdate(moment, timezone.get_default_timezone())
    later = events.filter(day=day, created_at__gte=moment).exclude(created_at=moment, pk__lt=pk)
    rows = later.order_by().values_list("day", "page_id", "verb").distinct()
    return {
        (day, page_id, str(Verb.COMMENTED if verb in SAID else verb)) for day, page_id, verb in rows
    }


def _visible_comments(person: User, events: Iterable[Event]) -> dict[int, Any]:
    """The comments that these events are about and that the reader sees. One query."""
    ids = {event.subject_id for event in events if event.subject_kind == "comment"}
    kind = kinds().get("comment")
    if kind is None or not ids:
        return {}
    return {comment.pk: comment for comment in kind.visible_to(person).filter(_SAID, pk__in=ids)}


def _still_said() -> Q:
    """A filter for events: those about a comment that is there for everybody."""
    kind = kinds().get("comment")
    if kind is None:
        return Q()
    comments = kind.model._default_manager.filter(_SAID, pk=OuterRef("subject_id"))
    return Q(Exists(comments), subject_kind="comment")


def _dress(
    person: User,
    mine: QuerySet[Event],
    entries: dict[Key, Entry],
    spoken: dict[int, Any],
    new_since: datetime | None,
) -> None:
    """Pages, people, numbers and words of the entries. Three queries."""
    pages = readable_versions(person, {page_id for _day, page_id, _verb in entries})
    people = User.objects.in_bulk({e.actor_id for x in entries.values() for e in x.events[:3]})
    numbers = _numbers(mine, entries)
    for entry in entries.values():
        actors = {event.actor_id: people.get(event.actor_id) for event in entry.events[:3]}
        entry.actors = [actor for actor in actors.values() if actor is not None][:2]
        entry.people = numbers.get(entry.key, 1)
        entry.page = pages.get(entry.key[1])
        entry.said = spoken.get(entry.events[0].subject_id or 0)
        if entry.events[0].subject_kind != "comment":
            entry.said = None
        entry.is_new = new_since is not None and entry.at > new_since


def _numbers(mine: QuerySet[Event], entries: dict[Key, Entry]) -> dict[Key, int]:
    """How many people are in each entry, also those beyond the events read here. One query.

    Whoever only said what was deleted or hidden since is not among them.
    """
    if not entries:
        return {}
    days, pages = {key[0] for key in entries}, {key[1] for key in entries}
    rows = mine.filter(day__in=days, page__in=pages).order_by()
    found: dict[Key, int] = {}
    talk = (
        rows.filter(_still_said(), verb__in=SAID)
        .values("day", "page_id")
        .annotate(n=Count("actor", distinct=True))
    )
    for row in talk:
        found[row["day"], row["page_id"], str(Verb.COMMENTED)] = row["n"]
    return found


# What is followed, as a filter --------------------------------------------------------------


def followed_events(person: User) -> QuerySet[Event]:
    """Events of the last 60 days that what this person follows brings, without their own."""
    follows = list(Follow.objects.of(person).select_related("page", "department"))
    by: dict[tuple[str, str], list[Follow]] = defaultdict(list)
    for follow in follows:
        by[follow.kind, follow.level].append(follow)
    wanted = _wanted(by, _places(follows))
    recent = Event.objects.filter(
        verb__in=SHOWN_VERBS, created_at__gt=timezone.now() - HORIZON, page__isnull=False
    )
    muted = [follow.colleague_id for follow in by[Kind.PERSON, Level.MUTED]]
    if muted:
        recent = recent.exclude(actor__in=muted)
    return recent.filter(wanted, any_version_visible(person)).exclude(actor=person)


def _wanted(by: dict[tuple[str, str], list[Follow]], places: dict[str, Q]) -> Q:
    new = Q(verb__in=verbs(lambda deed: deed.is_new))
    wanted = Q(pk__in=[])
    for level, narrowing in ((Level.EVERYTHING, Q()), (Level.NEW, new)):
        sources = Q(pk__in=[])
        if people := [follow.colleague_id for follow in by[Kind.PERSON, level]]:
            sources |= Q(actor__in=people)
        if departments := [f.department for f in by[Kind.DEPARTMENT, level] if f.department]:
            sources |= Q(actor_department__in=_below(departments))
        if topics := [follow.topic_id for follow in by[Kind.TOPIC, level]]:
            sources |= Q(page__in=_pages_about(topics))
        silent = Q(page__in=Page.objects.filter(places[Level.MUTED]).values("pk"))
        wanted |= narrowing & sources & ~silent if places[Level.MUTED] else narrowing & sources
        if places[level]:
            wanted |= narrowing & Q(page__in=Page.objects.filter(places[level]).values("pk"))
    threads = [follow.thread_id for follow in by[Kind.THREAD, Level.EVERYTHING]]
    if threads and "comment" in kinds():
        comments = kinds()["comment"].model._default_manager.filter(thread_id__in=threads)
        wanted |= Q(subject_kind="comment", subject_id__in=comments.values("pk"))
    return wanted


def _below(departments: Iterable[Department]) -> QuerySet:
    paths = Q(pk__in=[])
    for department in departments:
        paths |= Q(path__startswith=department.path)
    return Department.objects.filter(paths).values("pk")


def _pages_about(topic_ids: list[Any]) -> QuerySet:
    """Pages, in every language, about one of these topics."""
    about = Topic.objects.filter(pk__in=topic_ids).values("page_topics__content_object")
    keys = Page.objects.filter(pk__in=about).values("translation_key")
    return Page.objects.filter(translation_key__in=keys).values("pk")


def _places(follows: Iterable[Follow]) -> dict[str, Q]:
    """For each level a filter for the pages where it holds: the nearest choice wins. One query."""
    chosen = {f.page.translation_key: f.level for f in follows if f.kind == Kind.PAGE and f.page}
    versions = Page.objects.filter(translation_key__in=list(chosen))
    paths = dict(versions.values_list("path", "translation_key"))
    levels = {path: chosen[key] for path, key in paths.items()}
    places: dict[str, Q] = defaultdict(Q)
    for path, level in levels.items():
        here = Q(path__startswith=path)
        for below in levels:
            if below != path and below.startswith(path):
                here &= ~Q(path__startswith=below)
        places[level] |= here
    return places


# Visits -------------------------------------------------------------------------------------


def look(person: User, now: datetime | None = None) -> datetime | None:
    """Note that the person looks at the feed; returns since when things are new to them.

    A visit ends after half an hour without a look; what came after its end is new.
    """
    now = now or timezone.now()
    habits = habits_of(person)
    last = habits.looked_at
    if last is None or now - last > VISIT_ENDS_AFTER:
        habits.seen_until = last
    if last is None or now - last > timedelta(minutes=1):
        seen = {"looked_at": now, "seen_until": habits.seen_until}
        after_answer(lambda: Habits.objects.update_or_create(person=person, defaults=seen))
    return habits.seen_until
