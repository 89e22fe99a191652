"""Who will see a page, who will not, and why; and whom publishing it would interrupt."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, PageViewRestriction

from blog.models import NewsletterDelivery
from social.notifications.models import Delivery
from social.people.audiences import people_in
from social.people.groups import shown_name
from social.people.models import Audience, User

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
    above: Page | None, own: Page | None, audiences: list[Audience], restricted: bool
) -> Readership:
    """Of a page below `above` (and `own`, if it exists), for the settings as they stand."""
    active = User.objects.active()
    reasons = _passing_restrictions(active, above, own)[1]
    able = active.filter(pk__in=able_to_open(above, own, audiences, restricted))
    if restricted:
        names = ", ".join(audience.name for audience in audiences) or _("nobody")
        reasons.append(_("This page is only for: %(names)s.") % {"names": names})
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
    above: Page | None, own: Page | None, audiences: list[Audience], restricted: bool
) -> QuerySet[Any]:
    """Ids of the people who could open the page, for a filter."""
    able, _reasons = _passing_restrictions(User.objects.active(), above, own)
    if restricted:
        able = able.filter(pk__in=people_in(audiences).values("pk")) if audiences else able.none()
    return able.order_by().values("pk")


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


def _passing_restrictions(
    people: QuerySet[User], above: Page | None, own: Page | None
) -> tuple[QuerySet[User], list[str]]:
    """Those who pass what restricts the sections above, and the restrictions in words.

    The page's own restriction to its audiences is about to be replaced by the form, so it is
    left out; restrictions that somebody set by hand stay.
    """
    restrictions = PageViewRestriction.objects.none()
    if above is not None:
        restrictions = PageViewRestriction.objects.filter(
            page__in=above.get_ancestors(inclusive=True)
        )
    if own is not None and own.pk:
        restrictions |= PageViewRestriction.objects.filter(page_id=own.pk)
    reasons = []
    for restriction in restrictions.select_related("page").prefetch_related("groups"):
        groups = list(restriction.groups.all())
        is_own_audience = own is not None and restriction.page_id == own.pk
        if restriction.restriction_type != PageViewRestriction.GROUPS or (
            is_own_audience
            and all(group.name.startswith(Audience.group_prefix) for group in groups)
        ):
            continue
        people = people.filter(groups__in=groups) if groups else people.none()
        reasons.append(
            _("“%(page)s” is only for: %(groups)s.")
            % {
                "page": str(restriction.page),
                "groups": ", ".join(shown_name(group.name) for group in groups) or _("nobody"),
            }
        )
    return people.distinct(), reasons


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


def interruptions(people: QuerySet) -> dict[int, int]:
    """Person id → how often mail, push or a newsletter reached them in the last 7 days."""
    since = timezone.now() - timedelta(days=LOAD_DAYS)
    told = Delivery.objects.filter(state=Delivery.State.SENT, finished_at__gte=since)
    letters = NewsletterDelivery.objects.filter(sent_at__gte=since)
    times: Counter[int] = Counter()
    for rows in (told, letters):
        mine = rows.filter(person__in=people).order_by().values_list("person_id")
        times.update(dict(mine.annotate(times=Count("pk"))))
    return dict(times)
