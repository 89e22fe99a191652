"""Markdown tables."""

from collections.abc import Iterable, Sequence

Row = Sequence[object]


def table(head: Row, rows: Iterable[Row]) -> str:
    """A table; `|` and line breaks in its cells do no harm."""
    lines = [_line(head), "|" + "---|" * len(head)]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def code(text: object) -> str:
    return f"`{text}`" if str(text) else ""


def codes(texts: Iterable[object]) -> str:
    return ", ".join(code(text) for text in texts)


def first_line(documented: object) -> str:
    """The first line of a docstring; not the one that Django makes up for a model."""
    words = (getattr(documented, "__doc__", None) or "").strip().partition("\n")[0].strip()
    return "" if words.startswith(f"{getattr(documented, '__name__', '')}(") else words


def _line(cells: Row) -> str:
    return (
        "| " + " | ".join(" ".join(str(cell).split()).replace("|", "\\|") for cell in cells) + " |"
    )
