"""Views of Wagtail's admin: the report of queries, and a look into the index."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from wagtail.contrib.search_promotions.views import CreateView

from search.page import registry, report
from search.page.models import LONGEST_QUERY, SearchSettings
from search.page.request import from_query
from search.page.why import document_at, explain_address


@require_GET
@permission_required("search_page.view_asked", raise_exception=True)
def queries(request: HttpRequest) -> HttpResponse:
    """What people look for: most frequent, without results, without a click."""
    which = request.GET.get("show", report.FREQUENT)
    days = request.GET.get("days", "30")
    period = int(days) if days.isdecimal() and int(days) in report.PERIODS else 30
    rows = [(row, _deeds(row.text, request.user)) for row in report.rows(which, period)]
    context = {
        "rows": rows,
        "which": which,
        "days": period,
        "periods": report.PERIODS,
        "views": [
            (report.FREQUENT, _("Most frequent")),
            (report.NOTHING, _("Nothing found")),
            (report.UNOPENED, _("Nothing opened")),
        ],
        "house": SearchSettings.load(),
    }
    return render(request, "search/page/admin/queries.html", context)


def _deeds(text: str, user: Any) -> dict[str, str | None]:
    """Addresses of what can be done about a query."""
    synonym = None
    if user.has_perm("search_page.add_synonym"):
        add = reverse("wagtailsnippets_search_page_synonym:add")
        synonym = f"{add}?{urlencode({'words': text})}"
    promote = None
    if user.has_perm("wagtailsearchpromotions.add_searchpromotion"):
        promote = f"{reverse('search_recommend')}?{urlencode({'query': text})}"
    return {
        "search": f"{reverse('search:results')}?{urlencode({'q': text})}",
        "write": registry.writing_address(text, user),
        "synonym": synonym,
        "promote": promote,
    }


class RecommendView(CreateView):
    """Wagtail's form for a promoted page; `?query=` fills in what people searched for."""

    def get_initial(self) -> dict[str, Any]:
        return {"query_string": self.request.GET.get("query", "")[:LONGEST_QUERY]}


@require_GET
@permission_required("search_page.view_asked", raise_exception=True)
def indexed(request: HttpRequest) -> HttpResponse:
    """What the index holds of one object, and why a query finds it or not.

    Shows only objects that the person sees on the site, whatever their rights in the admin.
    """
    asked = from_query(request.GET, request.user)
    address = request.GET.get("address", "").strip()[:500]
    context = {
        "asked": asked,
        "address": address,
        "explained": explain_address(asked, request.user, address) if address else None,
        "document": document_at(request.user, address) if address else None,
    }
    return render(request, "search/page/admin/indexed.html", context)
