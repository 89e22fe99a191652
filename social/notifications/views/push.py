"""Allowing browsers to show notifications, and taking it back."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from social.notifications.models import PushSubscription
from social.notifications.push import PushForm, keep_subscription
from social.people.requests import SignedInRequest


@require_POST
def subscribe(request: SignedInRequest) -> HttpResponse:
    """Keep the subscription that the browser made."""
    form = PushForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    browser = request.headers.get("User-Agent", "")
    keep_subscription(request.user, form.cleaned_data, browser)
    return HttpResponse(status=204)


@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    PushSubscription.objects.filter(person=request.user, pk=pk).delete()
    return redirect("notifications:preferences")


@cache_control(max_age=3600)
@require_GET
def worker(request: SignedInRequest) -> HttpResponse:
    """The script that shows pushed notifications."""
    return render(
        request,
        "social/notifications/push_worker.js",
        content_type="text/javascript; charset=utf-8",
    )
