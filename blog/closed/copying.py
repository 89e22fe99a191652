"""Copies and aliases stay closed as their originals are.

Wagtail gives every page of a copied section the restrictions of the *first* page, and none where
the new place has any of its own (wagtail/wagtail#6212); the copies are live by then. So each page
brings its own here, the first one also those of the sections that it leaves, and it all becomes
visible at once. Pages that are closed to whoever copies are left out.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Page

from blog.closed.access import may_work_on
from blog.closed.restrictions import Gates, close, drop, gates_above


def connect() -> None:
    """Wrap what Wagtail calls once for each page of the tree that is copied."""
    CopyPageAction._copy_page = _closed_alike(CopyPageAction._copy_page)
    CreatePageAliasAction._create_alias = _closed_alike(CreatePageAliasAction._create_alias)


def _closed_alike(copy_one: Callable) -> Callable:
    @wraps(copy_one)
    def copy(action: Any, page: Page, *args: Any, **kwargs: Any) -> Page | None:
        is_first = page.pk == action.page.pk
        if not is_first and action.user and not may_work_on(action.user, page):
            action.left_out = getattr(action, "left_out", 0) + 1
            return None
        with transaction.atomic():
            copied = copy_one(action, page, *args, **kwargs)
            if getattr(action, "left_out", 0):
                _count_children(copied)
            _close_like(page, copied, first=action.page)
        copied.left_out = getattr(action, "left_out", 0)
        return copied

    return copy


def _close_like(page: Page, copied: Page, first: Page) -> None:
    gates = Gates.of(page)
    if page.pk == first.pk:
        gates = Gates(gates.own, gates.carried | gates_above(page))
    if copied.alias_of_id:  # all that it shows is its original's
        gates = Gates(carried=gates.all)
    drop(copied, Gates.of(first).all - gates.own, carried=False)
    close(copied, gates)


def _count_children(page: Page) -> None:
    """Wagtail counts the pages that were left out as children, too."""
    page.numchild = Page.objects.child_of(page).count()
    page.save(clean=False, update_fields=["numchild"])
