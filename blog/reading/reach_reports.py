"""Reports that compare the reach of pages and of campaigns."""

from typing import Any

import django_filters
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from blog.pages.models import Campaign, ContentPage
from blog.pages.reports import editable_by
from blog.reading.comparing import annotated, numbers_for, reach_of_campaigns
from ground.listings import ReportView

NUMBERS = {
    "readers": gettext_lazy("Readers"),
    "comments": gettext_lazy("Comments"),
    "reactions": gettext_lazy("Reactions"),
    "confirmations": gettext_lazy("Confirmations"),
}


def _columns_of_numbers() -> list[Column]:
    return [Column(name, label=heading) for name, heading in NUMBERS.items()]


class ReachFilterSet(WagtailFilterSet):
    campaign = django_filters.ModelChoiceFilter(
        queryset=lambda request: Campaign.objects.all(), label=gettext_lazy("Campaign")
    )
    published = django_filters.DateFromToRangeFilter(
        field_name="first_published_at", label=gettext_lazy("Published")
    )

    class Meta:
        model = ContentPage
        fields = ["campaign"]


class ReachReportView(ReportView):
    """Pages beside each other: readers, comments, reactions, confirmations."""

    page_title = gettext_lazy("Reach of pages")
    header_icon = "view"
    index_url_name = "blog_reach_report"
    index_results_url_name = "blog_reach_report_results"
    model = ContentPage
    explanation = gettext_lazy(
        "Shares of those addressed who have read it, in steps of five percent, told after the first "
        "week and after 30 days. A dash: not told yet, too few people, or people chosen by name."
    )
    filterset_class = ReachFilterSet
    any_permission_required = ["add", "change", "publish"]
    list_export = ["title", "campaign", "first_published_at", *NUMBERS]
    export_headings = {
        "title": gettext_lazy("Title"),
        "campaign": gettext_lazy("Campaign"),
        "first_published_at": gettext_lazy("Published"),
        **NUMBERS,
    }

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), url_name="wagtailadmin_pages:edit"),
            Column("campaign", label=_("Campaign")),
            DateColumn("first_published_at", label=_("Published")),
            *_columns_of_numbers(),
        ]

    def get_base_queryset(self) -> Any:
        """Each content once: the language version that existed first."""
        mine = editable_by(self.request.user, ContentPage)
        pages = annotated(mine.live()).filter(canonical=F("pk"))
        return pages.select_related("campaign").order_by("-first_published_at")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        pages = list(object_list)
        numbers_for(pages, self.request.user)
        return pages


class CampaignReportView(ReportView):
    """Campaigns beside each other, each with all its pages taken together."""

    page_title = gettext_lazy("Reach of campaigns")
    header_icon = "crosshairs"
    index_url_name = "blog_campaign_report"
    index_results_url_name = "blog_campaign_report_results"
    model = Campaign
    explanation = gettext_lazy(
        "The average share of those addressed who have read a page of the campaign. A dash: no page "
        "has been told of yet."
    )
    any_permission_required = ["add", "change", "view"]
    list_export = ["name", "starts_on", "ends_on", "pages_live", *NUMBERS]
    export_headings = {
        "pages_live": gettext_lazy("Pages"),
        **NUMBERS,
    }

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "name", label=_("Campaign"), url_name="wagtailsnippets_pages_campaign:edit"
            ),
            Column("starts_on", label=_("start")),
            Column("ends_on", label=_("end")),
            Column("pages_live", label=_("Pages")),
            *_columns_of_numbers(),
        ]

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        campaigns = list(object_list)
        reached = reach_of_campaigns(campaigns, self.request.user)
        for campaign in campaigns:
            reach = reached[campaign.pk]
            campaign.pages_live = len(reach.pages)
            for name in self.list_export[4:]:
                setattr(campaign, name, getattr(reach, name))
        return campaigns
