"""What readers and authors ask of community managers: report, appeal; and names to mention."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.models import Page

from social.comments import actions, names, rules
from social.comments.actions import Refused
from social.comments.forms import AppealForm, ReportForm
from social.comments.models import Comment
from social.comments.states import mark_states
from social.comments.views.reading import comment_or_404, version_to_read
from social.people.collation import sort_key
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404
from social.subjects.models import Topic

TOPICS_SUGGESTED = 8


@require_http_methods(["GET", "POST"])
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask a community manager to look at a comment."""
    comment = comment_or_404(request, pk)

    def deed(data: dict[str, Any]) -> None:
        actions.report(request.user, comment, data["reason"], data["note"])

    done = _("Thank you. A community manager will look at it.")
    return _ask(request, comment, ReportForm(request.POST or None), "report", deed, done)


@require_http_methods(["GET", "POST"])
def appeal(request: SignedInRequest, pk: int) -> HttpResponse:
    """The author of a hidden comment asks to look at it again."""
    mine = Comment.objects.on_visible_pages(request.user).filter(user=request.user.pk)
    comment = get_object_or_404(mine.filter(is_removed=True), pk=pk)
    if not comment.is_hidden:
        raise Http404
    mark_states([comment])
    if request.method != "POST" and comment.appealed:
        messages.info(request, _("You have asked for this once already."))
        return redirect(comment)

    def deed(data: dict[str, Any]) -> None:
        actions.appeal(request.user, comment, data["note"])

    done = _("A community manager will look at your comment again.")
    return _ask(request, comment, AppealForm(request.POST or None), "appeal", deed, done)


def _ask(
    request: SignedInRequest,
    comment: Comment,
    form: forms.Form,
    template: str,
    deed: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    page: Page = version_to_read(request, comment.page_id)
    if request.method == "POST" and form.is_valid():
        try:
            deed(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)  # type: ignore[arg-type]
        else:
            messages.success(request, done)
            return redirect(comment)
    context = {"form": form, "comment": comment, "page": page}
    status = 422 if form.errors else 200
    return render(request, f"social/comments/{template}.html", context, status=status)


@require_safe
def suggest(request: SignedInRequest, page_id: int) -> HttpResponse:
    """People and departments for `@`, topics for `#`, by what has been typed."""
    page = visible_page_or_404(request, page_id)
    query = request.GET.get("q", "").replace("\x00", "")[:80]
    if request.GET.get("kind") == "topic":
        return JsonResponse({"items": _topics(request, query)})
    found = names.matching(query)
    shared = {name.folded for name in found if len(names.directory()[name.folded]) > 1}
    people = Q(pk__in=[name.id for name in found if name.kind == "person"])
    blind = set(rules.who_does_not_see(page, people).values_list("pk", flat=True))
    items = [
        {
            "text": name.text,
            "detail": _detail(name, blind),
            "insert": f"@{name.text}#{name.id}" if name.folded in shared else f"@{name.text}",
        }
        for name in found
    ]
    return JsonResponse({"items": items})


def _detail(name: names.Name, blind: set[int]) -> str:
    if name.kind == "department":
        return _("department")
    return _("cannot see this page") if name.id in blind else name.detail


def _topics(request: SignedInRequest, query: str) -> list[dict[str, str]]:
    topics = Topic.objects.visible_to(request.user)
    spoken = Q(sort_key__startswith=sort_key(query.replace("-", " ")))
    folded = Q(slug__startswith=names.fold(query).replace(" ", "-"))
    return [
        {"text": topic.name, "detail": "", "insert": f"#{topic.slug}"}
        for topic in topics.filter(spoken | folded).order_by("sort_key")[:TOPICS_SUGGESTED]
    ]
