"""Helpers of the conversation's tests."""

from typing import Any

from django.db.models import F
from django_comments_xtd.models import XtdComment

from social.comments import actions
from social.comments.models import Comment


def say(author: Any, page: Any, text: str = "", parent: Any = None, **fields: Any) -> Comment:
    """A comment, as its author would post it."""
    return actions.post_comment(author, page, text or "Dobra wiadomość.", parent=parent, **fields)


def misplaced(thread_id: int) -> list[str]:
    """What is wrong with a thread: positions twice, gaps, wrong counts, wrong subtrees."""
    rows = list(XtdComment.norel_objects.filter(thread_id=thread_id).order_by("order", "pk"))
    wrong = []
    if [row.order for row in rows] != list(range(1, len(rows) + 1)):
        wrong.append(f"orders {[row.order for row in rows]}")
    path: list[XtdComment] = []
    below = {row.pk: 0 for row in rows}
    for row in rows:
        path = path[: row.level]
        if row.level and (not path or path[-1].pk != row.parent_id):
            wrong.append(f"{row.pk} stands outside its parent's branch")
        for above in path:
            below[above.pk] += 1
        path.append(row)
    wrong += [
        f"{row.pk} counts {row.nested_count}" for row in rows if row.nested_count != below[row.pk]
    ]
    return wrong


def orphans() -> int:
    """Comments without a thread, as django-comments-xtd's stock code leaves them."""
    return XtdComment.norel_objects.filter(thread_id=0).count() + (
        Comment.objects.exclude(root=None).exclude(root_id=F("thread_id")).count()
    )
