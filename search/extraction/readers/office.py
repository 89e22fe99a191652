"""Word and PowerPoint files: every word that stands in their parts, masters excepted."""

import re
from typing import IO, Any

from search.extraction.readers.archive import Archive, events, local, parse
from search.extraction.readers.text import Refused, Text

# What holds no text of the author: how things look, what a program needs.
_WORD_PARTS = re.compile(
    r"word/(?!theme/|glossary/|styles|settings|fontTable|webSettings|numbering)"
)
_PRESENTATION_PARTS = re.compile(
    r"ppt/(?!theme/|slideMasters/|slideLayouts/|notesMasters/|handoutMasters/|slides/|notesSlides/"
    r"|tableStyles|presProps|viewProps|presentation\.xml)"
)
_LINES = frozenset(["p", "tr", "si", "text", "pt"])
_BLANKS = frozenset(["tab", "br", "cr", "ptab", "footnoteReference", "endnoteReference"])
# Field codes, deleted words, how to pronounce words, and the copy for programs that do not know
# the original.
_SKIPPED = frozenset(["instrText", "delText", "delInstrText", "rPh", "Fallback", "numCache"])


def read_word(file: IO[bytes], text: Text) -> None:
    """The text first, then headers, footers, notes, comments, charts and diagrams."""
    archive = Archive(file)
    main = main_part(archive) or "word/document.xml"
    if main not in archive.names:
        raise Refused("broken")
    others = [n for n in archive.names if _WORD_PARTS.match(n) and n.endswith(".xml") and n != main]
    for name in [main, *sorted(others, key=_order)]:
        if not add_part(archive, name, text):
            return


def read_presentation(file: IO[bytes], text: Text) -> None:
    """Slides in the order in which they are shown, each with its notes; then all the rest."""
    archive = Archive(file)
    main = main_part(archive) or "ppt/presentation.xml"
    if main not in archive.names:
        raise Refused("broken")
    related = archive.related(main)
    shown = [e for e in parse(archive.read(main)).iter() if local(e) == "sldId"]
    keys = [value for e in shown for name, value in e.attrib.items() if name.endswith("}id")]
    for name in dict.fromkeys(related[key] for key in keys if key in related):
        if name not in archive.names:
            continue
        text.pages += 1
        before = text.length
        notes = [n for n in archive.related(name).values() if n.startswith("ppt/notesSlides/")]
        for part in [name, *(note for note in notes if note in archive.names)]:
            if not add_part(archive, part, text):
                return
        text.empty_pages += text.length == before
    others = [n for n in archive.names if _PRESENTATION_PARTS.match(n) and n.endswith(".xml")]
    for name in sorted(others, key=_order):
        if not add_part(archive, name, text):
            return


def main_part(archive: Archive) -> str:
    """The part that the file is opened with; "" if it does not say."""
    data = archive.read("_rels/.rels")
    for element in parse(data).iter() if data else ():
        if str(element.get("Type", "")).endswith("/officeDocument"):
            return str(element.get("Target", "")).lstrip("/")
    return ""


def _order(name: str) -> list[Any]:
    return [int(piece) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]


def add_part(archive: Archive, name: str, text: Text) -> bool:
    """Add the words of a part line by line; False once there is enough."""
    lines: list[list[str]] = [[]]  # a text box stands within a paragraph: lines nest
    skipped = 0
    for event, element in events(archive.open(name), text):
        kind = local(element)
        if kind in _SKIPPED:
            skipped += 1 if event == "start" else -1
            if event == "end":
                element.clear(keep_tail=True)
        elif skipped:
            continue
        elif event == "start":
            if kind in _LINES:
                lines.append([])
        elif kind in ("t", "v"):
            lines[-1].append(element.text or "")
            if kind == "v":  # a name or a label in a chart
                lines[-1].append(" ")
        elif kind in _BLANKS:
            lines[-1].append(" ")
        elif kind == "noBreakHyphen":
            lines[-1].append("-")
        elif kind in _LINES:
            if kind == "text":  # a comment in the newer form
                lines[-1].append(element.text or "")
            if not text.add("".join(lines.pop() if len(lines) > 1 else lines[0])):
                return False
            element.clear(keep_tail=True)
    return text.add("".join(lines[0]))
