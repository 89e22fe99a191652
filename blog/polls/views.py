"""Voting."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from blog.polls.models import Poll
from blog.polls.polling import CannotVote, may_see
from blog.polls.polling import vote as cast_vote
from social.people.requests import SignedInRequest
from social.people.views import safe_next


@require_POST
def vote(request: SignedInRequest, pk: int) -> HttpResponse:
    user = request.user
    poll = get_object_or_404(Poll, pk=pk)
    if not may_see(user, poll):
        raise Http404
    chosen = [int(pk[:12]) for pk in request.POST.getlist("option") if pk.isdecimal()]
    error = ""
    try:
        cast_vote(user, poll, chosen)
    except CannotVote:
        error = _("This vote could not be counted. Choose an answer while the poll is open.")
    if request.htmx:
        return render(request, "blog/polls/includes/poll.html", {"poll": poll, "error": error})
    if error:
        messages.error(request, error)
    return redirect(safe_next(request) + f"#poll-{poll.pk}")
