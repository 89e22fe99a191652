"""A report of language versions that fell behind; what reports about pages share."""

from typing import Any

import django_filters
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.models import Page
from wagtail.permissions import policy_registry

from blog.pages.canonical import canonical_id
from blog.pages.models import ContentPage
from ground.listings import ReportView


def editable_by(user: Any, model: Any) -> Any:
    """Pages of a type that this person may change: a report shows nobody anything else."""
    policy = policy_registry.get_by_type(Page)
    mine = policy.instances_user_has_permission_for(user, "change")
    return model.objects.filter(pk__in=mine.order_by().values("pk"))


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
