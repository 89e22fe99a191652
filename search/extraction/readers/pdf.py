"""PDF: by pdfium, which reads nearly everything quickly, and by pypdf where that fails."""

import re
from typing import IO

from search.extraction.readers.text import MOST_PAGES, Refused, Text

# Where a word is broken at the end of a line, pdfium leaves one of these.
_BROKEN = re.compile("[\ufffe\x02\xad]\r?\n?")


def read_pdf(file: IO[bytes], text: Text) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.read())
        count = len(document)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Refused("locked") from error
        file.seek(0)
        read_pdf_slowly(file, text)
        return
    for number in range(count):
        if number >= MOST_PAGES:
            text.note("pages")
            break
        try:
            page = document[number].get_textpage()
            # Not get_text_bounded(), which drops what crosses the edge of the page.
            piece = _BROKEN.sub("", page.get_text_range()).replace("\r", "")
        except pypdfium2.PdfiumError:  # one broken page does not cost the others
            text.note("parts")
            piece = ""
        if not _add_page(piece, text):
            break


def read_pdf_slowly(file: IO[bytes], text: Text) -> None:
    """The same by pypdf, which is written in Python: nothing crashes it."""
    import pypdf

    reader = pypdf.PdfReader(file, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("locked")
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            text.note("pages")
            break
        try:
            piece = page.extract_text()
        except Exception:  # noqa: BLE001 (one broken page does not cost the others)
            text.note("parts")
            piece = ""
        if not _add_page(piece, text):
            break


def _add_page(piece: str, text: Text) -> bool:
    text.pages += 1
    if not piece.strip():
        text.empty_pages += 1
    return text.add(piece)
