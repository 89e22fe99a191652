"""Reach of pages and campaigns beside each other, for reports: the same numbers as on a page's
own reach, for many at once. The number of queries does not grow with that of pages."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from wagtail.models import PageViewRestriction

from blog.canonical import canonical_id
from blog.models import Acknowledgement, Campaign, ContentPage, PageAudience, ReachSnapshot
from blog.reach import TALK, audience_of, share_of
from social.activity.models import Event, Verb
from social.people.models import Audience, User


def annotated(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Pages with the id of the version that their numbers hang on, as `canonical`."""
    return pages.annotate(canonical=canonical_id())


def numbers_for(pages: list[Any]) -> None:
    """Set on pages what the report shows: of older pages the readers of their first 30 days.

    Nine queries, and some for each new page below a section that is closed to most.
    """
    ids = {page.canonical for page in pages}
    kept = {row.page_id: row for row in ReachSnapshot.objects.filter(page_id__in=ids)}
    people, readers = _addressed(ids), _readers(ids)
    everybody = User.objects.active().count()
    for page in _closed_by_hand(pages, kept):
        people[page.canonical] = audience_of(page).count()
    events = Event.objects.filter(page_id__in=ids)
    talk = _by_page(events.filter(verb__in=TALK), "pk")
    reacted = _by_page(events.filter(verb=Verb.REACTED), "pk")
    confirmed = _by_page(Acknowledgement.objects.filter(page_id__in=ids), "person")
    for page in pages:
        if (old := kept.get(page.canonical)) is not None:
            share = share_of("", old.people, old.readers)
        else:
            addressed = people.get(page.canonical, everybody)
            share = share_of("", addressed, readers.get(page.canonical, 0))
        page.addressed, page.readers, page.percent = share.people, share.readers, share.percent
        page.comments = talk.get(page.canonical, 0)
        page.reactions = reacted.get(page.canonical, 0)
        few = share.people is None
        page.confirmations = None if few else confirmed.get(page.canonical, 0)


def _closed_by_hand(pages: list[Any], kept: dict[int, ReachSnapshot]) -> list[Any]:
    """New pages that a restriction set by hand, on them or above, keeps from some people."""
    by_hand = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN)
    by_hand = by_hand.exclude(groups__name__startswith=Audience.group_prefix)
    paths = tuple(by_hand.values_list("page__path", flat=True))
    return [p for p in pages if p.canonical not in kept and p.path.startswith(paths)]


def _by_page(rows: QuerySet[Any], what: str) -> dict[int, int]:
    counted = rows.order_by().values_list("page_id").annotate(n=Count(what, distinct=True))
    return dict(counted)


def _addressed(ids: set[int]) -> dict[int, int]:
    """Page id → how many people its audiences hold; pages for everybody are left out."""
    rows = PageAudience.objects.filter(page_id__in=ids).order_by().values_list("page_id")
    active = Q(audience__members__person__is_active=True)
    counted = rows.annotate(n=Count("audience__members__person", filter=active, distinct=True))
    return dict(counted)


def _readers(ids: set[int]) -> dict[int, int]:
    """Page id → how many of the people addressed have read it."""
    aimed = PageAudience.objects.filter(page_id=OuterRef("page_id"))
    mine = aimed.filter(audience__members__person_id=OuterRef("actor_id"))
    views = Event.objects.filter(page_id__in=ids, verb=Verb.VIEWED, actor__is_active=True)
    return _by_page(views.filter(~Exists(aimed) | Exists(mine)), "actor")


# Campaigns ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CampaignReach:
    """What a campaign reached with all its pages together.

    Names of readers go after 30 days, so nobody can say who read at least one page; readers
    and people addressed are summed over the pages.
    """

    pages: list[Any]

    @property
    def addressed(self) -> int:
        return sum(page.addressed or 0 for page in self.pages)

    @property
    def readers(self) -> int:
        return sum(page.readers or 0 for page in self.pages)

    @property
    def percent(self) -> int | None:
        """Which share of those addressed read a page, on the average of the pages."""
        return round(100 * self.readers / self.addressed) if self.addressed else None

    @property
    def comments(self) -> int:
        return sum(page.comments for page in self.pages)

    @property
    def reactions(self) -> int:
        return sum(page.reactions for page in self.pages)

    @property
    def confirmations(self) -> int:
        return sum(page.confirmations or 0 for page in self.pages)


def reach_of_campaigns(campaigns: list[Campaign]) -> dict[int, CampaignReach]:
    """Campaign id → what its pages reached. Nine queries."""
    live = annotated(ContentPage.objects.live().filter(campaign__in=campaigns))
    pages = list(live.filter(canonical=F("pk")).order_by("first_published_at"))
    numbers_for(pages)
    by_campaign: dict[int, list[Any]] = defaultdict(list)
    for page in pages:
        by_campaign[page.campaign_id].append(page)
    return {campaign.pk: CampaignReach(by_campaign[campaign.pk]) for campaign in campaigns}


def reach_of_campaign(campaign: Campaign) -> CampaignReach:
    return reach_of_campaigns([campaign])[campaign.pk]
