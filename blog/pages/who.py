"""Who will see a page, who will not, and why; and whom publishing it would interrupt."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, PageViewRestriction

from blog.pages.restriction import access_with, restrictions_kept
from social.notifications.models import Delivery
from social.people.audiences import people_in
from social.people.groups import shown_name
from social.people.models import Audience, User
from social.people.models.user import UserQuerySet
from social.subjects.access import AnyOf

SHOWN_NAMES = 12
LOAD_DAYS = 7
BUSY_FROM = 15  # interruptions in the last 7 days from which somebody counts as loaded


@dataclass
class Readership:
    """What the editor's panel says. Numbers are of active people."""

    everybody: int
    can_open: int
    addressed: int
    is_addressed_to_all: bool
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    shut_out: list[User] = field(default_factory=list)

    @property
    def cannot_open(self) -> int:
        return self.everybody - self.can_open


def readership(
    parent: Page, page: Page | None, audiences: list[Audience], restricted: bool
) -> Readership:
    """Of a page below `parent` (None if it is being made), for the settings as they stand."""
    active = User.objects.active()
    able = able_to_open(parent, page, audiences, restricted)
    reasons = _reasons(parent, page, audiences, restricted)
    addressed = people_in(audiences) if audiences else active
    shut_out: Any = addressed.exclude(pk__in=able.values("pk")) if reasons else addressed.none()
    found = Readership(
        everybody=active.count(),
        can_open=able.count(),
        addressed=addressed.filter(pk__in=able.values("pk")).count(),
        is_addressed_to_all=not audiences,
        reasons=reasons,
        shut_out=list(shut_out.for_byline()[:SHOWN_NAMES]) if audiences else [],
    )
    found.warnings = _warnings(found, audiences, restricted)
    return found


def able_to_open(
    parent: Page, page: Page | None, audiences: list[Audience], restricted: bool
) -> UserQuerySet:
    """The people who could open the page."""
    access = access_with(parent, page, audiences, restricted=restricted)
    return access.people(User.objects.active())


def _warnings(found: Readership, audiences: list[Audience], restricted: bool) -> list[str]:
    warnings = [
        _("Nobody belongs to the audience “%(name)s” now.") % {"name": audience.name}
        for audience in audiences
        if audience.size == 0
    ]
    if restricted and not audiences:
        warnings.append(_("Choose an audience, or nobody will be able to open the page."))
    if found.shut_out:
        warnings.append(
            _("Some people are addressed but may not open the page, so they will not see it:")
        )
    return warnings


def _reasons(
    parent: Page, page: Page | None, audiences: list[Audience], restricted: bool
) -> list[str]:
    """What keeps people out, in words."""
    kept = restrictions_kept(parent, page, restricted=restricted)
    reasons = [_reason(row) for row in kept if AnyOf.of(row) is not None]
    if restricted:
        names = ", ".join(audience.name for audience in audiences) or _("nobody")
        reasons.append(_("This page is only for: %(names)s.") % {"names": names})
    if reasons:
        reasons.append(_("Administrators open every page; they are counted."))
    return reasons


def _reason(restriction: PageViewRestriction) -> str:
    groups = []
    if restriction.restriction_type == PageViewRestriction.GROUPS:
        groups = [shown_name(group.name) for group in restriction.groups.all()]
    return _("“%(page)s” is only for: %(groups)s.") % {
        "page": str(restriction.page),
        "groups": ", ".join(groups) or _("nobody"),
    }


# The notification budget ----------------------------------------------------------------------


@dataclass(frozen=True)
class Budget:
    """Whom a notification would interrupt, and how loaded they were in the last 7 days."""

    people: int
    average: float
    busy: int
    most: int

    @property
    def sentence(self) -> str:
        if not self.people:
            return _("Nobody would be interrupted.")
        return ngettext(
            "%(n)s person would be interrupted.", "%(n)s people would be interrupted.", self.people
        ) % {"n": self.people}


def budget(people: QuerySet[User]) -> Budget:
    """How much a notification to these people would add to what reached them lately."""
    ids = people.order_by().values("pk")
    loads = list(interruptions(ids).values())
    count = people.count()
    return Budget(
        people=count,
        average=round(sum(loads) / count, 1) if count else 0.0,
        busy=sum(1 for load in loads if load >= BUSY_FROM),
        most=max(loads, default=0),
    )


Ledger = Callable[[datetime], QuerySet]
_ledgers: list[Ledger] = []


def count_as_interruption(ledger: Ledger) -> None:
    """`ledger(since)`: rows with a `person` each of whom was reached since then. Called when apps are
    ready."""
    _ledgers.append(ledger)


def interruptions(people: QuerySet) -> dict[int, int]:
    """Person id → how often mail, push or what else apps count reached them in the last 7 days."""
    since = timezone.now() - timedelta(days=LOAD_DAYS)
    told = Delivery.objects.filter(state=Delivery.State.SENT, finished_at__gte=since)
    times: Counter[int] = Counter()
    for rows in (told, *(ledger(since) for ledger in _ledgers)):
        mine = rows.filter(person__in=people).order_by().values_list("person_id")
        times.update(dict(mine.annotate(times=Count("pk"))))
    return dict(times)
