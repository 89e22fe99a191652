"""A page that leaves a closed section stays closed to the same people, unless it is opened."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import post_page_move, pre_page_move

from blog.closed.restrictions import Gate, Gates, close, drop, gates_above


def connect() -> None:
    pre_page_move.connect(keep_closed, dispatch_uid="closed.keep_closed")
    post_page_move.connect(leave_to_section, dispatch_uid="closed.leave_to_section")


def gates_left(page: Page, destination: Page) -> set[Gate]:
    """What closes the page now, from above, and would not below the destination."""
    there = gates_above(destination) | Gates.of(destination).all
    return set(gates_above(page) - there)


def keep_closed(sender: type[Page], instance: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """Before the move, so that there is no moment at which the page is open."""
    gates = gates_left(instance, parent_page_after)
    if not gates or getattr(instance, "opens_by_move", False):
        return
    # An alias is closed by what its original carries; its own rows are not swept away with those.
    kept = Gates(own=gates) if instance.alias_of_id else Gates(carried=gates)
    close(instance, kept, repeat_above=True)
    instance.stayed_closed = True


def leave_to_section(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """What the new sections say, the page need not carry."""
    drop(instance, gates_above(instance), carried=True)
