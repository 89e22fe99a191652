"""Reads the text of one file. Run as a script in a process of its own, never imported by the site.

    python -I child.py SUFFIX PATH MEGABYTES SECONDS

Writes one JSON object to standard output: {"text", "pages", "empty_pages", "note"}. The file may be
hostile: memory, processor time, written files and text length are limited here, wall time by the
parent (see `sandbox`). Nothing of the project is imported.
"""

import email
import email.policy
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

LONGEST_TEXT = 500_000  # characters kept of one file
MOST_PAGES = 2_000
MOST_CELLS = 200_000
LARGEST_UNPACKED = 300 * 2**20  # bytes in all parts of a zipped file: more is a bomb
MOST_PARTS = 5_000


class Refused(Exception):
    """The file cannot be read for a reason that people understand."""


class Text:
    """Collects pieces up to the limit."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.pages = 0
        self.empty_pages = 0

    def add(self, piece: Any) -> bool:
        """Add a piece; False once there is enough."""
        text = str(piece).strip() if piece is not None else ""
        if text:
            self.pieces.append(text[: LONGEST_TEXT - self.length])
            self.length += len(text)
        return self.length < LONGEST_TEXT

    def __str__(self) -> str:
        text = "\n".join(self.pieces).replace("\x00", " ")
        return re.sub(r"[ \t\xa0]{2,}", " ", text).encode("utf-8", "replace").decode()


def read_pdf(path: Path, text: Text) -> None:
    import pypdf

    reader = pypdf.PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("locked")
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            break
        text.pages += 1
        try:
            piece = page.extract_text()
        except Exception:  # noqa: BLE001 - one broken page does not cost the others
            piece = ""
        if not piece.strip():
            text.empty_pages += 1
        if not text.add(piece):
            break


def read_docx(path: Path, text: Text) -> None:
    import docx

    check_archive(path)
    document = docx.Document(str(path))
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            pieces = [" ".join(dict.fromkeys(c.text for c in row.cells)) for row in block.rows]
        else:
            pieces = [block.text]
        if not all(text.add(piece) for piece in pieces):
            return
    for section in document.sections:
        for part in (section.header, section.footer):
            text.add("\n".join(p.text for p in part.paragraphs))


def read_xlsx(path: Path, text: Text) -> None:
    import openpyxl

    check_archive(path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    cells = 0
    for sheet in book.worksheets:
        text.add(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            values = [str(value) for value in row if value is not None]
            cells += max(len(row), 1)
            if cells > MOST_CELLS or not text.add(" ".join(values)):
                return


def read_pptx(path: Path, text: Text) -> None:
    import pptx

    check_archive(path)
    for slide in pptx.Presentation(str(path)).slides:
        text.pages += 1
        before = text.length
        for shape in slide.shapes:
            if shape.has_text_frame:
                text.add(shape.text_frame.text)
            if getattr(shape, "has_table", False):
                for row in shape.table.rows:
                    text.add(" ".join(cell.text for cell in row.cells))
        if slide.has_notes_slide:
            text.add(slide.notes_slide.notes_text_frame.text)
        if text.length == before:
            text.empty_pages += 1
        if text.length >= LONGEST_TEXT:
            return


def read_open_document(path: Path, text: Text) -> None:
    from defusedxml import ElementTree

    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("content.xml"))
    namespace = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    for element in root.iter():
        is_text = element.tag in (f"{namespace}p", f"{namespace}h")
        if is_text and not text.add("".join(element.itertext())):
            return


def check_archive(path: Path) -> None:
    """Refuse archives that would unpack to too much before anything unpacks them."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise Refused("too large when unpacked")


def decoded(data: bytes) -> str:
    """Text in UTF-8, UTF-16 with a mark, or the Polish code page of older Windows."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", "replace")


def read_plain(path: Path, text: Text) -> None:
    with path.open("rb") as file:
        text.add(decoded(file.read(4 * LONGEST_TEXT)))


def read_markdown(path: Path, text: Text) -> None:
    with path.open("rb") as file:
        source = decoded(file.read(4 * LONGEST_TEXT))
    source = re.sub(r"\A---\n.*?\n---\n", "", source, flags=re.DOTALL)
    source = re.sub(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)", r"\1", source)
    text.add(re.sub(r"(?m)^[#>*+\-\s]{1,10}\s|[*_`]{1,3}", "", source))


class _Words(HTMLParser):
    """The visible words of HTML."""

    SILENT = frozenset({"script", "style", "template", "noscript", "svg"})
    BLOCKS = frozenset({"p", "div", "li", "tr", "br", "td", "th", *(f"h{n}" for n in range(1, 7))})

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text
        self.line: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.flush()
        if tag == "img":
            self.line.extend(value for name, value in attrs if name == "alt" and value)

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in self.SILENT and self.silent > 0
        if tag in self.BLOCKS:
            self.flush()

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.line.append(" ".join(data.split()))

    def flush(self) -> None:
        self.text.add(" ".join(piece for piece in self.line if piece))
        self.line.clear()


def add_html(source: str, text: Text) -> None:
    words = _Words(text)
    words.feed(source)
    words.close()
    words.flush()


def read_html(path: Path, text: Text) -> None:
    with path.open("rb") as file:
        add_html(decoded(file.read(8 * LONGEST_TEXT)), text)


def read_mail(path: Path, text: Text) -> None:
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    for name in ("subject", "from", "to", "date"):
        text.add(message.get(name, ""))
    body = message.get_body(("plain", "html"))
    if body is not None:
        content = body.get_content()
        add = add_html if body.get_content_type() == "text/html" else None
        add(content, text) if add else text.add(content)
    for part in _attachments(message):
        text.add(part.get_filename())


def _attachments(message: Any) -> Iterator[Any]:
    for number, part in enumerate(message.iter_attachments()):
        if number >= 200:
            return
        yield part


READERS: dict[str, Callable[[Path, Text], None]] = {
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pptx": read_pptx,
    **dict.fromkeys(["odt", "ods", "odp"], read_open_document),
    **dict.fromkeys(["txt", "csv", "log"], read_plain),
    **dict.fromkeys(["md", "markdown"], read_markdown),
    **dict.fromkeys(["html", "htm"], read_html),
    "eml": read_mail,
}


def limit(megabytes: int, seconds: int) -> None:
    """Take from this process what a text reader does not need."""
    memory = megabytes * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))


def main() -> None:
    suffix, name, megabytes, seconds = sys.argv[1:5]
    limit(int(megabytes), int(seconds))
    text, note = Text(), ""
    try:
        READERS[suffix](Path(name), text)
    except Refused as reason:
        note = str(reason)
    except MemoryError:
        note = "needs too much memory"
    except RecursionError:
        note = "is nested too deeply"
    except Exception as error:  # noqa: BLE001 - whatever a parser raises for a broken file
        note = f"cannot be read ({type(error).__name__})"
    answer = {
        "text": str(text),
        "pages": text.pages,
        "empty_pages": text.empty_pages,
        "note": note,
    }
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
