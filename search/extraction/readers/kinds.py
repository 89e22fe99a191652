"""Which reader a file needs: by what it is, and by its ending where that does not tell.

Programs export HTML as .xls and rich text as .doc; people rename files.
"""

from collections.abc import Callable
from typing import IO

from search.extraction.readers import (
    mail,
    office,
    old_office,
    open_document,
    pdf,
    plain,
    sheets,
)
from search.extraction.readers.archive import Archive
from search.extraction.readers.text import Refused, Text

Reader = Callable[[IO[bytes], Text], None]

_WORD = ("docx", "docm", "dotx", "dotm")
_SHEETS = ("xlsx", "xlsm", "xltx", "xltm")
_SLIDES = ("pptx", "pptm", "ppsx", "ppsm", "potx", "potm")
_OPEN = ("odt", "ott", "ods", "ots", "odp", "otp", "odg", "odf")
_FLAT = ("fodt", "fods", "fodp", "fodg")
_PLAIN = (
    "txt",
    "csv",
    "tsv",
    "log",
    "json",
    "xml",
    "yaml",
    "yml",
    "ini",
    "srt",
    "vtt",
    "ics",
    "vcf",
)

BY_ENDING: dict[str, Reader] = {
    **dict.fromkeys(_WORD, office.read_word),
    **dict.fromkeys(_SHEETS, sheets.read_sheets),
    **dict.fromkeys(_SLIDES, office.read_presentation),
    **dict.fromkeys(_OPEN, open_document.read_open_document),
    **dict.fromkeys(_FLAT, open_document.read_flat_open_document),
    **dict.fromkeys(_PLAIN, plain.read_plain),
    **dict.fromkeys(["md", "markdown"], plain.read_markdown),
    **dict.fromkeys(["html", "htm"], plain.read_html),
    "pdf": pdf.read_pdf,
    "pdf-slowly": pdf.read_pdf_slowly,
    "doc": old_office.read_old_word,
    "dot": old_office.read_old_word,
    "ppt": old_office.read_old_slides,
    "pps": old_office.read_old_slides,
    "xls": sheets.read_old_sheets,
    "xlt": sheets.read_old_sheets,
    "rtf": plain.read_rich_text,
    "eml": mail.read_mail,
    "msg": mail.read_outlook_mail,
}
_OFFICE = frozenset([*_WORD, *_SHEETS, *_SLIDES, *_OPEN, "doc", "dot", "ppt", "pps", "xls", "xlt"])
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_OLE: tuple[tuple[str, Reader], ...] = (
    ("worddocument", old_office.read_old_word),
    ("workbook", sheets.read_old_sheets),
    ("book", sheets.read_old_sheets),
    ("powerpoint document", old_office.read_old_slides),
    ("__properties_version1.0", mail.read_outlook_mail),
)


def reader(ending: str, file: IO[bytes]) -> Reader | None:
    """The reader of a file; None if its words are not for reading. Raises Refused if it is locked."""
    start = file.read(2048)
    file.seek(0)
    found = BY_ENDING.get(ending)
    if found is None or ending == "pdf-slowly":
        return found
    if start.startswith(_OLE):
        return _in_container(file) or found
    if start.lstrip()[:5] == b"{\\rtf":
        return plain.read_rich_text
    if ending in _OFFICE:
        if start.startswith(b"PK\x03\x04"):
            return _in_archive(file) or found
        if b"<html" in start.lower() or b"<table" in start.lower():
            return plain.read_html
    if start.startswith(b"%PDF-"):
        return pdf.read_pdf
    return found


def _in_container(file: IO[bytes]) -> Reader | None:
    import olefile

    try:
        with olefile.OleFileIO(file) as ole:
            names = {path[0].lower() for path in ole.listdir()}
    except OSError:
        names = set()
    finally:
        file.seek(0)
    if names & {"encryptedpackage", "encryptioninfo"}:  # an office file with a password
        raise Refused("locked")
    return next((found for name, found in _IN_OLE if name in names), None)


def _in_archive(file: IO[bytes]) -> Reader | None:
    archive = Archive(file)
    file.seek(0)
    if archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        return open_document.read_open_document
    main = office.main_part(archive)
    for folder, ending in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
        if main.startswith(folder):
            return BY_ENDING[ending]
    return None
