"""Confirming that one has read a page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.reading.must_read import acknowledge as confirm
from social.people.requests import SignedInRequest
from social.people.views import safe_next
from social.subjects.access import visible_page_or_404


@require_POST
def acknowledge(request: SignedInRequest, pk: int) -> HttpResponse:
    """“I have read it”: written down with version and time."""
    page = visible_page_or_404(request, pk)
    confirm(request.user, page)
    if request.htmx:
        context = {"on_page": request.POST.get("place") == "page"}
        return render(request, "blog/reading/includes/confirmed.html", context)
    messages.success(request, _("Noted. Thank you."))
    return redirect(safe_next(request, page.get_url(request) or "/"))
