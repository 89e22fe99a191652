"""Moving a branch: to another page, below another comment, or into a thread of its own."""

from typing import Any, cast

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django_comments_xtd.models import XtdComment
from wagtail.log_actions import log
from wagtail.models import Page

from social.comments import counts
from social.comments.actions.answers import mark_question
from social.comments.actions.moderation import check_is_moderator
from social.comments.models import Attachment, Comment, Conversation
from social.comments.rules import Refused
from social.comments.threads import lock_thread_of
from social.people.models import User
from social.subjects.access import can_see
from social.subjects.pages import canonical_page_id
from social.subjects.signals import subjects_moved


def move_branch(
    manager: User, comment: Comment, page: Page, parent: Comment | None = None
) -> Comment:
    """Move a comment with all answers to a page: a thread of its own, or below `parent`.

    The log keeps where it stood; `move_back` puts it there again. A constant number of
    statements, whatever the size of the branch.
    """
    check_is_moderator(manager)
    page_id = canonical_page_id(page)
    if not can_see(manager, page):
        raise Refused(_("A branch cannot be moved there."), "nowhere")
    if parent is not None and (parent.page_id != page_id or parent.thread_id == comment.thread_id):
        raise Refused(_("A branch cannot be moved there."), "nowhere")
    with transaction.atomic():
        _lock(comment, parent)
        comment.refresh_from_db()
        came_from = {
            "page": comment.page_id,
            "parent": None if comment.is_root else comment.parent_id,
        }
        if comment.is_root and parent is None and comment.page_id == page_id:
            return comment
        ids = [comment.pk, *comment.descendants().values_list("pk", flat=True)]
        _forget_answers(ids)
        _detach(comment, ids)
        _change_page(ids, page)
        if parent is not None:
            parent.refresh_from_db()
            _attach(comment, ids, parent)
        counts.recount({cast(int, came_from["page"]), page_id})
        log(comment, "comments.move", user=manager, data={"from": came_from, "page": page_id})
    comment.refresh_from_db()
    return comment


def move_back(manager: User, comment: Comment, came_from: dict[str, Any]) -> Comment:
    """Put a moved branch where the log says that it stood; last among its parent's answers."""
    page = Page.objects.filter(pk=came_from.get("page")).first()
    if page is None:
        raise Refused(_("The page that it came from is gone."), "gone")
    parent = Comment.objects.filter(pk=came_from.get("parent") or 0, page=page).first()
    return move_branch(manager, comment, page, parent)


def turn_into_question(manager: User, comment: Comment) -> Comment:
    """Make an off-topic branch a question of its own on the same page."""
    with transaction.atomic():
        comment = move_branch(manager, comment, comment.page)
        return mark_question(manager, comment)


def _lock(comment: Comment, parent: Comment | None) -> None:
    """Both threads, the older first, so that two moves never wait for each other."""
    for pk in sorted({comment.thread_id, parent.thread_id if parent else comment.thread_id}):
        lock_thread_of(pk)


def _forget_answers(ids: list[int]) -> None:
    """A question outside the branch no longer has its answer inside it, nor the reverse."""
    torn = Comment.objects.filter(accepted_answer__in=ids).exclude(pk__in=ids)
    pages = Conversation.objects.filter(accepted_answer__in=ids)
    answers = [*torn.values_list("accepted_answer", flat=True)]
    answers += pages.values_list("accepted_answer", flat=True)
    torn.update(accepted_answer=None)
    pages.update(accepted_answer=None)
    Comment.objects.filter(pk__in=answers).update(accepted_at=None, accepted_by=None)


def _detach(comment: Comment, ids: list[int]) -> None:
    """Make the branch a thread of its own; close the gap that it leaves."""
    if comment.is_root:
        return
    thread = XtdComment.norel_objects.filter(thread_id=comment.thread_id)
    size, place, level = len(ids), comment.order, comment.level
    thread.filter(pk__in=_above(comment)).update(nested_count=F("nested_count") - size)
    branch = XtdComment.norel_objects.filter(pk__in=ids)
    branch.update(thread_id=comment.pk, level=F("level") - level, order=F("order") - (place - 1))
    thread.filter(order__gte=place + size).update(order=F("order") - size)
    XtdComment.norel_objects.filter(pk=comment.pk).update(parent_id=comment.pk)
    Comment.objects.filter(pk__in=ids).update(root_id=comment.pk)
    Comment.objects.filter(pk=comment.pk).update(root=None)


def _attach(comment: Comment, ids: list[int], parent: Comment) -> None:
    """Put the branch, a thread of its own, after the last answer of `parent`."""
    size = len(ids)
    place = parent.order + parent.nested_count + 1
    thread = XtdComment.norel_objects.filter(thread_id=parent.thread_id)
    thread.filter(order__gte=place).update(order=F("order") + size)
    thread.filter(pk__in=[parent.pk, *_above(parent)]).update(nested_count=F("nested_count") + size)
    XtdComment.norel_objects.filter(pk__in=ids).update(
        thread_id=parent.thread_id,
        level=F("level") + parent.level + 1,
        order=F("order") + (place - 1),
    )
    XtdComment.norel_objects.filter(pk=comment.pk).update(parent_id=parent.pk)
    Comment.objects.filter(pk__in=ids).update(root_id=parent.thread_id)


def _above(comment: Comment) -> list[int]:
    """The comments that this one lies below, up to the root. One query for each level."""
    found: list[int] = []
    rows = XtdComment.norel_objects
    while comment.parent_id != comment.pk:
        parent = rows.get(pk=comment.parent_id)
        found.append(parent.pk)
        comment = parent
    return found


def _change_page(ids: list[int], page: Page) -> None:
    page_id = canonical_page_id(page)
    moved = Comment.objects.filter(pk__in=ids).exclude(page_id=page_id)
    if not moved.exists():
        return
    moved.update(page_id=page_id, object_pk=str(page_id), content_type_id=page.content_type_id)
    Attachment.objects.filter(comment__in=ids).update(page_id=page_id)
    subjects_moved.send(sender=Comment, kind="comment", ids=ids, page_id=page_id)
