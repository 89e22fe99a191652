"""Reading: screens of threads, more answers, permanent links, history."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page

from social.comments import actions, rules
from social.comments.conversation import more_answers, name_parents, screen, shown_to, talk_on
from social.comments.models import Comment, Conversation
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404, visible_pages


def version_to_read(request: SignedInRequest, page_id: int) -> Page:
    """The language version of a page that this person reads; Http404 when there is none."""
    versions = visible_pages(request.user).filter(
        translation_key__in=Page.objects.filter(pk=page_id).values("translation_key")
    )
    pages = list(versions.select_related("locale").order_by("pk"))
    if not pages:
        raise Http404
    language = getattr(request, "LANGUAGE_CODE", "")
    here: Page = next((p for p in pages if p.locale.language_code == language), pages[0])
    return here.specific


def comment_or_404(request: SignedInRequest, pk: int) -> Comment:
    """The comment, if this person may read it; it comes with its author and page."""
    comments = Comment.objects.visible_to(request.user)
    return get_object_or_404(comments.with_author().select_related("page"), pk=pk)


@require_safe
def permalink(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the comment's place in the conversation, in the language that the reader reads."""
    traces = Comment.objects.on_visible_pages(request.user)
    comment = get_object_or_404(traces, pk=pk)
    page = version_to_read(request, comment.page_id)
    query = urlencode({"comment": comment.pk})
    return redirect(f"{page.get_url(request)}?{query}#{comment.anchor}")


@require_safe
def threads(request: SignedInRequest, page_id: int) -> HttpResponse:
    """The next screen of a conversation, as a fragment; without htmx, the page itself."""
    page = visible_page_or_404(request, page_id)
    if not request.htmx:
        return redirect(f"{page.get_url(request)}?{request.GET.urlencode()}#comments")
    talk = talk_on(page, request.user, request.GET)
    template = "threads" if request.GET.get("after") else "conversation"
    return render(request, f"social/comments/{template}.html", screen(talk))


@require_safe
def answers(request: SignedInRequest, pk: int) -> HttpResponse:
    """More answers of a thread: a fragment, or a page of its own without JavaScript."""
    roots = Comment.objects.on_visible_pages(request.user).roots().with_author()
    root = get_object_or_404(shown_to(roots, request.user), pk=pk)
    page = version_to_read(request, root.page_id)
    if not rules.openness(page).is_shown:
        raise Http404
    thread = more_answers(root, request.user, request.GET)
    context = {"thread": thread, "page": page}
    if request.htmx:
        return render(request, "social/comments/answers.html", context)
    return render(request, "social/comments/thread_page.html", context)


@require_safe
def menu(request: SignedInRequest, pk: int) -> HttpResponse:
    """What this person can do with a comment: what opens beside it, or a page of its own."""
    comment = comment_or_404(request, pk)
    page = version_to_read(request, comment.page_id)
    name_parents([comment])
    numbers = Conversation.objects.filter(page_id=comment.page_id).first()
    context = {"comment": comment, "page": page, "conversation": numbers}
    template = "menu" if request.htmx else "menu_page"
    return render(request, f"social/comments/{template}.html", context)


@require_safe
def history(request: SignedInRequest, pk: int) -> HttpResponse:
    """Earlier texts of a comment, the newest first."""
    comment = comment_or_404(request, pk)
    context = {"comment": comment, "versions": comment.versions.order_by("-pk")}
    return render(request, "social/comments/history.html", context)


@require_POST
def seen(request: SignedInRequest, page_id: int) -> HttpResponse:
    """The reader has the newest comments before their eyes, or says so (`all`)."""
    page = visible_page_or_404(request, page_id)
    actions.mark_seen(request.user, page, ends_visit="all" in request.POST)
    if "all" in request.POST and not request.htmx:
        return redirect(f"{page.get_url(request)}#comments")
    return HttpResponse(status=204)
