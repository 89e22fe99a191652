"""Saved mails: .eml as everybody writes them, .msg as Outlook does."""

import email
import email.policy
import re
from collections.abc import Iterator
from typing import IO, Any

from search.extraction.readers.plain import add_html
from search.extraction.readers.text import LONGEST_TEXT, Refused, Text, decoded

MOST_ATTACHMENTS = 200


def read_mail(file: IO[bytes], text: Text) -> None:
    message = email.message_from_binary_file(file, policy=email.policy.default)
    for name in ("subject", "from", "to", "cc", "date"):
        try:
            text.add(message.get(name, ""))
        except (ValueError, LookupError, TypeError, AttributeError, IndexError):
            text.note("parts")  # a header that Python's parser stumbles over
    body: Any = message.get_body(("plain", "html"))
    if body is not None:
        content = _content(body)
        if body.get_content_type() == "text/html":
            add_html(content, text)
        else:
            text.add(content)
    for part in _attachments(message):
        text.add(part.get_filename())


def _content(part: Any) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # a character set that there is not
        return decoded(part.get_payload(decode=True) or b"")


def _attachments(message: Any) -> Iterator[Any]:
    for number, part in enumerate(message.iter_attachments()):
        if number >= MOST_ATTACHMENTS:
            return
        yield part


_STREAMS = ("0037", "0C1A", "0E04", "0E03")  # subject, sender, recipients, copies
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]+", re.IGNORECASE)


def read_outlook_mail(file: IO[bytes], text: Text) -> None:
    import olefile

    try:
        ole = olefile.OleFileIO(file)
    except OSError as error:
        raise Refused("broken") from error
    with ole:
        for number in _STREAMS:
            text.add(_stream(ole, [], number))
        if body := _stream(ole, [], "1000"):
            text.add(body)
        elif ole.exists("__substg1.0_10130102"):
            html = ole.openstream("__substg1.0_10130102").read(8 * LONGEST_TEXT)
            add_html(decoded(html), text)
        folders = {path[0] for path in ole.listdir() if _ATTACHMENT.fullmatch(path[0])}
        for folder in sorted(folders)[:MOST_ATTACHMENTS]:
            text.add(_stream(ole, [folder], "3707") or _stream(ole, [folder], "3704"))


def _stream(ole: Any, folder: list[str], number: str) -> str:
    """A property in UTF-16 or in a code page; "" if it is not there."""
    for kind in ("001F", "001E"):
        path = [*folder, f"__substg1.0_{number}{kind}"]
        if ole.exists(path):
            data: bytes = ole.openstream(path).read(4 * LONGEST_TEXT)
            return data.decode("utf-16-le", "replace") if kind == "001F" else decoded(data)
    return ""
