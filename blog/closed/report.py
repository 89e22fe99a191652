"""The audit log of what administrators opened that is closed, for administrators."""

from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn

from blog.closed.access import works_on_all
from blog.closed.models import ClosedVisit
from ground.listings import ReportView


class VisitFilterSet(WagtailFilterSet):
    title = django_filters.CharFilter(label=gettext_lazy("Page"), lookup_expr="icontains")
    person = django_filters.CharFilter(
        label=gettext_lazy("Person"), field_name="person__sort_key", lookup_expr="icontains"
    )
    at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("When"), widget=DateRangePickerWidget
    )

    class Meta:
        model = ClosedVisit
        fields = ["title", "person", "at"]


class ClosedVisitsView(ReportView):
    """Who opened which closed page without being one of its people, and how."""

    page_title = gettext_lazy("Closed pages opened")
    header_icon = "lock"
    index_url_name = "closed_visits"
    index_results_url_name = "closed_visits_results"
    model = ClosedVisit
    explanation = gettext_lazy(
        "Who opened in the administration what is closed to them as a colleague. The same page "
        "opened in the same way within ten minutes is one line."
    )
    filterset_class = VisitFilterSet
    nothing_at_all = gettext_lazy("nobody opened a page that is closed to them.")
    list_export = ["at", "person", "title", "page_id", "deed_in_words", "deed"]
    export_headings = {
        "at": gettext_lazy("When"),
        "person": gettext_lazy("Person"),
        "title": gettext_lazy("Page"),
        "page_id": gettext_lazy("Page's number"),
        "deed_in_words": gettext_lazy("Opened"),
        "deed": gettext_lazy("Name of the view"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            DateColumn("at", label=_("When")),
            Column("person", label=_("Person")),
            Column("title", label=_("Page")),
            Column("deed_in_words", label=_("Opened")),
        ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not works_on_all(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> Any:
        return ClosedVisit.objects.select_related("person")
