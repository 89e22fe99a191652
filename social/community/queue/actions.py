"""What a community manager does with a line of the queue; no HTTP here."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from social.analytics.period import midnight
from social.community.models import (
    Item,
)
from social.community.queue.rule import steps
from social.community.refused import Refused
from social.following.followups import assign
from social.people.models import User


def _give_task(item: Item, manager: User) -> None:
    """A follow-up for the new owner, when the item lies on a page and somebody else takes it.

    Raises Refused when the owner may not see the page.
    """
    if item.page is None or item.owner is None or item.owner.pk == manager.pk:
        return
    due_at = midnight(item.due_on) if item.due_on else None
    try:
        assign(manager, item.page, item.owner, due_at)
    except ValidationError as error:
        raise Refused(error.messages[0]) from error


@transaction.atomic
def act_on(item: Item, act: str, manager: User, data: dict) -> int:
    """Do one thing with an item of the queue; returns how many people were asked or reminded."""
    now, asked = timezone.now(), 0
    item.acted_at = now
    step = steps().get(act)
    if step is not None and step.do is not None:
        asked = step.do(item, manager)
        item.owner = item.owner or manager
    elif act == "assign":
        item.owner = data["owner"]
        item.due_on = data.get("due_on") or item.due_on
        _give_task(item, manager)
    elif act == "postpone":
        item.hidden_until = item.due_on = data["due_on"]
        item.note = data["note"]
        item.acted_at = None
    else:
        item.state = Item.State.DONE if act == "done" else Item.State.DISMISSED
        item.outcome = data.get("outcome") or Item.Outcome.NOT_NEEDED
        item.note = data.get("note") or item.note
        item.resolved_at = now
    item.save()
    return asked
