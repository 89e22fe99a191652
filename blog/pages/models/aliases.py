"""Aliases say what their originals say, and not before."""

from typing import Any


class AliasesWaitMixin:
    """A page whose aliases go live with it.

    Wagtail publishes the aliases of a page as soon as it is scheduled (wagtail/wagtail#11344), so
    that an embargoed piece is read early.
    """

    live: bool

    def update_aliases(self, **kwargs: Any) -> None:
        if self.live:
            super().update_aliases(**kwargs)  # type: ignore[misc]
