"""Asking a question."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from blog.questions.asking import ask, section_for
from blog.questions.forms import QuestionForm
from search.page import engines, hits
from search.page.request import from_query
from social.comments.rules import Refused
from social.people.models import User
from social.people.requests import SignedInRequest

SIMILAR = 4


@require_http_methods(["GET", "POST"])
def ask_question(request: SignedInRequest) -> HttpResponse:
    """The form; `?title=` and `?board=1` fill it in beforehand."""
    person = request.user
    section = section_for(person)
    if section is None:
        raise Http404
    initial = {
        "title": request.GET.get("title", "")[:255],
        "to_leadership": request.GET.get("board") == "1",
    }
    form = QuestionForm(request.POST or None, initial=initial, person=person)
    if request.method == "POST" and form.is_valid():
        try:
            page = ask(person, section, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            if page.live:
                return redirect(page.get_url(request))
            messages.info(request, _("Thank you. An editor reads your question first."))
            return redirect(section.get_url(request))
    context = {"form": form, "section": section, "similar": _similar(str(initial["title"]), person)}
    status = 422 if form.errors else 200
    return render(request, "blog/questions/ask.html", context, status=status)


@require_safe
def similar(request: SignedInRequest) -> HttpResponse:
    """What exists already that may answer the question, while its title is typed."""
    found = _similar(request.GET.get("title", "")[:255], request.user)
    return render(request, "blog/questions/includes/similar.html", {"similar": found})


def _similar(title: str, person: User) -> list:
    if len(title.split()) < 2:
        return []
    wanted = from_query({"q": title}, person)
    found = engines.current().find(wanted, person, first=0, count=SIMILAR)
    return hits.load(found.page, person)
