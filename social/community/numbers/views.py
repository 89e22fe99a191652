"""The manager's overview, the numbers and their export."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ground import spreadsheets
from social.analytics import told
from social.analytics.metrics import METRICS, metric_called
from social.community.access import for_managers
from social.community.models import Item, RoomSettings
from social.community.numbers import dashboard
from social.community.numbers.summary import firm_numbers, goals, stage
from social.community.queue.words import describe
from social.community.tasks import refresh as refresh_task
from social.people.requests import SignedInRequest

TOP = 6


def chosen_month(request: SignedInRequest, months: list[dt.date]) -> dt.date | None:
    """The month in the address, else the latest that has been counted."""
    text = request.GET.get("month", "")
    found = [month for month in months if f"{month:%Y-%m}" == text]
    return found[0] if found else months[-1] if months else None


@require_GET
@for_managers
def overview(request: SignedInRequest) -> HttpResponse:
    """Three goals in sentences, and what needs a hand."""
    months = dashboard.counted_months()
    month = chosen_month(request, months)
    now, then = firm_numbers(month) if month else ({}, {})
    waiting = Item.objects.visible_to(request.user).waiting()
    context = {
        "month": month,
        "months": months,
        "goals": goals(now, then),
        "items": describe(waiting.some_of_each(TOP)),
        "waiting": waiting.count(),
        "room": RoomSettings.load(),
        "stage": stage(now["C8.members"].value if "C8.members" in now else None),
    }
    return render(request, "social/community/overview.html", context)


@require_GET
@for_managers
def numbers(request: SignedInRequest) -> HttpResponse:
    """All metrics of a month by goal, each with its trend."""
    months = dashboard.counted_months()
    month = chosen_month(request, months)
    groups = dashboard.metrics_by_goal(month) if month else []
    context = {"month": month, "months": months, "groups": groups}
    return render(request, "social/community/numbers.html", context)


@require_GET
@for_managers
def metric(request: SignedInRequest, name: str) -> HttpResponse:
    """One metric: words, trend, departments, how it is counted."""
    found = metric_called(name)
    if found is None:
        raise Http404
    if name != found.name:  # the address that it had once
        address = reverse("community:metric", args=[found.name], query=request.GET)
        return redirect(address, permanent=True)
    months = dashboard.counted_months()
    month = chosen_month(request, months)
    evidence = dashboard.evidence_of(found, month) if month else None
    context = {"month": month, "months": months, "metric": found, "evidence": evidence}
    return render(request, "social/community/metric.html", context)


@require_GET
@for_managers
def organisation(request: SignedInRequest) -> HttpResponse:
    """The picture: departments, levels, and the ties between them."""
    months = dashboard.counted_months()
    month = chosen_month(request, months)
    picture = dashboard.picture_of(month) if month else None
    context = {
        "month": month,
        "months": months,
        "picture": picture,
        "position": months.index(month) if month else 0,
    }
    return render(request, "social/community/organisation.html", context)


@require_GET
@for_managers
def cohorts(request: SignedInRequest) -> HttpResponse:
    """Who still writes, by the month of their first contribution."""
    return render(request, "social/community/cohorts.html", {"heat": dashboard.cohort_heat()})


@require_GET
@for_managers
def projects(request: SignedInRequest) -> HttpResponse:
    """Decisions of projects and how far they came."""
    found, hidden = dashboard.paths(request.user)
    context = {"projects": found, "hidden": hidden}
    return render(request, "social/community/projects.html", context)


@require_POST
@for_managers
def start_refresh(request: SignedInRequest) -> HttpResponse:
    """Count what is due now."""
    RoomSettings.objects.update_or_create(pk=1, defaults={"refresh_progress": 0})
    refresh_task.enqueue()
    messages.success(request, _("Counting has begun. It goes on if you leave this page."))
    return redirect("community:overview")


@require_GET
@for_managers
def refresh_progress(request: SignedInRequest) -> HttpResponse:
    """How far the count is; polled while it runs."""
    return render(request, "social/community/progress.html", {"room": RoomSettings.load()})


COLUMNS = ("period", "metric", "part", "cell", "value", "low", "high", "n", "contributors")


def exported_rows() -> list[tuple[Any, ...]]:
    """Every shown cell, with departments by name; never nodes, never edges. Five queries."""
    names = dashboard.department_names()
    found = told.figures(METRICS) + told.figures(METRICS, part=told.COHORT)
    found.sort(key=lambda one: (one.period, one.metric, one.part, one.cell))
    rows = [tuple(getattr(one, name) for name in COLUMNS) for one in told.shown(found)]
    return [
        (f"{month:%Y-%m}", METRICS[code].name, part, names.get(cell, cell), *rest)
        for month, code, part, cell, *rest in rows
    ]


@require_GET
@for_managers
def export(request: SignedInRequest, form: str) -> HttpResponse:
    """The shown cells as CSV or as a spreadsheet."""
    rows = [COLUMNS, *exported_rows()]
    if form == "xlsx":
        content = spreadsheets.xlsx(rows, title=_("Community"))
        response = HttpResponse(content, content_type=spreadsheets.XLSX_TYPE)
    else:
        lines = spreadsheets.csv_lines(rows)
        response = HttpResponse(b"".join(lines), content_type=spreadsheets.CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="community.{form}"'
    return response
