"""What comes along with the words of a mail."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from itertools import islice
from mimetypes import guess_extension

from social.notifications.incoming.bodies import is_enclosed
from social.notifications.incoming.bounds import MOST_PARTS, children

# Decorations of signatures: pictures shown within the mail and smaller than this.
INLINE_PICTURE_BYTES = 20 * 1024
# What programs add by themselves and nobody means to publish: signatures, keys, cards, invitations.
ADDED_BY_PROGRAMS = {
    *("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"),
    *("application/pgp-keys", "application/pgp-encrypted", "application/ms-tnef"),
    *("application/vnd.ms-tnef", "text/calendar", "application/ics", "text/vcard", "text/x-vcard"),
    *("text/directory", "message/delivery-status", "text/rfc822-headers"),
}
ENDINGS_OF_PROGRAMS = (".ics", ".vcf", ".p7s", ".asc", ".sig", "winmail.dat", "smime.p7m")


@dataclass(frozen=True)
class Enclosure:
    """A file that came along; `is_by_program` if a program added it."""

    name: str
    content_type: str
    content: bytes

    @property
    def is_by_program(self) -> bool:
        added = self.content_type in ADDED_BY_PROGRAMS
        return added or self.name.lower().endswith(ENDINGS_OF_PROGRAMS)


def enclosures(message: Message) -> Iterator[Enclosure]:
    """The files of a mail, those within other parts, too, without decorations."""
    for part in islice(_leaves(message), MOST_PARTS):
        content = _content(part)
        kind = part.get_content_type()
        name = part.get_filename() or _invented_name(part)
        if not content or not name:
            continue
        is_inline = part.get_content_disposition() == "inline" or part.get("Content-ID")
        is_picture = part.get_content_maintype() == "image"
        if is_inline and is_picture and len(content) < INLINE_PICTURE_BYTES:
            continue
        yield Enclosure(" ".join(name.split())[-120:], kind, content)


def _leaves(part: Message) -> Iterator[Message]:
    """Parts that are no words. A mail within the mail is one part."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in children(part):
            yield from _leaves(child)
    elif is_enclosed(part) or part.get_content_maintype() != "text":
        yield part


def _content(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(inner.as_bytes() for inner in children(part)[:1])
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _invented_name(part: Message) -> str:
    """Phones send photographs, and programs forward mails, without a name."""
    if part.get_content_type() == "message/rfc822":
        return "mail.eml"
    if part.get_content_maintype() == "image":
        return f"image{guess_extension(part.get_content_type()) or ''}"
    return ""
