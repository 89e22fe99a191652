"""Reach of pages and campaigns beside each other, for reports: what was told of each page, read
from the ledger. The number of queries does not grow with that of pages."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet
from wagtail.permissions import page_permission_policy

from blog.pages.canonical import canonical_id
from blog.pages.models import Campaign, ContentPage
from blog.reading.models import Acknowledgement
from blog.reading.reach import event_of, latest_of
from social.activity.deeds import SAID
from social.activity.models import Event, Verb
from social.analytics.release import OFF, Released, published, words
from social.analytics.shares import Share, coarse


def annotated(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Pages with the id of the version that their numbers hang on, as `canonical`."""
    return pages.annotate(canonical=canonical_id())


def numbers_for(pages: list[Any], user: Any = None) -> None:
    """Set on pages what the report shows. Confirmations only where this person may see them by
    name: who publishes a page answers for its being read. A constant number of queries.
    """
    ids = {page.canonical for page in pages}
    told = published([event_of(page) for page in pages])
    events = Event.objects.filter(page_id__in=ids)
    talk = _by_page(events.filter(verb__in=SAID), "pk")
    reacted = _by_page(events.filter(verb=Verb.REACTED), "pk")
    answered_for = _published_by(user, ids)
    confirmed = _by_page(Acknowledgement.objects.filter(page_id__in=answered_for), "person")
    for page in pages:
        page.released = latest_of(told[event_of(page)])
        page.readers = page.released.text
        page.comments = talk.get(page.canonical, 0)
        page.reactions = reacted.get(page.canonical, 0)
        is_mine = page.canonical in answered_for
        page.confirmations = confirmed.get(page.canonical, 0) if is_mine else None


def _published_by(user: Any, ids: set[int]) -> set[int]:
    if user is None:
        return set()
    mine = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return set(mine.filter(pk__in=ids).order_by().values_list("pk", flat=True))


def _by_page(rows: QuerySet[Any], what: str) -> dict[int, int]:
    counted = rows.order_by().values_list("page_id").annotate(n=Count(what, distinct=True))
    return dict(counted)


# Campaigns ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CampaignReach:
    """What a campaign reached with all its pages together.

    Names of readers go after 30 days, so nobody can say who read at least one page: the share is
    the average of what was told of the pages, and tells nothing more than they do.
    """

    pages: list[Any]

    @property
    def share(self) -> Share | None:
        told = [page.released.whole for page in self.pages]
        shares = [share.middle for share in told if share is not None]
        return coarse(round(100 * sum(shares) / len(shares)), 10_000) if shares else None

    @property
    def is_off(self) -> bool:
        return any(page.released.state == OFF for page in self.pages)

    @property
    def readers(self) -> str:
        """The share in words."""
        return words(self.share)

    @property
    def comments(self) -> int:
        return sum(page.comments for page in self.pages)

    @property
    def reactions(self) -> int:
        return sum(page.reactions for page in self.pages)

    @property
    def confirmations(self) -> int | None:
        """Of the pages whose confirmations this person may see."""
        known = [page.confirmations for page in self.pages if page.confirmations is not None]
        return sum(known) if known else None


def reach_of_campaigns(campaigns: list[Campaign], user: Any = None) -> dict[int, CampaignReach]:
    """Campaign id → what its pages reached. A constant number of queries."""
    live = annotated(ContentPage.objects.live().filter(campaign__in=campaigns))
    pages = list(live.filter(canonical=F("pk")).order_by("first_published_at"))
    numbers_for(pages, user)
    by_campaign: dict[int, list[Any]] = defaultdict(list)
    for page in pages:
        by_campaign[page.campaign_id].append(page)
    return {campaign.pk: CampaignReach(by_campaign[campaign.pk]) for campaign in campaigns}


def reach_of_campaign(campaign: Campaign, user: Any = None) -> CampaignReach:
    return reach_of_campaigns([campaign], user)[campaign.pk]


__all__ = [
    "CampaignReach",
    "Released",
    "annotated",
    "numbers_for",
    "reach_of_campaign",
    "reach_of_campaigns",
]
