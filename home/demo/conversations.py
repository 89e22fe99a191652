"""Comments of the demo company, and what goes with them in the record of activity."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from social.activity.models import Verb
from social.comments.actions.answers import mark_page_as_question
from social.comments.bulk import Draft, create_threads
from social.comments.models import Mention
from social.following.models import Follow
from social.people.models import User

from .clock import Clock, in_waking_hours
from .content import Comment, Company
from .diary import Diary, Entry
from .pages import Library
from .people import Staff


def write_conversations(
    company: Company, library: Library, staff: Staff, clock: Clock, extra: Iterable[Draft] = ()
) -> list[Draft]:
    """All threads, oldest comment first; `extra` are generated ones for measurements."""
    drafts: list[Draft] = []
    for text in company.pages:
        page = library.first(text.id)
        if page.pk != library.pages[(text.id, text.language)].pk:
            continue  # the thread hangs on the version that was first
        if text.kind == "questions":
            mark_page_as_question(page)
        start = page.first_published_at
        assert start is not None
        for comment in company.threads.get(text.id, []):
            _draft(drafts, comment, None, start, page, staff, clock)
    drafts += extra
    drafts.sort(key=lambda draft: draft.at)
    create_threads(drafts)
    return drafts


def _draft(
    drafts: list[Draft],
    comment: Comment,
    parent: Draft | None,
    start: datetime,
    page: object,
    staff: Staff,
    clock: Clock,
) -> None:
    at = min(in_waking_hours(start + comment.after), clock.now)
    if parent is not None and at <= parent.at:
        at = parent.at
    draft = Draft(
        page=page,
        author=staff.users[comment.by],
        text=comment.text,
        at=at,
        parent=parent,
        accepted=comment.is_answer,
    )
    drafts.append(draft)
    for reply in comment.replies:
        _draft(drafts, reply, draft, start + comment.after, page, staff, clock)


def note_conversations(drafts: list[Draft], diary: Diary) -> None:
    """Events of comments, answers, mentions and accepted answers, as the rooms record them."""
    for draft in drafts:
        author = draft.author
        if author is None:
            continue
        comment = draft.comment
        subject = ("comment", comment.pk)
        if draft.parent is None:
            page_author = draft.page.specific.author
            diary.add(
                Entry(draft.at, author, Verb.COMMENTED, comment.page_id, subject, page_author)
            )
        else:
            data = json.dumps({"parent": draft.parent.comment.pk})
            target = draft.parent.author
            diary.add(Entry(draft.at, author, Verb.REPLIED, comment.page_id, subject, target, data))
        diary.view(draft.at, author, comment.page_id)
        if draft.accepted:
            asker = draft.page.specific.author
            if asker:
                diary.add(
                    Entry(draft.at, asker, Verb.ANSWER_ACCEPTED, comment.page_id, subject, author)
                )
    _note_mentions(drafts, diary)


def _note_mentions(drafts: list[Draft], diary: Diary) -> None:
    by_comment = {draft.comment.pk: draft for draft in drafts}
    for mention in Mention.objects.filter(person__isnull=False).select_related("person"):
        draft = by_comment.get(mention.comment_id)
        if draft is None or draft.author is None:
            continue
        subject = ("comment", mention.comment_id)
        entry = Entry(
            draft.at, draft.author, Verb.MENTIONED, draft.comment.page_id, subject, mention.person
        )
        diary.add(entry)


def follow_own_threads(drafts: list[Draft]) -> int:
    """Whoever wrote in a thread follows it, as in life."""
    rows: dict[tuple[int, int], Follow] = {}
    for draft in drafts:
        author: User | None = draft.author
        if author is None:
            continue
        root = draft.root.comment
        key = (author.pk, root.pk)
        if key not in rows:
            rows[key] = Follow(
                person=author,
                kind="thread",
                thread_id=root.pk,
                page_id=root.page_id,
                is_automatic=True,
                created_at=draft.at,
            )
    Follow.objects.bulk_create(rows.values(), batch_size=2000)
    return len(rows)
