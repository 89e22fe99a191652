"""Views that stand before Wagtail's own, at the same addresses, and know what is closed."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from wagtail.admin.views import tags
from wagtail.admin.views.reports.locked_pages import LockedPagesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.models import Page

from blog.closed.access import workable
from blog.closed.topics import topics_of_pages
from social.subjects.models import Topic


def complete_tag(request: HttpRequest, app_name: str, model_name: str) -> HttpResponse:
    """Completion of topics offers those of pages that exist for this person; the rest is Wagtail's."""
    if (app_name, model_name) != (Topic._meta.app_label, Topic._meta.model_name):
        return tags.autocomplete(request, app_name, model_name)
    term = request.GET.get("term", "")
    topics = topics_of_pages(request.user).filter(name__istartswith=term)
    names = topics.order_by("name").values_list("name", flat=True)
    return JsonResponse(list(names[: tags.TAGS_AUTOCOMPLETE_LIMIT]) if term else [], safe=False)


class WorkableLockedPagesView(LockedPagesView):
    """One's own locks, too, only on pages that one may work on."""

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(workable(self.request.user))


class WorkablePageTypesView(PageTypesUsageReportView):
    """Counts and last edits of pages that this person may work on."""

    def get_queryset(self) -> Any:
        types = super().get_queryset()
        chosen = self.filters.form.cleaned_data
        conditions = {}
        if language := chosen.get("page_locale"):
            conditions["locale__language_code"] = language
        if site := chosen.get("site"):
            conditions["path__startswith"] = site
        mine = Page.objects.filter(workable(self.request.user), **conditions).order_by()
        by_type = mine.filter(content_type=OuterRef("pk"))
        edited = by_type.order_by(
            F("latest_revision_created_at").desc(nulls_last=True), "title", "-pk"
        )
        counted = by_type.values("content_type").annotate(number=Count("pk")).values("number")
        return (
            ContentType.objects.filter(pk__in=types.order_by().values("pk"))
            .annotate(
                count=Coalesce(Subquery(counted), 0),
                last_edited_page_id=Subquery(edited.values("pk")[:1]),
            )
            .order_by("-count", "app_label", "model")
        )
