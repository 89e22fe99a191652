"""Why somebody was told, or not."""

from social.notifications.models import Decision, Notice
from social.notifications.models.ledger import NoticeQuerySet
from social.people.models import User


def decisions_about(person: User, page_id: int | None = None) -> NoticeQuerySet:
    """This person's lines of the ledger, with how each was delivered, as the person may read them.

    What was kept from them because it is restricted stays out: naming it would tell of it.
    """
    rows = decisions_for_administrators(page_id).filter(person=person)
    return rows.exclude(decision=Decision.RESTRICTED).visible_to(person)


def decisions_for_administrators(page_id: int | None = None) -> NoticeQuerySet:
    """All lines of the ledger, the latest first; restricted ones included."""
    rows = Notice.objects.select_related("event__actor", "page", "person")
    if page_id is not None:
        rows = rows.filter(page_id=page_id)
    return rows.prefetch_related("deliveries").order_by("-event_id", "-pk")
