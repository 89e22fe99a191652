"""How far a page reached: shares of groups of people, never names, and each number once.

The audience of a page is frozen when it is published; two moments of it are told: after its first
week the share of everybody addressed, after its first 30 days also by site, level and department.
What was told stands for ever, whatever is edited later. Views keep the names of their readers for
30 days; the last moment is written down before they go.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from blog.pages.canonical import canonical_id, canonical_of
from blog.pages.models import ContentPage
from blog.pages.readers import audience_of, is_for_named_people
from ground.queues.queue import Queue
from social.activity.deeds import SAID
from social.activity.models import Event, Verb
from social.analytics.groups import design_for, names_of, roster_of
from social.analytics.models import Enrolment
from social.analytics.release import (
    SHOWN,
    WAITING,
    Released,
    Value,
    enrol,
    published,
    release,
    roster_in,
)
from social.analytics.shares import Design, Share

WEEK, MONTH = "week", "month"
MOMENTS = {WEEK: timedelta(days=7), MONTH: timedelta(days=30)}
LATEST = timedelta(days=60)  # enrolments that are older have been told, or have no names left
PREFIX = "reach:"


def event_of(page: Page) -> str:
    """The event of all language versions of a page."""
    return f"{PREFIX}{page.translation_key}"


# Whom it is for -------------------------------------------------------------------------------


def freeze_audience(page: Page, since: datetime | None = None) -> Enrolment | None:
    """Enrol those whom the page is for now and was not for before."""
    source = canonical_of(page)
    roster = roster_of(audience_of(source))
    is_named = is_for_named_people(source)
    return enrol(event_of(source), roster, is_named=is_named, since=since)


# Telling --------------------------------------------------------------------------------------


def release_due(now: datetime | None = None) -> int:
    """Tell of each page what its moment has come for; returns how many releases were asked for.

    Idempotent: what was told before is answered from the ledger.
    """
    now = now or timezone.now()
    _enrol_missing(now)
    told = 0
    for period, age in MOMENTS.items():
        rows = Enrolment.objects.filter(
            event__startswith=PREFIX, is_named=False, since__lte=now - age, since__gt=now - LATEST
        ).exclude(releases__period=period)
        told += TELLING.each(rows.select_related("population"), partial(_tell, period=period))
    return told


def _tell_again(key: str) -> None:
    known = Enrolment.objects.select_related("population").filter(pk=_number(key))
    row = known.first()
    for period, age in MOMENTS.items():
        if row is not None and row.since <= timezone.now() - age:
            _tell(row, period)


def _enrol_missing(now: datetime) -> None:
    """New pages that were not published one by one, but imported or restored."""
    keys = Enrolment.objects.filter(event__startswith=PREFIX).values_list("event", flat=True)
    known = {event.removeprefix(PREFIX) for event in keys}
    new = ContentPage.objects.filter(live=True, first_published_at__gt=now - MOMENTS[MONTH])
    missing = [
        page
        for page in new.filter(pk=canonical_id()).order_by("pk")
        if str(page.translation_key) not in known
    ]
    ENROLLING.each(missing, lambda page: freeze_audience(page, page.first_published_at))


def _enrol_again(key: str) -> None:
    for page in ContentPage.objects.filter(live=True, pk=_number(key)):
        if not _enrolments(page):
            freeze_audience(page, page.first_published_at)


def keep(border: datetime) -> int:
    """Tell of pages whose early views, before `border`, are losing their names.

    Pages most of whose early views have lost theirs already are left out.
    """
    return KEEPING.each(_losing_names(border), _keep)


def _keep(page: Page) -> None:
    if not (enrolments := _enrolments(page)):
        freeze_audience(page, page.first_published_at)
        enrolments = _enrolments(page)
    for row in enrolments:
        if not row.is_named and not row.releases.filter(period=MONTH).exists():
            _tell(row, WEEK)
            _tell(row, MONTH)


def _keep_again(key: str) -> None:
    if (page := Page.objects.filter(pk=_number(key)).first()) is not None:
        _keep(page)


def _number(key: str) -> int:
    """The id that a key of a queue says; of nothing, where it says none."""
    return int(key) if key.isdecimal() else 0


ENROLLING = Queue("reach-audience", _("Whom a page is for"), again=_enrol_again)
TELLING = Queue("reach", _("Telling how far pages reached"), again=_tell_again)
KEEPING = Queue(
    "reach-kept", _("Telling of pages whose readers lose their names"), again=_keep_again
)


def _losing_names(border: datetime) -> Iterator[Page]:
    views = Event.objects.filter(verb=Verb.VIEWED, actor__isnull=False, created_at__lt=border)
    rows = views.filter(page__isnull=False).order_by()
    earliest = dict(rows.values_list("page_id").annotate(first=Min("created_at")))
    for page in Page.objects.filter(pk__in=earliest).order_by("pk"):
        published_at = page.first_published_at
        if published_at is None or earliest[page.pk] >= published_at + MOMENTS[MONTH]:
            continue
        months = [row for row in _enrolments(page) if row.releases.filter(period=MONTH).exists()]
        if not months:
            yield page


def _enrolments(page: Page) -> list[Enrolment]:
    rows = Enrolment.objects.filter(event=event_of(page))
    return list(rows.select_related("population").order_by("number"))


def _tell(row: Enrolment, period: str) -> int:
    """One release, from views that still have names."""
    page = _page_of(row)
    if page is None:
        return 0
    start = _start_of(row, page)
    until = start + MOMENTS[period]
    early = Event.objects.filter(page_id=page.pk, verb=Verb.VIEWED, created_at__lt=until)
    if early.filter(actor=None).count() > early.exclude(actor=None).count():
        return 0
    design = Design() if period == WEEK else design_for(len(roster_in(row.population)))
    before = None if period == WEEK else _readers(page, start + MOMENTS[WEEK])
    release(row.event, period, row, design, Value(_readers(page, until), before))
    return 1


def _start_of(row: Enrolment, page: Page) -> datetime:
    """When the page was first there for them: an imported page is older than its enrolment."""
    published_at = page.first_published_at
    return min(row.since, published_at) if published_at and row.number == 1 else row.since


def _page_of(row: Enrolment) -> Page | None:
    """The version that existed first, which views hang on."""
    key = row.event.removeprefix(PREFIX)
    return Page.objects.filter(translation_key=key).order_by("pk").first()


def _readers(page: Page, until: datetime) -> frozenset[int]:
    views = Event.objects.filter(page_id=page.pk, verb=Verb.VIEWED, created_at__lt=until)
    return frozenset(views.exclude(actor=None).values_list("actor_id", flat=True))


# Reading --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Bars:
    """A table as it is shown: groups with their shares, and how many are not shown."""

    shares: list[tuple[str, Share]]
    hidden: int


@dataclass(frozen=True)
class Reach:
    """What an author learns about a page."""

    latest: Released
    added: list[Released]  # of people to whom it was addressed later
    is_named: bool
    next_on: datetime | None
    sites: Bars
    levels: Bars
    departments: Bars
    units: Bars
    comments: int
    reactions: int

    @property
    def state(self) -> str:
        return self.latest.state


def latest_of(found: list[Released], number: int = 1) -> Released:
    """The newest of what was told of an enrolment; `waiting` where nothing was."""
    mine = [one for one in found if one.number == number]
    return mine[-1] if mine else Released(WAITING)


def reach_of(page: Page) -> Reach:
    """A constant number of queries, whatever the size of the company."""
    source = canonical_of(page)
    found = published([event_of(source)])[event_of(source)]
    enrolments = list(Enrolment.objects.filter(event=event_of(source)))
    is_named = any(row.is_named and row.number == 1 for row in enrolments)
    latest = latest_of(found)
    events = Event.objects.filter(page_id=source.pk)
    numbers = sorted({one.number for one in found} - {1})
    names = names_of({cell.group for cell in latest.cells})
    return Reach(
        latest=latest,
        added=[one for n in numbers if (one := latest_of(found, n)).state == SHOWN],
        is_named=is_named,
        next_on=None if is_named else _next_moment(source, enrolments, latest),
        sites=_bars(latest, "site", names),
        levels=_bars(latest, "level", names),
        departments=_bars(latest, "department", names),
        units=_bars(latest, "unit", names),
        comments=events.filter(verb__in=SAID).count(),
        reactions=events.filter(verb=Verb.REACTED).count(),
    )


def _next_moment(page: Page, enrolments: list[Enrolment], latest: Released) -> datetime | None:
    """When the next number is told, if any is still to come."""
    if not enrolments or latest.period == MONTH:
        return None
    start = _start_of(enrolments[0], page)
    moments = [start + age for age in MOMENTS.values()]
    return next((moment for moment in moments if moment > timezone.now()), None)


def _bars(released: Released, table: str, names: dict[str, str]) -> Bars:
    cells = released.table(table)
    shown = [(names.get(c.group, c.group), c.share) for c in cells if c.share is not None]
    return Bars(shown, len(cells) - len(shown))
