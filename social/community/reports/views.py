"""State of the community: written from data, edited by the manager, read by the board."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from social.community.access import for_managers
from social.community.models import Report
from social.community.numbers import dashboard
from social.community.reports import text as reports
from social.community.reports.forms import ReportForm
from social.people.requests import SignedInRequest
from social.people.rights import manages_community


@require_GET
def listing(request: SignedInRequest) -> HttpResponse:
    """Reports that this person may read; nobody else gets the page."""
    user = request.user
    found = Report.objects.visible_to(user)
    if not found.exists() and not manages_community(user):
        raise PermissionDenied
    context = {
        "reports": found,
        "months": dashboard.counted_months(),
        "manages": manages_community(user),
    }
    return render(request, "social/community/reports.html", context)


@require_POST
@for_managers
def create(request: SignedInRequest) -> HttpResponse:
    """Write the first draft of a counted month in both languages, unless it is there."""
    try:
        period = dt.date.fromisoformat(f"{request.POST.get('month', '')}-01")
    except ValueError:
        raise Http404 from None
    if period not in dashboard.counted_months():
        raise Http404
    for language in reports.LANGUAGES:
        with translation.override(language):
            reports.draft(period, language)
    messages.success(request, _("The draft is written. Read it, add what you plan, publish it."))
    return redirect("community:reports")


def _report_or_404(request: SignedInRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user), pk=pk)


@require_GET
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report; references lead to the evidence for those who may see it."""
    found = _report_or_404(request, pk)
    manages = manages_community(request.user)
    context = {
        "report": found,
        "html": reports.as_html(found, links=manages),
        "evidence": reports.cited(found),
        "manages": manages,
    }
    return render(request, "social/community/report.html", context)


@require_http_methods(["GET", "POST"])
@for_managers
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the words."""
    found = _report_or_404(request, pk)
    form = ReportForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        changed = form.save(commit=False)
        changed.edited_by, changed.edited_at = request.user, timezone.now()
        changed.save()
        return redirect(changed)
    return render(request, "social/community/report_edit.html", {"form": form, "report": found})


@require_POST
@for_managers
def publish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let the board read it, or take it back."""
    found = _report_or_404(request, pk)
    if "withdraw" not in request.POST and reports.has_gap(found):
        messages.error(request, _("Write what you plan before the board reads it."))
        return redirect("community:edit-report", found.pk)
    found.published_at = None if "withdraw" in request.POST else timezone.now()
    found.save(update_fields=["published_at"])
    messages.success(request, _("Noted."))
    return redirect(found)


@require_GET
def pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """The report as PDF."""
    found = _report_or_404(request, pk)
    with translation.override(found.language):
        response = HttpResponse(reports.as_pdf(found), content_type="application/pdf")
    name = f"community-{found.period:%Y-%m}-{found.language}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
