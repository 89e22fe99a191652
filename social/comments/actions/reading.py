"""What somebody has read already."""

from datetime import timedelta

from django.db.models import BigIntegerField, Case, F, When
from django.db.models.functions import NullIf
from django.utils import timezone
from wagtail.models import Page

from social.comments.models import Comment, ReadMark
from social.people.models import User
from social.subjects.pages import canonical_page_id

VISIT_ENDS_AFTER = timedelta(minutes=30)


def mark_seen(person: User, page: Page, *, ends_visit: bool = False) -> ReadMark:
    """The person has the newest comments of this page before their eyes.

    Within one visit they stay marked as new; `ends_visit` marks them as read at once.
    """
    page_id = canonical_page_id(page)
    newest = Comment.objects.filter(page_id=page_id).order_by("-pk").values_list("pk", flat=True)
    seen, now = newest.first() or 0, timezone.now()
    mark, is_new = ReadMark.objects.get_or_create(
        person=person, page_id=page_id, defaults={"seen": seen, "seen_at": now}
    )
    if ends_visit:
        mark.visit_start = seen
    elif not is_new and now - mark.seen_at > VISIT_ENDS_AFTER:
        mark.visit_start = mark.seen
    mark.seen, mark.seen_at = seen, now
    mark.save(update_fields=["seen", "visit_start", "seen_at"])
    return mark


def since() -> Case:
    """Of a read mark: the id above which comments are new to its person, or NULL.

    Reads only: a visit that begins now is recognised before it is recorded.
    """
    return Case(
        When(seen_at__lt=timezone.now() - VISIT_ENDS_AFTER, then=F("seen")),
        default=NullIf(F("visit_start"), 0, output_field=BigIntegerField()),
        output_field=BigIntegerField(),
    )


def new_since(person: User, page_id: int) -> int | None:
    """The id above which comments are new to this person; None on a first visit."""
    marks = ReadMark.objects.filter(person=person, page_id=page_id)
    return marks.values_list(since(), flat=True).first()
