"""The inbox: what a person was told, grouped by subject."""

from dataclasses import dataclass

from django.db.models import BigIntegerField, Case, Count, F, Max, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from ground.reading import after_answer
from social.comments.models import Comment
from social.notifications.models import Notice
from social.notifications.models.ledger import NoticeQuerySet
from social.notifications.stories import Story, tell
from social.people.models import User

PER_PAGE = 20
NOTICES_PER_PAGE = 300

# One group for each page; what is about no page stands alone, under its negative id.
GROUP = Coalesce(F("page_id"), Value(-1) * F("pk"), output_field=BigIntegerField())


@dataclass(frozen=True)
class Shown:
    """One screen of the inbox, and where the next one begins (None at the end)."""

    stories: list[Story]
    next: int | None


def inbox(person: User, box: str = "new", before: int | None = None) -> Shown:
    """A screen of the inbox: `new` (unread), `all` or `archived`; the latest first.

    A constant number of queries; `before` is the `next` of the screen before.
    """
    rows = _box(person, box)
    groups = rows.values(group=GROUP).annotate(latest=Max("pk"))
    if before is not None:
        groups = groups.filter(latest__lt=before)
    found = list(groups.order_by("-latest")[: PER_PAGE + 1])
    keys = [row["group"] for row in found[:PER_PAGE]]
    pages, alone = [k for k in keys if k > 0], [-k for k in keys if k < 0]
    notices = (
        rows.filter(Q(page__in=pages) | Q(pk__in=alone))
        .select_related("event__actor", "page")
        .order_by("-pk")[:NOTICES_PER_PAGE]
    )
    latest = {row["group"]: row["latest"] for row in found}
    stories = tell(person, notices)
    stories.sort(key=lambda s: latest.get(s.page_key or -s.notices[0].pk, 0), reverse=True)
    more = len(found) > PER_PAGE
    return Shown(stories, found[PER_PAGE - 1]["latest"] if more else None)


def _box(person: User, box: str) -> NoticeQuerySet:
    rows = Notice.objects.inbox_of(person).visible_to(person)
    if box == "archived":
        return rows.exclude(archived_at=None)
    return rows.filter(archived_at=None) if box == "all" else rows.unread()


def new_comments(person: User, page_id: int, since: int) -> int:
    """How many comments of others came to a page after the newest one on screen. One query."""
    later = Comment.objects.visible_to(person).filter(page_id=page_id, pk__gt=since)
    return later.exclude(user=person).count()


@dataclass(frozen=True)
class Bell:
    """What the bell shows: how many subjects have something unread, and the newest of it."""

    count: int
    newest: int

    @property
    def etag(self) -> str:
        return f"{self.count}-{self.newest}"


def bell(person: User, without: int = 0) -> Bell:
    """One query, on an index that holds the unread only; a second when there are some.

    `without`: the page that is being read right now.
    """
    unread = Notice.objects.inbox_of(person).unread()
    if without:
        unread = unread.exclude(page_id=without)
    if not unread.exists():
        return Bell(0, 0)
    row = unread.visible_to(person).aggregate(n=Count(GROUP, distinct=True), newest=Max("pk"))
    return Bell(row["n"], row["newest"] or 0)


def of_story(person: User, key: str) -> NoticeQuerySet:
    """The notices of a story by its key, `p17` for page 17 or `n4` for one notice."""
    rows = Notice.objects.inbox_of(person)
    number = int(key[1:]) if key[1:].isdecimal() and len(key) < 18 else 0
    return rows.filter(page_id=number) if key[:1] == "p" else rows.filter(pk=number)


def mark(notices: NoticeQuerySet, deed: str) -> int:
    """Mark as `read` or `unread`, `archive` or bring back (`restore`); returns how many changed."""
    now = timezone.now()
    if deed == "read":
        return notices.filter(read_at=None).update(read_at=now)
    if deed == "unread":
        return notices.exclude(read_at=None).update(read_at=None, archived_at=None)
    if deed == "archive":
        return notices.filter(archived_at=None).update(
            archived_at=now, read_at=Case(When(read_at=None, then=Value(now)), default=F("read_at"))
        )
    if deed == "restore":
        return notices.exclude(archived_at=None).update(archived_at=None)
    return 0


def opened(person: User, page_id: int) -> None:
    """The person has the page before their eyes: what is told about it is read, after the answer.

    The write happens only when there is something unread, and repeating it changes nothing.
    """
    unread = Notice.objects.told().filter(person=person, page_id=page_id, read_at=None)
    if unread.exists():
        now = timezone.now()
        after_answer(lambda: unread.update(read_at=now))
