"""Tables of Wagtail's admin that become cards on a phone instead of running off its edge."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.tables import Table
from wagtail.admin.views import reports

_CELL = re.compile(r"<td\b")


class _LabelledCell:
    """A cell that names its column by `data-label`, whatever template Wagtail gives it."""

    def __init__(self, cell: Any, label: str) -> None:
        self.cell, self.label = cell, label

    def render_html(self, parent_context: Any) -> SafeString:
        html = self.cell.render_html(parent_context)
        is_empty = not strip_tags(html).strip()
        label = f'<td data-label="{escape(self.label)}"{" data-empty" if is_empty else ""}'
        return mark_safe(_CELL.sub(lambda found: label, html, count=1))  # noqa: S308  (escaped)


class CardTable(Table):
    """A listing whose rows are cards where there is no room for columns (`css/admin.css`)."""

    classname = "listing listing--cards"

    class Row(Table.Row):
        def __getitem__(self, name: str) -> _LabelledCell:
            return _LabelledCell(super().__getitem__(name), str(self.table.columns[name].label))

    @property
    def rows(self) -> Iterator[Table.Row]:
        for index, instance in enumerate(self.data):
            yield self.Row(self, instance, index)


class ReportView(reports.ReportView):
    """A report that can be read on a phone, and that says above its rows what they mean."""

    table_class = CardTable
    template_name = "ground/report.html"
    explanation: str | Promise = ""
    nothing_at_all: str | Promise = ""  # said where there are no rows, and no filter hides any

    @property
    def no_results_message(self) -> str:
        is_whole = not (self.is_searching or self.is_filtering)
        if is_whole and self.nothing_at_all:
            return str(self.nothing_at_all)
        return str(super().no_results_message)

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"explanation": self.get_explanation()}

    def get_explanation(self) -> str:
        """What is said above the rows; reports that count something say it here."""
        return str(self.explanation)
