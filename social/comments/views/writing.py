"""Writing: comments, answers, edits, deletions; each with and without htmx."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.models import Page

from social.comments import actions, rules
from social.comments.actions import Refused
from social.comments.conversation import name_parents
from social.comments.forms import CommentForm
from social.comments.markdown import render as render_markdown
from social.comments.models import Comment, Conversation
from social.comments.views.reading import comment_or_404, version_to_read
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404
from social.subjects.pages import canonical_page_id

MOST_FILES = 10


@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Post a comment; GET shows the form alone, to answer without JavaScript (`?parent=`).

    With `preview` the form comes back with how the text will look, and nothing is posted.
    """
    page = visible_page_or_404(request, page_id)
    user = request.user
    page_id = canonical_page_id(page)
    if request.method != "POST":
        form = CommentForm(initial=_initial(request), author=user, page_id=page_id)
        try:
            _check_may_be_answered(request, form)
        except Refused as refused_now:
            return refused(request, page, refused_now)
        return _form(request, page, form)
    data, refusal = _with_files(request, page)
    form = CommentForm(data, author=user, page_id=page_id)
    if refusal is not None:
        form.add_error(None, str(refusal.message))
    elif "preview" not in data and form.is_valid():
        try:
            comment = _post(request, page, form.cleaned_data)
        except Refused as refused_now:
            form.add_error(None, str(refused_now.message))
        else:
            return _posted(request, page, comment)
    return _form(request, page, form)


def _with_files(request: SignedInRequest, page: Page) -> tuple[QueryDict, Refused | None]:
    """What was sent, its files kept and named in it, so that a refused text keeps them too."""
    data, user = request.POST.copy(), request.user
    keys = data.get("attachments", "").split()
    refusal = None
    for file in request.FILES.getlist("files")[:MOST_FILES]:
        try:
            keys.append(str(actions.upload(user, page, file).key))
        except Refused as refused_now:
            refusal = refused_now
    data["attachments"] = " ".join(keys)
    return data, refusal


def _initial(request: SignedInRequest) -> dict[str, Any]:
    """What the address asks for: `parent`, `text`, and `quote` to begin with the parent's words."""
    initial = {name: request.GET[name] for name in ("parent", "text") if request.GET.get(name)}
    parent = initial.get("parent", "")
    if request.GET.get("quote") and parent.isdecimal():
        visible = Comment.objects.visible_to(request.user)
        quoted = visible.filter(pk=int(parent[:9])).first()
        initial["text"] = quoted.quotation if quoted else ""
    return initial


def _post(request: SignedInRequest, page: Page, data: dict[str, Any]) -> Comment:
    return actions.post_comment(
        request.user,
        page,
        data["text"],
        parent=data["parent"],
        is_question=data["is_question"],
        attachments=data["attachments"],
        token=data["token"],
        follows={"0": False, "1": True}.get(request.POST.get("followup", "")),
    )


def _posted(request: SignedInRequest, page: Page, comment: Comment) -> HttpResponse:
    outsiders = rules.outsiders_of(comment)
    if not request.htmx:
        if outsiders:
            told = {"outsiders": outsiders}
            messages.warning(request, render_to_string("social/comments/outsiders.txt", told))
        return redirect(comment)
    comment.is_new = False
    name_parents([comment])
    context: dict[str, Any] = {
        "comment": comment,
        "page": page,
        "says": _("Your comment is posted."),
        "outsiders": outsiders,
        "parent": None if comment.is_root else _answered(request, comment),
        "conversation": Conversation.objects.get(page_id=comment.page_id),
        "form": CommentForm(author=request.user, page_id=comment.page_id),
    }
    return render(request, "social/comments/posted.html", context)


def _answered(request: SignedInRequest, comment: Comment) -> Comment:
    """The comment whose answer form was sent; a deep answer stands beside it, not below."""
    asked = request.POST.get("parent", "")
    pk = int(asked[:9]) if asked.isdecimal() else comment.parent_id
    return Comment.objects.get(pk=pk)


def _parent(request: SignedInRequest, form: CommentForm) -> Comment | None:
    """The comment that is to be answered, if the person sees it on this page."""
    pk = str(form.initial.get("parent") or form.data.get("parent") or "")
    if not pk.isdecimal() or len(pk) > 9:
        return None
    visible = Comment.objects.visible_to(request.user).with_author()
    return visible.filter(pk=int(pk), page_id=form.page_id).first()


def _check_may_be_answered(request: SignedInRequest, form: CommentForm) -> None:
    """No form for an answer that would be refused anyway. Raises Refused."""
    parent = _parent(request, form)
    if parent is not None:
        rules.check_thread_is_open(parent)


def _form(request: SignedInRequest, page: Page, form: CommentForm) -> HttpResponse:
    """The form with what was typed; 422 tells htmx's extension and others that it failed."""
    context: dict[str, Any] = {"form": form, "page": page, "openness": rules.openness(page)}
    if parent := _parent(request, form):
        context["parent"] = parent
    if "preview" in form.data:
        context |= _previewed(request, page)
    template = "composer" if request.htmx else "write"
    status = 422 if form.errors else 200
    return render(request, f"social/comments/{template}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change one's own comment."""
    comment = comment_or_404(request, pk)
    user = request.user
    page = version_to_read(request, comment.page_id)
    data = request.POST if request.method == "POST" else None
    form = CommentForm(
        data, initial={"text": comment.comment}, author=user, page_id=comment.page_id
    )
    only_preview = "preview" in request.POST
    if request.method == "POST" and not only_preview and form.is_valid():
        try:
            comment = actions.edit_comment(user, comment, form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
        else:
            return comment_response(request, comment, page, _("Your change is saved."))
    context = {"form": form, "comment": comment, "page": page}
    if only_preview:
        context |= _previewed(request, page)
    template = "edit_form" if request.htmx else "edit"
    status = 422 if form.errors else 200
    return render(request, f"social/comments/{template}.html", context, status=status)


@require_http_methods(["GET", "POST"])
def delete(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take back one's own comment, after a question whether it is meant."""
    comment = comment_or_404(request, pk)
    page = version_to_read(request, comment.page_id)
    if request.method == "POST":
        try:
            comment = actions.delete_comment(request.user, comment)
        except Refused as refusal:
            return refused(request, page, refusal)
        return comment_response(request, comment, page)
    context = {"comment": comment, "page": page}
    return render(request, "social/comments/delete.html", context)


@require_POST
def preview(request: SignedInRequest, page_id: int) -> HttpResponse:
    """How a text will look, and who of those named in it cannot see the page."""
    page = visible_page_or_404(request, page_id)
    return render(request, "social/comments/preview.html", _previewed(request, page))


def _previewed(request: SignedInRequest, page: Page) -> dict[str, Any]:
    rendered = render_markdown(
        request.POST.get("text", "")[: settings.RYNEK_COMMENT_LENGTH], request.user
    )
    return {"html": rendered.html, "outsiders": rules.outsiders(rendered, page)}


@require_safe
def one(request: SignedInRequest, pk: int) -> HttpResponse:
    """One comment as it stands, to take back an edit."""
    comment = comment_or_404(request, pk)
    return comment_response(request, comment, version_to_read(request, comment.page_id))


def comment_response(
    request: SignedInRequest, comment: Comment, page: Page, says: str = ""
) -> HttpResponse:
    """The comment without its answers for htmx, to be announced; else the page at its place."""
    if not request.htmx:
        return redirect(comment)
    comment = Comment.objects.with_author().select_related("page").get(pk=comment.pk)
    name_parents([comment])
    context = {"comment": comment, "page": page, "says": says}
    return render(request, "social/comments/comment_main.html", context)


def refused(request: SignedInRequest, page: Page, refusal: Refused) -> HttpResponse:
    """Why something was not done, in words."""
    context = {"message": refusal.message, "page": page}
    template = "refusal" if request.htmx else "refused"
    return render(request, f"social/comments/{template}.html", context, status=422)
