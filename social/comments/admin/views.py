"""The queue, one comment at the desk, sanctions, and the rules of a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log, registry
from wagtail.models import ModelLogEntry, Page

from social.comments import actions
from social.comments.actions import Refused
from social.comments.admin.deeds import DEEDS, MoveForm, offered_for
from social.comments.admin.forms import PolicyForm
from social.comments.models import Comment, Concern, Policy, Sanction
from social.comments.rights import may_moderate
from social.people.requests import SignedInRequest
from social.subjects.pages import canonical_page_id

ON_A_PAGE = 25
View = Callable[..., HttpResponse]


def for_moderators(view: View) -> View:
    """Only community managers and administrators come in."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_moderate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_moderators
@require_safe
def queue(request: SignedInRequest) -> HttpResponse:
    """Comments with open concerns, the longest waiting first."""
    open_ones = Q(concerns__closed_at__isnull=True)
    kind = request.GET.get("kind", "")
    if kind in Concern.Kind.values:
        open_ones &= Q(concerns__kind=kind)
    seen = Comment.objects.on_visible_pages(request.user)
    comments = seen.filter(open_ones, concerns__isnull=False).with_author()
    comments = comments.select_related("page").annotate(
        waiting_since=Min("concerns__created_at", filter=open_ones),
        last_concern=Max("concerns__created_at", filter=open_ones),
        concern_count=Count("concerns", filter=open_ones, distinct=True),
    )
    ordered = comments.order_by("waiting_since", "pk").prefetch_related("concerns__raised_by")
    waiting = Concern.objects.open().filter(comment__in=seen)
    counts = waiting.values_list("kind").annotate(total=Count("pk")).order_by("kind")
    context = {
        "comments": Paginator(ordered, ON_A_PAGE).get_page(request.GET.get("p")),
        "kind": kind,
        "kinds": [(key, Concern.Kind(key).label, total) for key, total in counts],
    }
    return render(request, "social/comments/admin/queue.html", context)


@for_moderators
@require_safe
def comment(request: SignedInRequest, pk: int) -> HttpResponse:
    """Everything about one comment, and what can be done with it."""
    return _desk(request, _comment_or_404(request, pk))


def _comment_or_404(request: SignedInRequest, pk: int) -> Comment:
    """Moderators see no more pages than others; a conversation there is for those who do."""
    seen = Comment.objects.on_visible_pages(request.user)
    return get_object_or_404(seen.with_author().select_related("page"), pk=pk)


def _desk(
    request: SignedInRequest, found: Comment, failed: dict[str, Any] | None = None
) -> HttpResponse:
    deeds = [(deed, (failed or {}).get(deed.key, form)) for deed, form in offered_for(found)]
    entries = registry.get_logs_for_instance(found).select_related("user")[:50]
    context = {
        "comment": found,
        "deeds": deeds,
        "concerns": found.concerns.select_related("raised_by", "closed_by"),
        "versions": found.versions.order_by("-pk"),
        "entries": entries,
        "sanctions": found.user.sanctions.select_related("given_by") if found.user else [],
        "media": MoveForm().media,
        "parent": Comment.objects.filter(pk=found.parent_id).exclude(pk=found.pk).first(),
    }
    status = 422 if failed else 200
    return render(request, "social/comments/admin/comment.html", context, status=status)


@for_moderators
@require_POST
def do(request: SignedInRequest, pk: int, key: str) -> HttpResponse:
    """Do a deed, and say what happened."""
    found = _comment_or_404(request, pk)
    if key not in DEEDS:
        raise Http404
    deed = DEEDS[key]
    form = deed.form(request.POST, prefix=key)
    if form.is_valid():
        try:
            deed.do(request.user, found, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)  # type: ignore[arg-type]
        else:
            messages.success(request, _("Done: %(deed)s") % {"deed": deed.label})
            target = request.POST.get("next")
            return redirect(
                "comments_moderation:queue" if target == "queue" else request.path + "../../"
            )
    return _desk(request, found, {key: form})


@for_moderators
@require_POST
def undo_move(request: SignedInRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Put a moved branch back where a log entry says that it stood."""
    found = _comment_or_404(request, pk)
    entry = get_object_or_404(ModelLogEntry, pk=entry_pk, object_id=str(pk), action="comments.move")
    try:
        actions.move_back(request.user, found, entry.data["from"])
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("comments_moderation:comment", pk)


@for_moderators
@require_safe
def sanctions(request: SignedInRequest) -> HttpResponse:
    """Warnings and pauses, the newest first."""
    rows = Sanction.objects.select_related("person", "given_by", "lifted_by", "comment")
    context = {"sanctions": Paginator(rows, ON_A_PAGE).get_page(request.GET.get("p"))}
    return render(request, "social/comments/admin/sanctions.html", context)


@for_moderators
@require_POST
def lift(request: SignedInRequest, pk: int) -> HttpResponse:
    actions.lift(request.user, get_object_or_404(Sanction, pk=pk))
    messages.success(request, _("Lifted."))
    return redirect("comments_moderation:sanctions")


@require_http_methods(["GET", "POST"])
def policy(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Who may comment on a page and below it: for those who may publish it."""
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    page = get_object_or_404(Page, pk=canonical_page_id(page))
    rule = Policy.objects.filter(page=page).first() or Policy(page=page)
    form = PolicyForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        form.save()
        log(page.specific, "comments.rule", user=request.user, data={"mode": rule.mode})
        messages.success(request, _("The rule for comments is saved."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    return render(request, "social/comments/admin/policy.html", {"form": form, "page": page})
