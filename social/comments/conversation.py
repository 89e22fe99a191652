"""The conversation on a page as a reader sees it: some threads of it, in a constant number of
queries whatever the number of comments."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Q,
    Subquery,
    prefetch_related_objects,
)
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from social.comments import rules
from social.comments.actions.reading import new_since, since
from social.comments.models import (
    Attachment,
    Comment,
    CommentQuerySet,
    Conversation,
    ReadMark,
    Removal,
)
from social.comments.rights import may_moderate
from social.comments.states import mark_states
from social.people.models import User
from social.subjects.pages import canonical_page_id

ORDERS = {"oldest": _("Oldest"), "newest": _("Newest"), "helpful": _("Most helpful")}
THREADS_SHOWN = 8
ANSWERS_SHOWN = 3
ANSWERS_MORE = 50
AROUND_PERMALINK = 10


@dataclass
class Thread:
    """A root and a window of its answers, with how many lie before and after the window."""

    root: Comment
    answers: list[Comment] = field(default_factory=list)
    before: int = 0
    after: int = 0
    new_hidden: int = 0

    @property
    def first_order(self) -> int:
        return self.answers[0].order if self.answers else 1

    @property
    def last_order(self) -> int:
        return self.answers[-1].order if self.answers else 1


@dataclass
class Talk:
    """One screen of a conversation."""

    page: Page
    page_id: int
    numbers: Conversation
    openness: rules.Openness
    order: str = "oldest"
    threads: list[Thread] = field(default_factory=list)
    next: str = ""
    is_from_start: bool = True
    answer: Comment | None = None
    new_from: int | None = None
    new_count: int = 0
    highlighted: int = 0

    @property
    def orders(self) -> list[tuple[str, Any]]:
        return list(ORDERS.items())

    @property
    def comments(self) -> list[Comment]:
        """All comments on this screen."""
        shown = [self.answer] if self.answer else []
        for thread in self.threads:
            shown += [thread.root, *thread.answers]
        return shown


def talk_on(page: Page, user: User, asked: QueryDict) -> Talk:
    """The screen that the address asks for: `order`, `after` (a cursor) or `comment` (an id).

    The caller has made sure that the user sees the page. Nonsense in the address is ignored.
    """
    page_id = canonical_page_id(page)
    numbers = _numbers(page_id, user)
    talk = Talk(page, page_id, numbers or Conversation(page_id=page_id), rules.openness(page))
    if not talk.openness.is_shown:
        return talk
    if asked.get("order") in ORDERS:
        talk.order = str(asked["order"])
    talk.new_from = getattr(numbers, "new_from", None)
    focus = _focus(page_id, asked.get("comment", ""))
    _take_threads(talk, user, asked.get("after", ""), focus)
    _mark(talk, user)
    if not asked.get("after"):
        talk.answer = talk.numbers.shown_answer
    return talk


def _numbers(page_id: int, user: User) -> Conversation | None:
    """The numbers of the conversation, with `new_from`: above it comments are new to the reader."""
    marks = ReadMark.objects.filter(person=user, page_id=OuterRef("page_id"))
    author = ("accepted_answer__user__department", "accepted_answer__user__level")
    found = Conversation.objects.filter(page_id=page_id).select_related(*author)
    return found.annotate(new_from=Subquery(marks.values_list(since())[:1])).first()


def shown_to(comments: CommentQuerySet, user: User) -> CommentQuerySet:
    """With traces of what was removed, without what waits for approval, except one's own.

    A removed comment that nobody answered leaves a trace only for its author and for community
    managers, and only while it can be shown again.
    """
    moderates = may_moderate(user)
    if not moderates:
        comments = comments.filter(Q(is_public=True) | Q(user_id=user.pk))
    trace = Q(nested_count__gt=0) | Q(is_removed=False)
    hidden = Q(removal=Removal.HIDDEN)
    return comments.filter(trace | (hidden if moderates else hidden & Q(user_id=user.pk)))


def _read(comments: CommentQuerySet) -> list[Comment]:
    """With all that a screen shows of them. The files are asked for when there are any."""
    files = Exists(Attachment.objects.filter(comment=OuterRef("pk")))
    found = list(comments.select_related("user").annotate(file_found=files))
    for comment in found:
        comment.has_files = comment.file_found
    prefetch_related_objects([comment for comment in found if comment.has_files], "attachments")
    return found


def _focus(page_id: int, pk: str) -> Comment | None:
    if not pk.isdecimal() or len(pk) > 9:
        return None
    return Comment.objects.filter(pk=int(pk), page_id=page_id).first()


def _take_threads(talk: Talk, user: User, cursor: str, focus: Comment | None) -> None:
    """By keyset: the cost of a screen does not grow with the screens before it.

    One query for the roots and the first of their answers, or those around a permanent link.
    """
    # Where the screen begins: at a permanent link's thread, behind the last thread of the screen
    # before (the cursor), or at the beginning.
    roots = shown_to(Comment.objects.filter(page_id=talk.page_id, root=None), user)
    if focus is not None:
        talk.order, talk.highlighted = "oldest", focus.pk
        roots = roots.filter(pk__gte=focus.thread_id)
        talk.is_from_start = False
    elif cursor:
        roots, talk.is_from_start = _beyond(roots, talk.order, cursor), False
    by = {"oldest": ["pk"], "newest": ["-pk"], "helpful": ["-helpful_count", "pk"]}[talk.order]
    # Which comments of each thread: `order` numbers them from 1, the root, so that the first
    # answers are 2, 3, … In the thread of a linked answer those around it are shown instead.
    window, start = Q(order__lte=1 + ANSWERS_SHOWN), 2
    if focus is not None and focus.root_id:
        start = max(2, focus.order - AROUND_PERMALINK)
        around = Q(order__gte=start, order__lte=focus.order + AROUND_PERMALINK) | Q(root=None)
        window = (window & ~Q(thread_id=focus.root_id)) | (Q(thread_id=focus.root_id) & around)
    # One thread more than is shown says whether there is a next screen. Roots and answers come
    # in one query: the threads chosen are a subquery of it.
    chosen = roots.order_by(*by).values("pk")[: THREADS_SHOWN + 1]
    found = _read(shown_to(Comment.objects.filter(window, thread_id__in=chosen), user))
    _put_together(talk, found)
    # How many answers are folded away before and after those shown; `nested_count` is kept with
    # the root, so that nothing is counted here.
    for thread in talk.threads:
        if focus is not None and thread.root.pk == focus.root_id:
            thread.before = start - 2
        if thread.root.nested_count > ANSWERS_SHOWN:
            thread.after = max(0, thread.root.nested_count + 1 - thread.last_order)
    name_parents(talk.comments)


def _put_together(talk: Talk, found: list[Comment]) -> None:
    """Threads in their order, each with its answers; one root more says that there are more."""
    roots = [comment for comment in found if comment.is_root]
    roots.sort(key=lambda root: root.pk, reverse=talk.order == "newest")
    if talk.order == "helpful":
        roots.sort(key=lambda root: -root.helpful_count)
    talk.threads = [Thread(root) for root in roots[:THREADS_SHOWN]]
    if len(roots) > THREADS_SHOWN:
        last = talk.threads[-1].root
        talk.next = f"{last.helpful_count}-{last.pk}" if talk.order == "helpful" else f"{last.pk}"
    threads = {thread.root.pk: thread for thread in talk.threads}
    for comment in sorted(found, key=lambda comment: comment.order):
        if comment.root_id in threads:
            threads[comment.root_id].answers.append(comment)


def _beyond(roots: CommentQuerySet, order: str, cursor: str) -> CommentQuerySet:
    numbers = [int(part) for part in cursor.split("-") if part.isdecimal() and len(part) < 10]
    if order == "helpful" and len(numbers) == 2:
        # Sorted by count downwards, then by key upwards: what comes later has fewer, or as many
        # and a larger key. The second condition says nothing new, but lets the index begin there.
        count, pk = numbers
        less = Q(helpful_count__lt=count) | Q(helpful_count=count, pk__gt=pk)
        return roots.filter(less, helpful_count__lte=count)
    if len(numbers) == 1:
        return (
            roots.filter(pk__lt=numbers[0])
            if order == "newest"
            else roots.filter(pk__gt=numbers[0])
        )
    return roots


def name_parents(comments: list[Comment]) -> None:
    """Give each comment what a screen shows of its surroundings and its state.

    In at most one query, and those of `mark_states`. `answers_to`: the comment that it answers, below the first level; `question`: the question
    that it could be the answer to; `root_is_locked`.
    """
    known = {comment.pk: comment for comment in comments}
    wanted = {c.parent_id for c in comments if c.level} | {c.thread_id for c in comments}
    missing = wanted - set(known)
    if missing:
        known |= {c.pk: c for c in Comment.objects.filter(pk__in=missing).select_related("user")}
    for comment in comments:
        comment.answers_to = known.get(comment.parent_id) if comment.level > 1 else None
        comment.root_is_locked = known[comment.thread_id].is_locked
        above = comment
        while above.level and above.parent_id in known and not comment.question:
            above = known[above.parent_id]
            comment.question = above if above.is_question else None
    mark_states(comments)


def _mark(talk: Talk, user: User) -> None:
    """Mark what is new since the reader's last visit, also where it is folded away."""
    if talk.new_from is None:
        return
    new = Comment.objects.published().filter(page_id=talk.page_id, pk__gt=talk.new_from)
    new = new.exclude(user_id=user.pk).order_by()
    counts: dict[int, int] = defaultdict(int)
    for row in new.values("thread_id").annotate(total=Count("pk"))[:1000]:
        counts[row["thread_id"]] = row["total"]
    talk.new_count = sum(counts.values())
    for thread in talk.threads:
        shown = 0
        for comment in [thread.root, *thread.answers]:
            comment.is_new = comment.pk > talk.new_from and comment.user_id != user.pk
            shown += comment.is_new and comment.is_published
        thread.new_hidden = max(0, counts[thread.root.pk] - shown)


def more_answers(root: Comment, user: User, asked: QueryDict) -> Thread:
    """The answers of a thread beyond those on the screen: `after` or `before` an order."""
    thread = Thread(root)
    answers = shown_to(Comment.objects.filter(root_id=root.pk), user)
    before, after = str(asked.get("before", "")), str(asked.get("after", ""))
    if before.isdecimal():
        end = int(before[:9])
        found = _read(answers.filter(order__lt=end).order_by("-order")[:ANSWERS_MORE])
        thread.answers = found[::-1]
        thread.before = max(0, thread.first_order - 2)
    else:
        start = int(after[:9]) if after.isdecimal() else 1
        thread.answers = _read(answers.filter(order__gt=start).order_by("order")[:ANSWERS_MORE])
        thread.after = max(0, root.nested_count + 1 - max(start, thread.last_order))
    new_from = new_since(user, root.page_id)
    for answer in thread.answers:
        answer.is_new = new_from is not None and answer.pk > new_from and answer.user_id != user.pk
    name_parents([root, *thread.answers])
    return thread


def screen(talk: Talk) -> dict[str, Any]:
    """The context of the templates."""
    return {"talk": talk, "page": talk.page, "conversation": talk.numbers}
