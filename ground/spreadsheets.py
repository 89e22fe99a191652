"""CSV and XLSX that open in columns and calculate nothing.

Whoever can name a page, a file or themselves can write into somebody's export. Spreadsheets run
text that begins like a formula; XLSX says of each cell that it is text, in CSV an apostrophe does.

CSV begins with a byte-order mark, and its separator and decimal sign are those that Excel expects
in the reader's language: `;` and `,` in Polish, `,` and `.` in English. (A line `sep=` would make
Excel forget the mark, and with it the Polish letters.)
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils.encoding import force_str
from django.utils.formats import get_format
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

BOM = "\ufeff"
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AS_TEXT = "@"  # Excel's format of cells that stay text when somebody edits them

# What a formula begins with, also as Japanese Excel writes it; a tab or a new line before a value
# is a trick to begin it elsewhere.
_FORMULA = "=+\\-@＝＋－＠﹦﹢﹣﹫"
# Signs that are not seen and that spreadsheets overlook: blanks, controls, zero-width and marks.
_UNSEEN = r"[\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]"
_BEGINS_LIKE_ONE = re.compile(rf"^(?:[\t\r\n]|{_UNSEEN}*[{_FORMULA}])")
# … behind a separator of another language's Excel, which would begin a cell there.
_BEGINS_INSIDE = re.compile(rf"([,;\t|\r\n][\"']?{_UNSEEN}*)(?=[{_FORMULA}])")


def begins_like_a_formula(text: str) -> bool:
    """Whether a spreadsheet could take the text for a formula."""
    return bool(_BEGINS_LIKE_ONE.match(text))


def harmless(value: Any) -> Any:
    """The value for a cell of CSV: text never begins a formula, numbers stay numbers."""
    if not isinstance(value, str):
        return value
    value = _BEGINS_INSIDE.sub(r"\1'", value)
    return f"'{value}" if begins_like_a_formula(value) else value


def separator() -> str:
    """What separates columns for Excel in the reader's language."""
    return ";" if _has_decimal_comma() else ","


def csv_lines(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file, line by line, for the reader whose language is active now."""
    writer = csv.writer(_Echo(), delimiter=separator())
    has_comma = _has_decimal_comma()
    mark = BOM
    for row in rows:
        cells = [_written(harmless(_plain(value)), has_comma) for value in row]
        yield (mark + writer.writerow(cells)).encode()
        mark = ""


def xlsx(rows: Iterable[Sequence[Any]], title: str = "", date_format: str | None = None) -> bytes:
    """The file; text is text, whatever it looks like."""
    book = Workbook(write_only=True, iso_dates=True)
    sheet = book.create_sheet(title=title or "Sheet1")
    for row in rows:
        sheet.append([text_cell(sheet, value, date_format) for value in row])
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def text_cell(sheet: Any, value: Any, date_format: str | None = None) -> Any:
    """A cell of a write-only sheet; text keeps to text also when somebody edits the cell."""
    value = _plain(value)
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if date_format and isinstance(value, datetime):
            cell.number_format = date_format
        return cell
    # Signs that XML has no place for made the whole export fail.
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    if begins_like_a_formula(value):
        cell.number_format = AS_TEXT
        cell.quotePrefix = True
    return cell


class _Echo:
    """Gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _plain(value: Any) -> Any:
    """Lazy words become text; numbers, dates and nothing stay what they are."""
    return force_str(value, strings_only=True)


def _written(value: Any, has_comma: bool) -> Any:
    is_fraction = isinstance(value, float | Decimal)
    return str(value).replace(".", ",") if has_comma and is_fraction else value


def _has_decimal_comma() -> bool:
    return str(get_format("DECIMAL_SEPARATOR")) == ","
