"""Open CSV files from anywhere: encodings, delimiters and headings as other programs write them."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",;\t|"
_CHUNK = 1 << 20
# What spreadsheets and data frames write where there is nothing.
_NOTHING = {"", "nan", "none", "null", "n/a", "na", "nat", "<na>", "-"}


class LogError(ValueError):
    """The folder cannot be evaluated; the message says why."""


def encoding_of(path: Path) -> str:
    """By its mark, else UTF-8 when all of it is, else the code page of Central Europe."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(4)
        for mark, name in _MARKS:
            if head.startswith(mark):
                return name
        file.seek(0)
        try:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1250"
    return "utf-8"


def rows(path: Path, wanted: Sequence[str], needed: Sequence[str]) -> Iterator[list[str]]:
    """The `wanted` columns of each row as stripped text, empty where a column is missing.

    Raises LogError when a `needed` column is missing or the file is no CSV.
    """
    try:
        with path.open(encoding=encoding_of(path), errors="replace", newline="") as file:
            heading = file.readline()
            delimiter = max(_DELIMITERS, key=heading.count)
            names = [name.strip().casefold() for name in next(csv.reader([heading], delimiter=delimiter), [])]  # fmt: skip
            _check(path, names, needed)
            places = [names.index(name) if name in names else -1 for name in wanted]
            last = max(places)
            reader = csv.reader(file, delimiter=delimiter)
            try:
                for row in reader:
                    if row:
                        row += [""] * (last + 1 - len(row))
                        yield [row[at].strip() if at >= 0 else "" for at in places]
            except csv.Error as error:
                raise LogError(f"{path}, line {reader.line_num + 1}: {error}.") from error
    except OSError as error:
        raise LogError(f"{path} cannot be read: {error.strerror}.") from error


def _check(path: Path, names: list[str], needed: Sequence[str]) -> None:
    if not any(names):
        raise LogError(f"{path} is empty; its first line must name the columns.")
    missing = [name for name in needed if name not in names]
    if missing:
        raise LogError(
            f"{path} has no column {' and no column '.join(missing)}; "
            f"its first line names: {', '.join(names)}."
        )


def known(text: str) -> str:
    """The text, or nothing where it only says that there is nothing."""
    return "" if text.casefold() in _NOTHING else text


def person(text: str) -> str:
    """An id as written, without the ".0" that data frames add to whole numbers."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else known(text)
