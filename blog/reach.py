"""How far a page reached: numbers about groups of people, never names.

Nothing is shown of a group smaller than the configured minimum; where hiding one group would
let it be computed from the total, the next smallest is hidden as well.

Views keep the names of their readers for 30 days. Before they go, what a page reached in its
first 30 days is written down; it is what is shown of older pages, and what makes them comparable.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from blog.canonical import canonical_of
from blog.models import PageAudience, ReachSnapshot
from blog.must_read import progress
from social.activity.models import Event, Verb
from social.people.audiences import people_in
from social.people.models import User
from social.subjects.access import readers as people_who_see

TALK = (Verb.COMMENTED, Verb.REPLIED, Verb.ASKED)
FIRST_DAYS = timedelta(days=30)


def minimum() -> int:
    """The smallest group of which anything is shown."""
    return int(settings.RYNEK_REACH_MINIMUM)


@dataclass(frozen=True)
class Share:
    """Of a group: how many could read and how many did; None where the group is too small."""

    name: str
    people: int | None
    readers: int | None

    @property
    def percent(self) -> int | None:
        if self.people is None or self.readers is None or not self.people:
            return None
        return round(100 * self.readers / self.people)


class Period:
    """Which time the readers of a page are counted in."""

    ALL = "all"  # since it was published, which is not long ago
    FIRST = "first"  # in its first 30 days, as written down then
    LATELY = "lately"  # in the last 30 days: nothing was written down


@dataclass(frozen=True)
class Reach:
    """What an author learns about a page."""

    period: str
    lately: Share | None
    total: Share
    departments: list[Share]
    levels: list[Share]
    days: list[tuple[date, int]]
    comments: int
    reactions: int
    confirmed: int
    must_confirm: int

    @property
    def hidden_departments(self) -> int:
        return sum(share.percent is None for share in self.departments)

    @property
    def hidden_levels(self) -> int:
        return sum(share.percent is None for share in self.levels)


def audience_of(page: Page) -> QuerySet[User]:
    """Whom the page is addressed to: its audiences, else everybody, as far as they may open it."""
    source = canonical_of(page)
    ids = list(PageAudience.objects.filter(page_id=source.pk).values_list("audience_id", flat=True))
    return people_who_see(source, people_in(ids) if ids else User.objects.all())


def reach_of(page: Page) -> Reach:
    """A constant number of queries, whatever the size of the company."""
    source = canonical_of(page)
    snapshot = ReachSnapshot.objects.filter(page_id=source.pk).first()
    events = Event.objects.filter(page_id=source.pk)
    confirmed, must_confirm = progress(source) if source.must_reads.exists() else (0, 0)
    if must_confirm < minimum():
        confirmed = must_confirm = 0
    talk: dict[str, Any] = {
        "comments": events.filter(verb__in=TALK).count(),
        "reactions": events.filter(verb=Verb.REACTED).count(),
        "confirmed": confirmed,
        "must_confirm": must_confirm,
    }
    since = timezone.now() - FIRST_DAYS
    is_new = source.first_published_at is None or source.first_published_at >= since
    measured = _measured(source, None if is_new else since)
    if snapshot is None:
        return Reach(Period.ALL if is_new else Period.LATELY, None, **measured, **talk)
    return Reach(Period.FIRST, measured["total"], **_kept(snapshot), **talk)


def _measured(source: Page, since: datetime | None, until: datetime | None = None) -> dict:
    """Readers of those addressed, from views that still have names. Three queries."""
    addressed = audience_of(source)
    views = Event.objects.filter(
        page_id=source.pk, verb=Verb.VIEWED, actor__in=addressed.order_by().values("pk")
    )
    views = views.filter(created_at__gte=since) if since else views
    views = views.filter(created_at__lt=until) if until else views
    readers = set(views.values_list("actor_id", flat=True))
    people = list(addressed.order_by().values_list("pk", "department__name", "level__name"))
    return {
        "total": share_of("", len(people), len(readers)),
        "departments": _groups(((pk, name) for pk, name, _level in people), readers),
        "levels": _groups(((pk, name) for pk, _department, name in people), readers),
        "days": _days(views),
    }


def _kept(snapshot: ReachSnapshot) -> dict:
    return {
        "total": share_of("", snapshot.people, snapshot.readers),
        "departments": [_shared(row) for row in snapshot.departments],
        "levels": [_shared(row) for row in snapshot.levels],
        "days": [(date.fromisoformat(day), readers) for day, readers in snapshot.days],
    }


def _shared(row: list[Any]) -> Share:
    """A share as it was written down, hidden also by a minimum that was raised since."""
    name, people, readers = row
    return Share(name, None, None) if people is None else share_of(name, people, readers)


# Before names go ------------------------------------------------------------------------------


def keep(border: datetime) -> int:
    """Write down the first 30 days of pages whose views before `border` are losing their names.

    Idempotent; pages most of whose early views have lost theirs already are left out.
    """
    views = Event.objects.filter(verb=Verb.VIEWED, actor__isnull=False, created_at__lt=border)
    known = ReachSnapshot.objects.values("page_id")
    rows = views.filter(page__isnull=False).exclude(page_id__in=known).order_by()
    earliest = dict(rows.values_list("page_id").annotate(first=Min("created_at")))
    kept = 0
    for page in Page.objects.filter(pk__in=earliest).order_by("pk"):
        published = page.first_published_at
        if published is not None and earliest[page.pk] < published + FIRST_DAYS:
            kept += _keep(page, published + FIRST_DAYS)
    return kept


def _keep(page: Page, until: datetime) -> int:
    early = Event.objects.filter(page_id=page.pk, verb=Verb.VIEWED, created_at__lt=until)
    if early.filter(actor=None).count() > early.exclude(actor=None).count():
        return 0
    people = audience_of(page).count()
    measured = _measured(page, None, until)
    readers = measured["total"].readers
    ReachSnapshot.objects.create(
        page_id=page.pk,
        people=people if readers is not None else 0,
        readers=readers or 0,
        departments=[[s.name, s.people, s.readers] for s in measured["departments"]],
        levels=[[s.name, s.people, s.readers] for s in measured["levels"]],
        days=[[day.isoformat(), number] for day, number in measured["days"]],
    )
    return 1


def share_of(name: str, people: int, readers: int) -> Share:
    small = people < minimum()
    return Share(name, None if small else people, None if small else readers)


def _groups(rows: Iterable[tuple[int, str | None]], readers: set[int]) -> list[Share]:
    """Shares by group, with every group hidden that is too small or follows by subtraction.

    People who belong to none are a group as well: left out, they would be what is missing from
    the total.
    """
    sizes: dict[str, int] = defaultdict(int)
    read: dict[str, int] = defaultdict(int)
    for pk, known in rows:
        name = known or _("none given")
        sizes[name] += 1
        read[name] += pk in readers
    hidden = _hidden(sizes)
    shares = [
        Share(name, None, None) if name in hidden else Share(name, sizes[name], read[name])
        for name in sizes
    ]
    return sorted(
        shares, key=lambda share: (share.percent is None, -(share.percent or 0), share.name)
    )


def _hidden(sizes: dict[str, int]) -> set[str]:
    """Names of groups to hide: small ones, and enough others that none can be computed."""
    by_size = sorted(sizes, key=lambda name: (sizes[name], name))
    hidden = [name for name in by_size if sizes[name] < minimum()]
    rest = by_size[len(hidden) :]
    while hidden and rest and (len(hidden) == 1 or sum(sizes[n] for n in hidden) < minimum()):
        hidden.append(rest.pop(0))
    return set(hidden)


def _days(views: QuerySet[Event]) -> list[tuple[date, int]]:
    """New readers a day; days with fewer than the minimum are joined to the day after."""
    first: dict[int, date] = {}
    for actor, day in views.order_by("day").values_list("actor_id", "day"):
        first.setdefault(actor, day)
    counts: dict[date, int] = defaultdict(int)
    for day in first.values():
        counts[day] += 1
    joined, waiting = [], 0
    for day in sorted(counts):
        waiting += counts[day]
        if waiting >= minimum():
            joined.append((day, waiting))
            waiting = 0
    return joined
