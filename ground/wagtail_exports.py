"""Every export of Wagtail's admin is written by `ground.spreadsheets`, theirs and ours alike.

Their reports, lists of people, redirects and searches share one mixin, so it is mended in place:
a new report, or one that a package brings, cannot be forgotten.
"""

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from wagtail.admin.views.mixins import ExcelDateFormatter, SpreadsheetExportMixin

from ground import spreadsheets


def _rows(view: Any, queryset: Any, form: str) -> Iterator[list[Any]]:
    """The headings, then the values as the view prepares them."""
    yield [view.get_heading(queryset, field) for field in view.list_export]
    for item in queryset:
        row = view.to_row_dict(item)
        yield [view.preprocess_field_value(field, value, form) for field, value in row.items()]


def stream_csv(self: Any, queryset: Any) -> Iterator[bytes]:
    yield from spreadsheets.csv_lines(_rows(self, queryset, self.FORMAT_CSV))


def write_csv_response(self: Any, queryset: Any) -> StreamingHttpResponse:
    # Streamed after the reader's language is put away again: a generator would start too late.
    lines = list(self.stream_csv(queryset))
    response = StreamingHttpResponse(lines, content_type=spreadsheets.CSV_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.csv"'
    return response


def write_xlsx(self: Any, queryset: Any, output: Any) -> None:
    rows = _rows(self, queryset, self.FORMAT_XLSX)
    output.write(spreadsheets.xlsx(rows, date_format=ExcelDateFormatter().get()))


def mend() -> None:
    """Called once, when the house starts."""
    SpreadsheetExportMixin.stream_csv = stream_csv
    SpreadsheetExportMixin.write_csv_response = write_csv_response
    SpreadsheetExportMixin.write_xlsx = write_xlsx
