"""`{% conversation page %}` and what its templates need."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from social.comments import rules
from social.comments.conversation import screen, talk_on
from social.comments.forms import CommentForm
from social.comments.models import Comment, Conversation
from social.comments.rights import may_moderate
from social.people.models import User
from social.subjects.pages import canonical_page_id
from social.subjects.stencils import NAME, STAND_IN, fill

register = template.Library()


@register.inclusion_tag("social/comments/conversation.html", takes_context=True)
def conversation(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """What colleagues say about a page that the reader sees."""
    request = context["request"]
    talk = talk_on(page, request.user, request.GET)
    return {
        **screen(talk),
        "request": request,
        "user": request.user,
        # Evaluated once: each evaluation of the lazy token masks it anew.
        "csrf_token": str(context.get("csrf_token") or ""),
    }


@register.simple_tag
def comment_count(page: Page) -> int:
    """Published comments on a page. Two queries; lists use `counts.with_comment_counts`."""
    if hasattr(page, "comment_count"):
        return int(page.comment_count)
    found = Conversation.objects.filter(page_id=canonical_page_id(page))
    return found.values_list("comment_count", flat=True).first() or 0


@register.filter
def html_of(comment: Comment) -> SafeString:
    """The comment as HTML. Safe: made by `social.comments.markdown` and cleaned by nh3."""
    return mark_safe(comment.body_html)  # noqa: S308


@register.simple_tag(takes_context=True)
def comment_form(context: dict[str, Any], page: Page, parent: Comment | None = None) -> CommentForm:
    """An empty form for a comment on this page, or an answer."""
    initial = {"parent": parent.pk} if parent else {}
    user = context["request"].user
    return CommentForm(initial=initial, author=user, page_id=canonical_page_id(page))


@register.simple_tag(takes_context=True)
def comment_class(context: dict[str, Any], comment: Comment) -> str:
    """How a comment looks in its thread."""
    marks = {
        "deep": comment.level > 1,
        "new": comment.is_new,
        "answer": comment.accepted_at,
        "tombstone": comment.is_removed,
        "highlight": comment.pk == getattr(context.get("talk"), "highlighted", None),
    }
    return " ".join(["comment", *(f"comment--{name}" for name, is_so in marks.items() if is_so)])


@register.simple_tag(takes_context=True)
def comment_buttons(context: dict[str, Any], comment: Comment, page: Page) -> SafeString:
    """Answer, and what else can be done; the same beside every comment but for ids and names."""
    can_answer = _can_answer(context, comment, page)
    stencil = {"pk": STAND_IN, "name": NAME, "page": page, "can_answer": can_answer}
    author = str(comment.user or "")
    template, key = "social/comments/buttons.html", (page.pk, can_answer)
    return fill(context["request"], template, key, lambda: stencil, comment.pk, author)


def _can_answer(context: dict[str, Any], comment: Comment, page: Page) -> bool:
    if not comment.is_published or comment.root_is_locked:
        return False
    if talk := context.get("talk"):
        return bool(talk.openness.is_open)
    # Beside single comments: asked once for all of a request.
    known: dict[int, bool] = context["request"].__dict__.setdefault("_open_conversations", {})
    if page.pk not in known:
        known[page.pk] = rules.openness(page).is_open
    return known[page.pk]


@register.simple_tag(takes_context=True)
def rights(context: dict[str, Any], comment: Comment) -> dict[str, bool]:
    """What the reader may do with a comment. A constant number of queries for a whole screen."""
    user: User = context["request"].user
    moderates = may_moderate(user)
    is_mine = comment.user_id == user.pk
    page = context.get("page")
    return {
        "answer": page is not None and _can_answer(context, comment, page),
        "edit": rules.may_edit(user, comment),
        "delete": is_mine and not comment.is_removed,
        "report": not is_mine,
        "moderate": moderates,
        "mark": comment.is_published and (is_mine or moderates),
        "accept": comment.is_published and _may_accept(context, user, comment),
    }


def _may_accept(context: dict[str, Any], user: User, comment: Comment) -> bool:
    """Offered where it will be allowed; the deed itself asks again."""
    question: Comment | None = comment.question
    if question is not None:
        return rules.may_accept(user, question, context["page"])
    numbers: Conversation | None = context.get("conversation")
    return bool(numbers and numbers.is_question) and rules.may_accept(user, context["page"])
