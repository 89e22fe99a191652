"""The results page, the panel that answers while one types, and what they remember."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from search.page import log
from search.page.answer import answer
from search.page.request import from_query
from search.page.suggestions import popular_for, suggest
from search.page.syntax import LONGEST
from search.page.why import explain_address


def _is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of the page only."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


@require_GET
def results(request: HttpRequest) -> HttpResponse:
    """The results page; with htmx only what a changed filter changes."""
    asked = from_query(request.GET, request.user)
    page = request.GET.get("page", "1")
    number = int(page) if page.isdecimal() and len(page) < 6 else 1
    found = answer(asked, request.user, number)
    if number == 1 and not asked.has_filters and not asked.typed.is_empty:
        log.remember(asked, request.user, found.total)
        log.remember_recent(request.session, asked.typed.text)
    context: dict[str, Any] = {"answer": found, "asked": asked}
    if not found.is_asked:
        context |= {"recent": log.recent(request.session), "popular": popular_for(request.user)}
    part = "search/page/includes/answer.html"
    response = render(request, part if _is_part(request) else "search/page/results.html", context)
    response["Vary"] = "HX-Request"
    return response


@require_GET
def panel(request: HttpRequest) -> HttpResponse:
    """What fits what has been typed so far; before that, recent and popular searches."""
    text = request.GET.get("q", "").strip()[:100]
    context: dict[str, Any] = {"text": text, "groups": suggest(text, request.user)}
    if not text:
        context |= {"recent": log.recent(request.session), "popular": popular_for(request.user)}
    return render(request, "search/page/includes/panel.html", context)


@require_POST
def opened(request: HttpRequest) -> HttpResponse:
    """A hit of a query was opened: tells community managers which searches help nobody."""
    log.clicked(request.POST.get("q", "")[:LONGEST], request.user)
    return HttpResponse(status=204)


@require_POST
def forget_recent(request: HttpRequest) -> HttpResponse:
    """Forget this person's recent searches."""
    log.forget_recent(request.session)
    return redirect(reverse("search:results"))


@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """Why something is, or is not, among the results."""
    asked = from_query(request.GET, request.user)
    address = request.GET.get("address", "").strip()[:500]
    explained = explain_address(asked, request.user, address) if address else None
    # What was clicked narrows the search as much as the words do; the form carries it on.
    own = ("q", "address", "page")
    chosen = [(name, v) for name, vs in request.GET.lists() if name not in own for v in vs if v]
    context = {"asked": asked, "address": address, "explained": explained, "chosen": chosen}
    return render(request, "search/page/why.html", context)
