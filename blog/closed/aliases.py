"""An alias shows the words of its original, so it is closed by whatever closes the original."""

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from blog.closed.restrictions import Gates, close, drop, gates_above


def connect() -> None:
    uid = "closed.aliases"
    post_save.connect(follow_row, sender=PageViewRestriction, dispatch_uid=uid)
    post_delete.connect(follow_row, sender=PageViewRestriction, dispatch_uid=uid)
    groups = PageViewRestriction.groups.through
    m2m_changed.connect(follow_groups, sender=groups, dispatch_uid=uid)
    post_page_move.connect(follow_move, dispatch_uid=uid)


def follow_row(sender: Any, instance: PageViewRestriction, raw: bool = False, **_: Any) -> None:
    if not raw:
        close_aliases(instance.page)


def follow_groups(sender: Any, instance: Any, action: str, reverse: bool, **kwargs: Any) -> None:
    if action.startswith("post_") and not reverse:
        close_aliases(instance.page)


def follow_move(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    close_aliases(instance)


def close_aliases(page: Page) -> None:
    """Close the aliases of this page, and of all below it, like their originals. One query if none.

    What they carried before goes; what was set on them by hand stays.
    """
    aliases = Page.objects.filter(alias_of__path__startswith=page.path)
    for alias in aliases.select_related("alias_of"):
        wanted = gates_above(alias.alias_of) | Gates.of(alias.alias_of).all
        drop(alias, Gates.of(alias).carried - wanted, carried=True)
        close(alias, Gates(carried=wanted))
