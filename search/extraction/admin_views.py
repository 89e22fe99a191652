"""The report of files that search does not know completely."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from search.extraction.models import FileText

PER_PAGE = 50
ACTIONS = ["add", "change", "delete"]


def may_see_report(user: object) -> bool:
    policy = policy_registry.get_by_type(get_document_model())
    return bool(policy.user_has_any_permission(user, ACTIONS))


@require_GET
def files(request: HttpRequest) -> HttpResponse:
    """Files of one's own care that were not read, or not to their end, and why."""
    if not may_see_report(request.user):
        raise PermissionDenied
    policy = policy_registry.get_by_type(get_document_model())
    documents = policy.instances_user_has_any_permission_for(request.user, ["change", "delete"])
    known_in_part = Q(state=FileText.State.FAILED) | ~Q(note="") | Q(empty_pages__gt=0)
    rows = FileText.objects.filter(known_in_part, document__in=documents.values("pk"))
    rows = rows.select_related("document").defer("text").order_by("-pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
    return render(request, "search/extraction/files.html", {"page": page})
