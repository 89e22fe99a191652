"""OpenDocument files: text, sheets, presentations, drawings; zipped or as one XML file."""

import re
from typing import IO, Any

from lxml import etree

from search.extraction.readers.archive import Archive, events, local
from search.extraction.readers.text import Refused, Text

_OBJECTS = re.compile(r"Object [^/]+/content\.xml")  # charts, formulas
_BLANKS = frozenset(["s", "tab", "line-break", "note", "annotation", "text-box"])


def read_open_document(file: IO[bytes], text: Text) -> None:
    """The contents, charts, and the headers and footers, which stand among the styles."""
    archive = Archive(file)
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refused("locked")
    if "content.xml" not in archive.names:
        raise Refused("broken")
    names = ["content.xml", *sorted(n for n in archive.names if _OBJECTS.fullmatch(n))]
    if b"presentation" not in archive.read("mimetype"):  # there they are masters
        names.append("styles.xml")
    for name in names:
        if name in archive.names and not add_open_xml(archive.open(name), text):
            return


def read_flat_open_document(file: IO[bytes], text: Text) -> None:
    add_open_xml(file, text)


def add_open_xml(source: IO[bytes], text: Text) -> bool:
    """Add the paragraphs of an XML part; False once there is enough."""
    deleted = 0
    for event, element in events(source, text):
        kind = local(element)
        if kind == "tracked-changes":
            deleted += 1 if event == "start" else -1
        elif event == "start":
            if kind == "table" and not deleted:
                text.add(_attribute(element, "name"))
            elif kind == "page":
                text.pages += 1
        elif kind in ("p", "h") and not deleted:
            if not text.add("".join(_inline(element))):
                return False
            # A note or a text box within a paragraph has had its turn; what follows it has not.
            element.clear(keep_tail=True)
        elif kind in ("table-row", "title", "desc"):
            if kind != "table-row" and not deleted and not text.add(element.text):
                return False
            element.clear(keep_tail=True)
    return True


def _attribute(element: Any, name: str) -> str:
    return next((str(v) for key, v in element.attrib.items() if key.endswith("}" + name)), "")


def _inline(paragraph: Any) -> Any:
    for event, element in etree.iterwalk(paragraph, events=("start", "end")):
        if event == "start":
            if local(element) in _BLANKS:
                yield " "
            if isinstance(element.tag, str):
                yield element.text or ""
        elif element is not paragraph:
            yield element.tail or ""
