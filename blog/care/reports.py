"""A report of guides that need care."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from blog.care.links import broken_links
from blog.care.models import GuideFeedback, Review
from blog.care.reviews import cares_of
from blog.pages.canonical import canonical_id
from blog.pages.models import GuidePage
from blog.pages.reports import editable_by
from ground.listings import ReportView
from social.activity.models import Event, Verb

UNREAD_DAYS = 90


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
