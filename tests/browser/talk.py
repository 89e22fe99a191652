"""What tests of the conversation do again and again, with a mouse."""

import struct
import zlib

from playwright.sync_api import expect

AUTHOR = "employee"


def write(page, text: str) -> None:
    page.locator("#text-page").fill(text)
    page.locator("#composer-page .btn--primary").click()
    expect(page.locator("#threads .comment", has_text=text.split("\n")[0]).first).to_be_visible()


def menu_of(page, text: str):
    """The open menu of the comment with that text."""
    comment = page.locator(".comment__main", has_text=text).first
    comment.locator("details.menu summary").last.click()
    return comment.locator("details.menu .menu__panel").last


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\x00" + b"\xc0\x40\x40" * 8 for _ in range(8)))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )
