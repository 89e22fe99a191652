"""A newcomer's way, and those who help along it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from blog.onboarding import assignment, journeys
from blog.onboarding import cohorts as cohort_numbers
from blog.onboarding.journeys import path_for
from blog.onboarding.models import Journey, PathStep
from social.analytics import house
from social.people.models import User
from social.people.requests import SignedInRequest
from social.people.rights import manages_community


class AnswerForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )


def _journey_or_404(request: SignedInRequest, pk: int, *, own: bool = False) -> Journey:
    """A journey that one walks, or helps with; others do not exist."""
    related = ("path", "person__department__head", "person__manager", "buddy")
    found = get_object_or_404(Journey.objects.select_related(*related), pk=pk)
    user = request.user
    if (own and found.person_id != user.pk) or not journeys.may_see(user, found):
        raise Http404
    return found


def _step_or_404(journey: Journey, key: Any) -> PathStep:
    return get_object_or_404(PathStep.objects.select_related("page"), path=journey.path_id, key=key)


def mine(request: SignedInRequest) -> HttpResponse:
    """One's own journeys and those of the newcomers that one helps."""
    user = request.user
    own = list(journeys.journeys_of(user))
    for found in own:
        if found.status == Journey.Status.WALKING:
            journeys.catch_up(found)
    helped = Journey.objects.walking().filter(buddy=user) | Journey.objects.walking().filter(
        person__manager=user
    )
    context = {
        "own": [journeys.state_of(found, path_for(found, user)) for found in own],
        "helped": [
            journeys.state_of(found, path_for(found, user))
            for found in helped.distinct().select_related("path", "person__department", "buddy")
        ],
    }
    return render(request, "blog/onboarding/mine.html", context)


def journey(request: SignedInRequest, pk: int) -> HttpResponse:
    found, user = _journey_or_404(request, pk), request.user
    if found.person_id == user.pk and found.status == Journey.Status.WALKING:
        journeys.catch_up(found)
        found.refresh_from_db(fields=["status", "ended_at"])
    context = {
        "state": journeys.state_of(found, path_for(found, user)),
        "is_mine": found.person_id == user.pk,
        "may_answer": found.person_id != user.pk,
        "may_change_buddy": manages_community(user) or user.pk == found.person.manager_id,
    }
    return render(request, "blog/onboarding/journey.html", context)


def _answer(request: SignedInRequest, found: Journey, key: Any) -> HttpResponse:
    if not request.htmx:
        return redirect("onboarding:journey", found.pk)
    state = journeys.state_of(found, path_for(found, request.user))
    item = next((s for s in state.steps if s.step.key == key), None)
    context = {"state": state, "item": item, "is_mine": True}
    return render(request, "blog/onboarding/step.html", context)


@require_POST
def tick(request: SignedInRequest, pk: int, key: Any) -> HttpResponse:
    found = _journey_or_404(request, pk, own=True)
    journeys.tick(found, _step_or_404(found, key), done=request.POST.get("done") != "no")
    return _answer(request, found, key)


@require_POST
def ask(request: SignedInRequest, pk: int, key: Any) -> HttpResponse:
    found = _journey_or_404(request, pk, own=True)
    words = request.POST.get("words", "").strip()[:500]
    if words:
        journeys.ask(found, _step_or_404(found, key), words)
        messages.success(request, _("Your question is on its way to people who can help."))
    return _answer(request, found, key)


def answer(request: SignedInRequest, pk: int, key: Any) -> HttpResponse:
    """One question of a newcomer, for those it went to; nothing else of the journey."""
    related = ("path", "person__department__head", "person__manager", "buddy")
    found = get_object_or_404(Journey.objects.select_related(*related), pk=pk)
    step, user = _step_or_404(found, key), request.user
    row = found.progress.filter(step_key=step.key).exclude(question="").first()
    if row is None or not journeys.may_answer(user, found, step):
        raise Http404
    form = AnswerForm(request.POST or None, initial={"words": row.answer})
    if request.method == "POST" and form.is_valid():
        journeys.answer(user, found, step, form.cleaned_data["words"])
        messages.success(request, _("%(name)s hears your answer.") % {"name": found.person})
        return redirect("onboarding:mine")
    context = {"journey": found, "step": step, "row": row, "form": form}
    return render(request, "blog/onboarding/answer.html", context)


@require_POST
def unclear(request: SignedInRequest, pk: int, key: Any) -> HttpResponse:
    found = _journey_or_404(request, pk, own=True)
    journeys.say_unclear(found, _step_or_404(found, key), request.POST.get("words", "")[:500])
    return _answer(request, found, key)


@require_POST
def buddy(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another buddy, chosen by the manager or a community manager."""
    found, user = _journey_or_404(request, pk), request.user
    if not manages_community(user) and user.pk != found.person.manager_id:
        raise PermissionDenied
    address = request.POST.get("email", "").strip()
    chosen = User.objects.active().filter(email__iexact=address).first()
    if chosen is None or chosen == found.person:
        messages.error(request, _("Give the address of a colleague who works here."))
    else:
        assignment.change_buddy(found, chosen)
        messages.success(request, _("%(name)s is the buddy now.") % {"name": chosen})
    return redirect("onboarding:journey", found.pk)


def cohorts(request: SignedInRequest) -> HttpResponse:
    """What was told of years of newcomers, and whose question waits for an answer."""
    if not manages_community(request.user):
        raise PermissionDenied
    context = {
        "cohorts": cohort_numbers.cohorts(),
        "steps": cohort_numbers.steps(),
        "questions": cohort_numbers.open_questions(),
        "is_off": house.is_off(),
    }
    return render(request, "blog/onboarding/cohorts.html", context)
