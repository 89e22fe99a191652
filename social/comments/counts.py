"""Numbers kept beside conversations: how they are moved, read in lists, and derived anew."""

from collections.abc import Iterable

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from social.comments.models import Comment, Conversation


def with_comment_counts(pages: QuerySet) -> QuerySet:
    """The pages, each with `comment_count` of its conversation in all languages."""
    counts = Conversation.objects.filter(page__translation_key=OuterRef("translation_key"))
    return pages.annotate(
        comment_count=Coalesce(
            Subquery(counts.values("comment_count")[:1], output_field=IntegerField()), 0
        )
    )


def with_answers(pages: QuerySet) -> QuerySet:
    """The pages, each with `answer_id` of its accepted answer, or None while that is hidden."""
    found = Conversation.objects.filter(
        page__translation_key=OuterRef("translation_key"),
        accepted_answer__is_public=True,
        accepted_answer__is_removed=False,
    )
    return pages.annotate(answer_id=Subquery(found.values("accepted_answer_id")[:1]))


def conversation_on(page_id: int) -> Conversation:
    return Conversation.objects.get_or_create(page_id=page_id)[0]


def count_in(comment: Comment, change: int = 1) -> None:
    """A comment became public (1) or ceased to be (-1). Call it in the same transaction."""
    conversation_on(comment.page_id)
    threads = change if comment.is_root else 0
    Conversation.objects.filter(page_id=comment.page_id).update(
        comment_count=F("comment_count") + change, thread_count=F("thread_count") + threads
    )


def recount(page_ids: Iterable[int] | None = None) -> list[str]:
    """Derive the numbers of these conversations (default: all) from the comments.

    Returns one line for each that was wrong.
    """
    wanted = None if page_ids is None else sorted(set(page_ids))
    _add_missing(wanted)
    return _repair_wrong(wanted)


def _add_missing(page_ids: list[int] | None) -> None:
    comments = Comment.objects.exclude(page__in=Conversation.objects.values("page"))
    if page_ids is not None:
        comments = comments.filter(page__in=page_ids)
    pages = comments.order_by().values_list("page_id", flat=True).distinct()
    Conversation.objects.bulk_create(
        [Conversation(page_id=page_id) for page_id in pages], ignore_conflicts=True
    )


def _repair_wrong(page_ids: list[int] | None) -> list[str]:
    conversations = Conversation.objects.all()
    comments = Comment.objects.published().order_by()
    if page_ids is not None:
        conversations = conversations.filter(page__in=page_ids)
        comments = comments.filter(page__in=page_ids)
    counted = comments.values("page_id").annotate(
        total=Count("pk"), roots=Count("pk", filter=Q(root__isnull=True))
    )
    truth = {row["page_id"]: row for row in counted}
    found, repaired = [], []
    for conversation in conversations:
        row = truth.get(conversation.page_id, {"total": 0, "roots": 0})
        kept = (conversation.comment_count, conversation.thread_count)
        if kept == (row["total"], row["roots"]):
            continue
        found.append(f"page {conversation.page_id}: {kept[0]} comments, in truth {row['total']}")
        conversation.comment_count, conversation.thread_count = row["total"], row["roots"]
        repaired.append(conversation)
    Conversation.objects.bulk_update(repaired, ["comment_count", "thread_count"], batch_size=500)
    return found
