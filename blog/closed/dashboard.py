"""The first page of Wagtail's admin, without what is closed."""

from collections.abc import Callable
from operator import attrgetter, itemgetter
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.site_summary import PagesSummaryItem
from wagtail.models import Page

from blog.closed.access import workable
from blog.closed.lists import keep_workable

# What a panel lists, by its name in the panel's context → the page in a row of it.
ROWS: dict[str, Callable[[Any], Any]] = {
    "workflow_states": attrgetter("content_object"),
    "states": itemgetter("obj"),
    "last_edits": itemgetter(1),
    "locked_pages": lambda page: page,
}


@hooks.register("construct_homepage_panels", order=1000)
def leave_out_closed(request: HttpRequest, panels: list[Any]) -> None:
    """One's own edits, locks and proposals are listed even if the page has been closed since."""
    for panel in panels:
        panel.get_context_data = _filtered(request, panel.get_context_data)


def _filtered(request: HttpRequest, get_context_data: Callable[..., Any]) -> Callable[..., Any]:
    def context_of(parent_context: Any) -> Any:
        context = get_context_data(parent_context)
        for name, page_of in ROWS.items():
            if name in (context or {}):
                context[name] = keep_workable(request.user, context[name], page_of)  # type: ignore[arg-type]
        return context

    return context_of


class WorkablePagesSummary(PagesSummaryItem):
    """How many pages there are, as far as this person knows."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        root = context["root_page"]
        if root is not None:
            pages = Page.objects.descendant_of(root, inclusive=not root.is_root())
            context["total_pages"] = pages.filter(workable(self.request.user)).count()
        return context


@hooks.register("construct_homepage_summary_items", order=1000)
def count_workable(request: HttpRequest, items: list[Any]) -> None:
    items[:] = [
        WorkablePagesSummary(request) if type(item) is PagesSummaryItem else item for item in items
    ]
