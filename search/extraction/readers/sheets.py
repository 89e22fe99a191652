"""Excel files: every cell that is there, whatever the file says of its own dimensions."""

import os
import re
from collections.abc import Iterator
from typing import IO, Any

from search.extraction.readers.archive import Archive, events, local, parse
from search.extraction.readers.number_format import BUILT_IN, shown, shown_moment
from search.extraction.readers.office import add_part, main_part
from search.extraction.readers.text import MOST_CELLS, Refused, Text

_OTHERS = re.compile(r"xl/(comments|threadedComments/|drawings/drawing|charts/chart|diagrams/data)")
_HEADERS = frozenset([f"{kind}{place}" for kind in ("odd", "even", "first") for place in
                      ("Header", "Footer")])  # fmt: skip
_HEADER_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d+|.)')
_TRUTH = {"0": "FALSE", "1": "TRUE"}


class Book:
    """A workbook being read."""

    def __init__(self, archive: Archive, text: Text):
        self.archive = archive
        self.text = text
        self.cells = 0
        self.since_1904 = False
        self.formats: list[str] = []  # of a cell, by the number of its style
        self.strings: list[str] = []

    def read(self) -> None:
        main = main_part(self.archive) or "xl/workbook.xml"
        if main not in self.archive.names or main.endswith(".bin"):
            raise Refused("broken" if main not in self.archive.names else "format")
        related = self.archive.related(main)
        sheets: list[tuple[str, str]] = []
        for element in parse(self.archive.read(main)).iter():
            if local(element) == "workbookPr":
                self.since_1904 = element.get("date1904") in ("1", "true")
            elif local(element) == "sheet":
                key = next((v for name, v in element.attrib.items() if name.endswith("}id")), "")
                sheets.append((element.get("name", ""), related.get(key, "")))
        parts = related.values()
        self.formats = self._formats(next((p for p in parts if p.endswith("styles.xml")), ""))
        shared = next((p for p in parts if p.lower().endswith("sharedstrings.xml")), "")
        self.strings = self._strings(shared)
        for title, part in sheets:
            more = self.text.add(title)
            if part in self.archive.names:
                more = self._sheet(part)
            if not more:
                return
        for name in sorted(n for n in self.archive.names if _OTHERS.match(n)):
            if name.endswith(".xml") and not add_part(self.archive, name, self.text):
                return

    def _formats(self, part: str) -> list[str]:
        own: dict[int, str] = {}
        formats: list[str] = []
        if part not in self.archive.names:
            return formats
        for element in parse(self.archive.read(part)).iter():
            if local(element) == "numFmt":
                own[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
            elif local(element) == "cellXfs":
                numbers = [_whole(e.get("numFmtId")) for e in element if local(e) == "xf"]
                formats = [own.get(n, BUILT_IN.get(n, "General")) for n in numbers]
        return formats

    def _strings(self, part: str) -> list[str]:
        strings: list[str] = []
        if part not in self.archive.names:
            return strings
        for element in _ended(self.archive.open(part), self.text, "si"):
            strings.append(_string(element))
        return strings

    def _sheet(self, part: str) -> bool:
        row: list[str] = []
        for event, element in events(self.archive.open(part), self.text):
            kind = local(element)
            if event == "start":
                continue
            if kind == "c":
                if value := self._value(element):
                    row.append(value)
                    self.cells += 1
                element.clear()
                if self.cells > MOST_CELLS:
                    self.text.note("cells")
                    self.text.add(" ".join(row))
                    return False
            elif kind == "row":
                if not self.text.add(" ".join(row)):
                    return False
                row = []
                element.clear()
            elif kind in _HEADERS and element.text:
                self.text.add(_HEADER_CODES.sub(" ", element.text))
        return self.text.add(" ".join(row))

    def _value(self, cell: Any) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return " ".join(_string(e) for e in cell if local(e) == "is").strip()
        value = next((e.text or "" for e in cell if local(e) == "v"), "").strip(" \t\r\n")
        if not value or kind == "e":
            return ""
        if kind == "s":
            number = _whole(value)
            return self.strings[number].strip() if 0 <= number < len(self.strings) else ""
        if kind == "b":
            return _TRUTH.get(value, value)
        if kind in ("str", "d"):
            return value
        style = _whole(cell.get("s", "0"))
        pattern = self.formats[style] if 0 <= style < len(self.formats) else "General"
        return shown(value, pattern, since_1904=self.since_1904)


def read_sheets(file: IO[bytes], text: Text) -> None:
    Book(Archive(file), text).read()


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() else 0


def _ended(source: IO[bytes], text: Text, name: str) -> Iterator[Any]:
    """Yield the elements of one name, each forgotten afterwards."""
    for _event, element in events(source, text, ends_only=True):
        if local(element) == name:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


def _string(element: Any) -> str:
    """The text of a string of one or many runs, without the signs that say how to read it."""
    pieces = []
    for child in element:
        if local(child) == "t":
            pieces.append(child.text or "")
        elif local(child) == "r":
            pieces += [e.text or "" for e in child if local(e) == "t"]
    return "".join(pieces)


def read_old_sheets(file: IO[bytes], text: Text) -> None:
    """Excel 5 to 2003."""
    import xlrd

    try:
        with open(os.devnull, "w", encoding="utf-8") as silence:
            book = xlrd.open_workbook(file_contents=file.read(), on_demand=True, logfile=silence)
            _read_old_book(book, text)
    except xlrd.XLRDError as error:
        raise Refused("locked" if "encrypted" in str(error) else "broken") from error


def _read_old_book(book: Any, text: Text) -> None:
    import xlrd

    cells = 0
    for name in book.sheet_names():
        text.add(name)
        sheet = book.sheet_by_name(name)
        for number in range(sheet.nrows):
            row = []
            for cell in sheet.row(number):
                if cell.ctype == xlrd.XL_CELL_TEXT:
                    row.append(cell.value)
                elif cell.ctype == xlrd.XL_CELL_NUMBER:
                    row.append(f"{cell.value:.15g}")
                elif cell.ctype == xlrd.XL_CELL_DATE:
                    row.append(_old_date(cell.value, book.datemode))
            cells += len(row)
            if cells > MOST_CELLS:
                text.note("cells")
                return
            if not text.add(" ".join(row)):
                return
        book.unload_sheet(name)


def _old_date(value: float, mode: int) -> str:
    import xlrd

    try:
        moment = xlrd.xldate.xldate_as_datetime(value, mode)
    except (xlrd.xldate.XLDateError, ValueError, OverflowError):
        return f"{value:.15g}"
    has_time = bool(value % 1)
    if value < 1:
        return shown_moment(moment, "h:mm")
    return shown_moment(moment, "dd.mm.yyyy h:mm" if has_time else "dd.mm.yyyy")
