"""Files that are no pictures: whether what they hold fits their names, and as what they are served."""

import io
import mimetypes
import re
import zipfile

from django.conf import settings

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml"
OPEN = "application/vnd.oasis.opendocument"
# Ending: (media type, a part that such a file has, whether it may hold macros).
OFFICE = {
    "docx": (f"{WORD}.document", "word/", False),
    "dotx": (f"{WORD}.template", "word/", False),
    "docm": ("application/vnd.ms-word.document.macroEnabled.12", "word/", True),
    "xlsx": (f"{SHEET}.sheet", "xl/", False),
    "xltx": (f"{SHEET}.template", "xl/", False),
    "xlsm": ("application/vnd.ms-excel.sheet.macroEnabled.12", "xl/", True),
    "pptx": (f"{SLIDES}.presentation", "ppt/", False),
    "ppsx": (f"{SLIDES}.slideshow", "ppt/", False),
    "pptm": ("application/vnd.ms-powerpoint.presentation.macroEnabled.12", "ppt/", True),
}
OPEN_DOCUMENT = {
    "odt": f"{OPEN}.text",
    "ods": f"{OPEN}.spreadsheet",
    "odp": f"{OPEN}.presentation",
    "odg": f"{OPEN}.graphics",
    "ott": f"{OPEN}.text-template",
    "ots": f"{OPEN}.spreadsheet-template",
    "otp": f"{OPEN}.presentation-template",
}
OLD_OFFICE = {
    "doc": "application/msword",
    "dot": "application/msword",
    "xls": "application/vnd.ms-excel",
    "xlt": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "pps": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
TEXT = {
    "txt": "text/plain",
    "log": "text/plain",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "md": "text/markdown",
    "ics": "text/calendar",
    "vcf": "text/vcard",
    **dict.fromkeys(["xml", "json", "yaml", "yml", "srt", "vtt"], "text/plain"),
}
# Never in comments, whatever the setting says: pages that run in a browser, archives into which
# nobody looks before opening them.
REFUSED = frozenset(
    ["html", "htm", "xhtml", "mhtml", "svg", "zip", "7z", "rar", "gz", "tar", "exe"]
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_SHEETS = (b"\x09\x00", b"\x09\x02", b"\x09\x04")  # Excel 2 to 4
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # within OLE: an office file with a password
_RICH_TEXT = b"{\\rtf"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_MARKS = (b"\xff\xfe", b"\xfe\xff")  # of UTF-16
_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{0,60}:)")


def media_type(content: bytes, ending: str) -> str:
    """As what a file is served; "" if it is not accepted, or is not what its ending says."""
    is_allowed = ending in settings.RYNEK_FILE_ENDINGS and ending not in REFUSED
    if not is_allowed or content.startswith(_PROGRAMS):
        return ""
    if ending == "pdf":
        return "application/pdf" if b"%PDF-" in content[:1024] else ""
    if ending in OFFICE or ending in OPEN_DOCUMENT:
        return _packed(content, ending)
    if ending in OLD_OFFICE:
        return OLD_OFFICE[ending] if _is_old_office(content, ending) else ""
    if ending == "rtf":
        return "application/rtf" if content.lstrip()[:5] == _RICH_TEXT else ""
    if ending == "eml":
        return "message/rfc822" if _HEADER.match(content.lstrip()) and is_text(content) else ""
    if ending in TEXT:
        return TEXT[ending] if is_text(content) else ""
    guessed = mimetypes.guess_type(f"file.{ending}")[0] or ""
    # Whatever it is, no browser opens it as a page.
    return guessed if guessed.startswith(("audio/", "video/")) else "application/octet-stream"


def _packed(content: bytes, ending: str) -> str:
    if content.startswith(_OLE):
        kind = OFFICE[ending][0] if ending in OFFICE else ""
        return kind if _LOCKED in content else ""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if ending in OFFICE:
                kind, part, may_hold_macros = OFFICE[ending]
                return kind if _is_office(archive.namelist(), part, may_hold_macros) else ""
            stated = _stated_type(archive)
            return stated if stated == OPEN_DOCUMENT[ending] else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return ""


def _is_office(names: list[str], part: str, may_hold_macros: bool) -> bool:
    has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    has_part = any(name.startswith(part) for name in names)
    return "[Content_Types].xml" in names and has_part and (may_hold_macros or not has_macros)


def _stated_type(archive: zipfile.ZipFile) -> str:
    """What an OpenDocument file says of itself in its first part."""
    names = archive.namelist()
    if not names or names[0] != "mimetype" or archive.getinfo("mimetype").file_size > 200:
        return ""
    return archive.read("mimetype").decode("ascii", "replace").strip()


def _is_old_office(content: bytes, ending: str) -> bool:
    """Programs also write rich text as .doc, and tables in HTML or plain text as .xls."""
    if content.startswith((_OLE, *_FIRST_SHEETS) if ending == "xls" else _OLE):
        return True
    return ending != "msg" and (content.lstrip()[:5] == _RICH_TEXT or is_text(content))


def is_text(content: bytes) -> bool:
    """Whether these are letters in any encoding: UTF-8, UTF-16, a code page of Windows."""
    if content.startswith(_MARKS):
        try:
            return bool(content.decode("utf-16").strip())
        except UnicodeDecodeError:
            return False
    start = content[:4096]
    half = len(start) // 2
    zeros = start.count(0)
    if half > 1 and zeros:  # UTF-16 without a mark: every other byte of Latin text is zero
        fewer, more = sorted([start[0::2].count(0), start[1::2].count(0)])
        return more > half // 2 and fewer <= half // 10
    control = sum(byte < 9 or 13 < byte < 27 for byte in start)
    return not zeros and b"\x00" not in content and control * 50 <= max(len(start), 1)
