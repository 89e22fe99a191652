"""Reports that compare pages: reach of pages and campaigns, and the care of guides."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, ReferenceIndex

from blog.canonical import canonical_id
from blog.care import care_of
from blog.models import Campaign, ContentPage, GuideFeedback, GuidePage, Review
from blog.reach import annotated, numbers_for
from social.activity.models import Event, Verb

UNREAD_DAYS = 90


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

    page_title = gettext_lazy("Reach of pages and campaigns")
    header_icon = "view"
    index_url_name = "blog_reach_report"
    index_results_url_name = "blog_reach_report_results"
    model = ContentPage
    filterset_class = ReachFilterSet
    any_permission_required = ["add", "change", "publish"]
    list_export = [
        *("title", "campaign", "first_published_at", "readers", "comments", "reactions"),
        "confirmations",
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "campaign": gettext_lazy("Campaign"),
        "first_published_at": gettext_lazy("Published"),
        "readers": gettext_lazy("Readers"),
        "comments": gettext_lazy("Comments"),
        "reactions": gettext_lazy("Reactions"),
        "confirmations": gettext_lazy("Confirmations"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), url_name="wagtailadmin_pages:edit"),
            Column("campaign", label=_("Campaign")),
            DateColumn("first_published_at", label=_("Published")),
            Column("readers", label=_("Readers")),
            Column("comments", label=_("Comments")),
            Column("reactions", label=_("Reactions")),
            Column("confirmations", label=_("Confirmations")),
        ]

    def get_base_queryset(self) -> Any:
        """Each content once: the language version that existed first."""
        pages = annotated(ContentPage.objects.live()).filter(canonical=F("pk"))
        return pages.select_related("campaign").order_by("-first_published_at")

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        pages = list(object_list)
        numbers_for(pages)
        return pages


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
        ownerless = [page.pk for page in queryset if care_of(page).responsible is None]
        return queryset.filter(pk__in=ownerless)


def broken_links() -> dict[int, int]:
    """Page id → how many of its links lead to a page that is gone or not published."""
    page_type = ReferenceIndex._get_base_content_type(Page)
    live = {str(pk) for pk in Page.objects.live().values_list("pk", flat=True)}
    rows = ReferenceIndex.objects.filter(base_content_type=page_type, to_content_type=page_type)
    found: dict[int, int] = {}
    for source, target in rows.values_list("object_id", "to_object_id"):
        if target not in live:
            found[int(source)] = found.get(int(source), 0) + 1
    return found


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
        "is_said_outdated",
    ]
    export_headings = {
        "title": gettext_lazy("Title"),
        "responsible": gettext_lazy("Looked after by"),
        "reviewed_on": gettext_lazy("Reviewed on"),
        "next_on": gettext_lazy("Next review"),
        "last_read": gettext_lazy("Last read"),
        "broken": gettext_lazy("Broken links"),
        "is_said_outdated": gettext_lazy("Readers say: out of date"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Title"), url_name="wagtailadmin_pages:edit"),
            Column("responsible", label=_("Looked after by")),
            Column("next_on", label=_("Next review")),
            Column("last_read", label=_("Last read")),
            Column("broken", label=_("Broken links")),
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
        guides = GuidePage.objects.live().annotate(canonical=canonical_id())
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
        for page in pages:
            page.responsible = care_of(page).responsible
            page.broken = broken.get(page.pk, 0)
        return pages


class TranslationReportView(ReportView):
    """Language versions that have fallen behind, and pages that lack one."""

    page_title = gettext_lazy("Translations")
    header_icon = "globe"
    index_url_name = "blog_translation_report"
    index_results_url_name = "blog_translation_report_results"
    model = ContentPage
    any_permission_required = ["add", "change", "publish"]
    list_export = ["title", "locale", "how", "last_published_at"]

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
        pages = ContentPage.objects.live().annotate(canonical=canonical_id())
        return (
            pages.annotate(
                has_other=Exists(others),
                source_changed=Subquery(source.values("last_published_at")[:1]),
                matched_at=F("translation_state__matched_at"),
            )
            .filter(
                Q(has_other=False)
                | (~Q(canonical=F("pk")) & Q(matched_at__lt=F("source_changed")))
                | (~Q(canonical=F("pk")) & Q(matched_at=None))
            )
            .select_related("locale")
            .order_by("-last_published_at")
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
    ("reach", ReachReportView, gettext_lazy("Reach"), "view"),
    ("care", CareReportView, gettext_lazy("Care of guides"), "history"),
    ("translation", TranslationReportView, gettext_lazy("Translations"), "globe"),
]
MENU_URLS = {name: reverse_lazy(f"blog_{name}_report") for name, *_rest in REPORTS}
