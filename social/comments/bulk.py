"""Creating whole threads at thousands of comments a second, for the demo and for imports.

    draft = Draft(page, author, "When does it **start**?", at, is_question=True)
    answer = Draft(page, other, "In May, @Anna Kowal.", later, parent=draft, accepted=True)
    create_threads([draft, answer])          # parents before their answers
    draft.comment.pk                         # saved, with its place in the thread

Texts are Markdown, as people write them; they are rendered, mentions are stored, counters of
the pages are derived. What is *not* done, since it belongs to living deeds: no rules, no limits,
no events, no signals, no notifications, no search index. Record events from `draft.comment`,
and rebuild the index. About ten statements for each thousand comments, in one transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django_comments.models import Comment as StoredComment
from django_comments_xtd.models import XtdComment
from wagtail.models import Page

from social.comments import counts
from social.comments.actions.answers import mark_page_as_question
from social.comments.markdown import Rendered, render
from social.comments.models import Comment, Conversation, Mention
from social.people.models import User
from social.subjects.pages import canonical_page_id

BATCH = 2000


@dataclass(eq=False)
class Draft:
    """A comment to be created. `accepted` on an answer to a question, or on a question page."""

    page: Page
    author: User | None
    text: str
    at: datetime
    parent: "Draft | None" = None
    is_question: bool = False
    accepted: bool = False
    language: str = ""
    helpful_count: int = 0
    comment: Comment = field(init=False, repr=False)
    level: int = field(init=False, default=0)
    order: int = field(init=False, default=1)
    below: "list[Draft]" = field(init=False, default_factory=list, repr=False)

    @property
    def root(self) -> "Draft":
        return self if self.parent is None else self.parent.root


@transaction.atomic
def create_threads(drafts: Iterable[Draft]) -> list[Comment]:
    """Save whole threads; returns their comments in the given order.

    Raises ValueError for an answer whose parent is missing, later, or on another page.
    """
    rows = list(drafts)
    _place(rows)
    rendered = [render(draft.text) for draft in rows]
    for start in range(0, len(rows), BATCH):
        _insert(rows[start : start + BATCH], rendered[start : start + BATCH])
    _store_mentions(rows, rendered)
    _accept(rows)
    counts.recount({draft.comment.page_id for draft in rows})
    return [draft.comment for draft in rows]


def _place(rows: Sequence[Draft]) -> None:
    known: set[int] = set()
    for draft in rows:
        if draft.parent is not None:
            if id(draft.parent) not in known:
                raise ValueError("a parent must come before its answers")
            if canonical_page_id(draft.parent.page) != canonical_page_id(draft.page):
                raise ValueError("an answer lies on its parent's page")
            draft.level = draft.parent.level + 1
            draft.parent.below.append(draft)
        known.add(id(draft))
    for draft in rows:
        if draft.parent is None:
            _number(draft)


def _number(root: Draft) -> None:
    """Depth-first order from 1, as django-comments-xtd counts."""
    waiting, order = [root], 0
    while waiting:
        draft = waiting.pop()
        order += 1
        draft.order = order
        waiting.extend(reversed(draft.below))


def _nested(draft: Draft) -> int:
    total, waiting = 0, list(draft.below)
    while waiting:
        below = waiting.pop()
        total += 1
        waiting.extend(below.below)
    return total


def _insert(rows: Sequence[Draft], rendered: Sequence[Rendered]) -> None:
    """One multi-row INSERT for each of the three tables, parents' ids being known by then."""
    stored = StoredComment.objects.bulk_create(
        StoredComment(
            content_type_id=draft.page.content_type_id,
            object_pk=str(canonical_page_id(draft.page)),
            site_id=settings.SITE_ID,
            user=draft.author,
            comment=draft.text,
            submit_date=draft.at,
        )
        for draft in rows
    )
    for draft, row, html in zip(rows, stored, rendered, strict=True):
        draft.comment = _comment(draft, row, html)
    _insert_table(XtdComment, [draft.comment for draft in rows])
    _insert_table(Comment, [draft.comment for draft in rows])


def _comment(draft: Draft, row: StoredComment, rendered: Rendered) -> Comment:
    comment = Comment(
        **{name.attname: getattr(row, name.attname) for name in StoredComment._meta.concrete_fields}
    )
    comment.comment_ptr_id = comment.xtdcomment_ptr_id = row.pk
    comment.parent_id = draft.parent.comment.pk if draft.parent else row.pk
    comment.thread_id = draft.root.comment.pk if draft.parent else row.pk
    comment.root_id = draft.root.comment.pk if draft.parent else None
    comment.level, comment.order, comment.nested_count = draft.level, draft.order, _nested(draft)
    comment.page_id = canonical_page_id(draft.page)
    comment.body_html = rendered.html
    comment.language = draft.language or draft.page.locale.language_code
    comment.is_question, comment.helpful_count = draft.is_question, draft.helpful_count
    comment._state.adding = False
    comment._state.db = row._state.db
    return comment


def _insert_table(model: type[models.Model], comments: list[Comment]) -> None:
    """Insert the columns of one table of the chain; `bulk_create` refuses inherited models."""
    fields = model._meta.local_concrete_fields
    connection = transaction.get_connection()
    size = connection.ops.bulk_batch_size(fields, comments)
    for start in range(0, len(comments), size):
        manager = model._base_manager
        manager._insert(comments[start : start + size], fields=fields, using=connection.alias)  # type: ignore[attr-defined]


def _store_mentions(rows: Sequence[Draft], rendered: Sequence[Rendered]) -> None:
    mentions = []
    for draft, found in zip(rows, rendered, strict=True):
        named = {"comment": draft.comment, "created_at": draft.at}
        mentions += [Mention(person_id=pk, **named) for pk in sorted(found.people)]
        mentions += [Mention(department_id=pk, **named) for pk in sorted(found.departments)]
    Mention.objects.bulk_create(mentions, batch_size=1000)


def _accept(rows: Sequence[Draft]) -> None:
    answered: dict[int, Draft] = {}
    pages: dict[int, Draft] = {}
    for draft in rows:
        if not draft.accepted:
            continue
        above = draft.parent
        while above is not None and not above.is_question:
            above = above.parent
        if above is None:
            pages[draft.comment.page_id] = draft
        else:
            answered[above.comment.pk] = draft
    by_moment: dict[datetime, list[int]] = defaultdict(list)
    for question_id, draft in answered.items():
        Comment.objects.filter(pk=question_id).update(accepted_answer=draft.comment)
        by_moment[draft.at].append(draft.comment.pk)
    for page_id, draft in pages.items():
        mark_page_as_question(draft.page)
        Conversation.objects.filter(page_id=page_id).update(accepted_answer=draft.comment)
        by_moment[draft.at].append(draft.comment.pk)
    for moment, ids in by_moment.items():
        Comment.objects.filter(pk__in=ids).update(accepted_at=moment)
