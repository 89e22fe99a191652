"""How far a page reached: numbers about groups of people, never names.

Nothing is shown of a group smaller than the configured minimum; where hiding one group would
let it be computed from the total, the next smallest is hidden as well.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from blog.canonical import canonical_of
from blog.models import PageAudience
from blog.must_read import progress
from social.activity.models import Event, Verb
from social.people.audiences import people_in
from social.people.models import User

TALK = (Verb.COMMENTED, Verb.REPLIED, Verb.ASKED)


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


@dataclass(frozen=True)
class Reach:
    """What an author learns about a page."""

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
    """Whom the page is addressed to: its audiences, else everybody."""
    source = canonical_of(page)
    ids = list(PageAudience.objects.filter(page_id=source.pk).values_list("audience_id", flat=True))
    return people_in(ids) if ids else User.objects.active()


def reach_of(page: Page) -> Reach:
    """A constant number of queries, whatever the size of the company."""
    source = canonical_of(page)
    addressed = audience_of(source)
    events = Event.objects.filter(page_id=source.pk)
    views = events.filter(verb=Verb.VIEWED, actor__in=addressed.order_by().values("pk"))
    readers = set(views.values_list("actor_id", flat=True))
    people = list(addressed.order_by().values_list("pk", "department__name", "level__name"))
    confirmed, must_confirm = progress(source) if source.must_reads.exists() else (0, 0)
    if must_confirm < minimum():
        confirmed = must_confirm = 0
    return Reach(
        total=share_of("", len(people), len(readers)),
        departments=_groups(((pk, name) for pk, name, _level in people), readers),
        levels=_groups(((pk, name) for pk, _department, name in people), readers),
        days=_days(views),
        comments=events.filter(verb__in=TALK).count(),
        reactions=events.filter(verb=Verb.REACTED).count(),
        confirmed=confirmed,
        must_confirm=must_confirm,
    )


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
