"""Reports that compare pages: reach of pages and campaigns, and the care of guides."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from blog.canonical import canonical_id
from blog.care import cares_of
from blog.comparing import annotated, numbers_for, reach_of_campaigns
from blog.links import broken_links
from blog.models import Campaign, ContentPage, GuideFeedback, GuidePage, Review
from ground.listings import ReportView
from social.activity.models import Event, Verb

UNREAD_DAYS = 90


def editable_by(user: Any, model: Any) -> Any:
    """Pages of a type that this person may change: a report shows nobody anything else."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(user, "change")
    return model.objects.filter(pk__in=mine.order_by().values("pk"))


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
            TitleColumn("name", label=_("Campaign"), url_name="wagtailsnippets_blog_campaign:edit"),
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


class CareFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("What is wrong"),
        choices=[
            ("overdue", gettext_lazy("review overdue")),
            ("ownerless", gettext_lazy("nobody looks after it")),
            ("unread", gettext_lazy("unread for 90 days")),
            ("broken", gettext_lazy("broken links")),
            ("outdated", gettext_lazy("readers say: out of date")),
        ],
        method="filter_state",
    )

    class Meta:
        model = GuidePage
        fields = ["state"]

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        if value == "overdue":
            return queryset.filter(next_on__lt=timezone.localdate())
        if value == "unread":
            return queryset.filter(is_read=False)
        if value == "outdated":
            return queryset.filter(is_said_outdated=True)
        if value == "broken":
            return queryset.filter(pk__in=broken_links())
        cares = cares_of(list(queryset))
        ownerless = [pk for pk, care in cares.items() if care.responsible is None]
        return queryset.filter(pk__in=ownerless)


class CareReportView(ReportView):
    """Guides that are stale, ownerless or unread, or whose links are broken."""

    page_title = gettext_lazy("Care of guides")
    header_icon = "history"
    index_url_name = "blog_care_report"
    index_results_url_name = "blog_care_report_results"
    model = GuidePage
    filterset_class = CareFilterSet
    any_permission_required = ["add", "change", "publish"]
    list_export = [
        *("title", "responsible", "reviewed_on", "next_on", "last_read", "broken"),
        "said",
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "responsible": pgettext_lazy("column", "Looked after by"),
        "reviewed_on": gettext_lazy("Reviewed on"),
        "next_on": gettext_lazy("Next review"),
        "last_read": gettext_lazy("Last read"),
        "broken": gettext_lazy("Broken links"),
        "said": gettext_lazy("Readers say"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), url_name="wagtailadmin_pages:edit"),
            Column("responsible", label=pgettext_lazy("column", "Looked after by")),
            Column("next_on", label=_("Next review")),
            Column("last_read", label=_("Last read")),
            Column("broken", label=_("Broken links")),
            Column("said", label=_("Readers say")),
        ]

    def get_base_queryset(self) -> Any:
        reviews = Review.objects.filter(page_id=OuterRef("canonical"))
        views = Event.objects.filter(page_id=OuterRef("canonical"), verb=Verb.VIEWED)
        lately = timezone.now() - timedelta(days=UNREAD_DAYS)
        outdated = GuideFeedback.objects.filter(
            Q(verdict=GuideFeedback.Verdict.OUTDATED),
            page_id=OuterRef("canonical"),
            resolved_at=None,
        )
        guides = editable_by(self.request.user, GuidePage).live()
        guides = guides.annotate(canonical=canonical_id())
        return (
            guides.filter(canonical=F("pk"))
            .annotate(
                next_on=Subquery(reviews.values("next_on")[:1]),
                reviewed_on=Subquery(reviews.values("reviewed_on")[:1]),
                last_read=Subquery(views.order_by("-day").values("day")[:1]),
                is_read=Exists(views.filter(created_at__gte=lately)),
                is_said_outdated=Exists(outdated),
            )
            .order_by(F("next_on").asc(nulls_last=True), "title")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        pages, broken = list(object_list), broken_links()
        cares = cares_of(pages)
        for page in pages:
            page.responsible = cares[page.pk].responsible or ""
            page.broken = broken.get(page.pk, 0)
            page.said = _("out of date") if page.is_said_outdated else ""
        return pages


class TranslationFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[
            ("behind", gettext_lazy("fallen behind the other language")),
            ("single", gettext_lazy("only in this language")),
        ],
        method="filter_state",
    )

    class Meta:
        model = ContentPage
        fields = ["state"]

    def filter_state(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(has_other=value == "behind")


class TranslationReportView(ReportView):
    """Language versions that have fallen behind, and pages that lack one."""

    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    index_url_name = "blog_translation_report"
    index_results_url_name = "blog_translation_report_results"
    model = ContentPage
    filterset_class = TranslationFilterSet
    any_permission_required = ["add", "change", "publish"]
    list_export = ["title", "locale", "how", "last_published_at"]
    export_headings = {"how": gettext_lazy("State")}

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), url_name="wagtailadmin_pages:edit"),
            Column("locale", label=_("Language")),
            Column("how", label=_("State")),
            DateColumn("last_published_at", label=_("Published")),
        ]

    def get_base_queryset(self) -> Any:
        versions = Page.objects.filter(translation_key=OuterRef("translation_key"), live=True)
        others = versions.exclude(pk=OuterRef("pk"))
        source = versions.filter(pk=OuterRef("canonical"))
        pages = editable_by(self.request.user, ContentPage).live()
        pages = pages.annotate(canonical=canonical_id())
        return (
            pages.annotate(
                has_other=Exists(others),
                source_changed=Subquery(source.values("last_published_at")[:1]),
                matched_at=Coalesce("translation_state__matched_at", "first_published_at"),
            )
            .filter(
                Q(has_other=False) | (~Q(canonical=F("pk")) & Q(matched_at__lt=F("source_changed")))
            )
            .select_related("locale")
            .order_by("-has_other", "-last_published_at")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        pages = list(object_list)
        for page in pages:
            page.how = (
                _("fallen behind the other language")
                if page.has_other
                else _("only in this language")
            )
        return pages


REPORTS: list[tuple[str, Any, Any, str]] = [
    ("reach", ReachReportView, gettext_lazy("Reach of pages"), "view"),
    ("campaign", CampaignReportView, gettext_lazy("Reach of campaigns"), "crosshairs"),
    ("care", CareReportView, gettext_lazy("Care of guides"), "history"),
    ("translation", TranslationReportView, gettext_lazy("Translations"), "globe"),
]
MENU_URLS = {name: reverse_lazy(f"blog_{name}_report") for name, *_rest in REPORTS}
