"""Mails that are signed or encrypted: what is only signed can be read."""

import re
from email import message_from_bytes
from email.message import Message

from social.notifications.incoming.bounds import BoundedPolicy, children

SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")  # 1.2.840.113549.1.7.2
DATA = bytes.fromhex("06092a864886f70d010701")  # 1.2.840.113549.1.7.1
OCTETS, CONSTRUCTED_OCTETS = 0x04, 0x24
DEEPEST = 20
_ARMOUR = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----$", re.M)
_SIGNATURE = re.compile(r"^-----BEGIN PGP SIGNATURE-----$", re.M)


def unsealed(message: Message) -> Message:
    """The mail inside an S/MIME envelope that only signs (`smime.p7m`), else the mail itself."""
    part = _sealed_part(message)
    content = part.get_payload(decode=True) if part is not None else None
    if not isinstance(content, bytes):
        return message
    inner = signed_content(content)
    return message_from_bytes(inner, policy=BoundedPolicy()) if inner else message


def is_encrypted(message: Message) -> bool:
    """Whether nobody without a key can read it."""
    if message.get_content_type() == "multipart/encrypted":
        return True
    return _sealed_part(message) is not None and unsealed(message) is message


def _sealed_part(message: Message) -> Message | None:
    """The envelope; mailing lists and gateways put it into a `multipart/mixed` with a footer."""
    if message.get_content_type() in SEALED:
        return message
    first = children(message)[:1]
    is_wrapped = message.get_content_type() == "multipart/mixed"
    return first[0] if is_wrapped and first and first[0].get_content_type() in SEALED else None


def signed_content(envelope: bytes) -> bytes:
    """The content of a CMS SignedData (RFC 5652), in DER or BER; empty if there is none."""
    start = envelope.find(DATA)
    if SIGNED_DATA not in envelope[:64] or start < 0:
        return b""
    try:
        _tag, body, _end = _element(envelope, start + len(DATA))
        return _octets(envelope, body, 0)[0]
    except (IndexError, ValueError):
        return b""


def _element(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, and where its content begins and ends; the end is -1 for an indefinite length."""
    tag, length = data[at], data[at + 1]
    if length == 0x80:
        return tag, at + 2, -1
    if length < 0x80:
        return tag, at + 2, at + 2 + length
    count = length & 0x7F
    if count > 4:
        raise ValueError("a length that no mail has")
    start = at + 2 + count
    return tag, start, start + int.from_bytes(data[at + 2 : start], "big")


def _octets(data: bytes, at: int, depth: int) -> tuple[bytes, int]:
    """An octet string, which may be made of several, and where it ends."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    tag, start, end = _element(data, at)
    if tag == OCTETS:
        return data[start:end], end
    if tag != CONSTRUCTED_OCTETS:
        raise ValueError("no octet string")
    pieces = []
    while (start < end) if end >= 0 else data[start : start + 2] != b"\0\0":
        piece, start = _octets(data, start, depth + 1)
        pieces.append(piece)
    return b"".join(pieces), start if end >= 0 else start + 2


def without_armour(text: str) -> str:
    """The words of a text that is signed with PGP within the text itself."""
    begin = _ARMOUR.search(text)
    end = _SIGNATURE.search(text)
    if begin is None or end is None or end.start() < begin.end():
        return text
    head, gap, words = text[begin.end() : end.start()].replace("\r\n", "\n").partition("\n\n")
    words = re.sub(r"^- ", "", words if gap else head, flags=re.M)  # dash-escaped
    tail = text[end.end() :].partition("-----END PGP SIGNATURE-----")[2]
    return f"{text[: begin.start()]}{words}{tail}"
