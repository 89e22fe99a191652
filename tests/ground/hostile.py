"""Pictures as phones send them, and as they should not be."""

import io
import struct
import zlib
from typing import Any

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
POSITION = b"Poznan-Jezyce"


def with_position(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: Any) -> bytes:
    """A picture that tells where, when and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Tajny aparat"
    exif[0x0112] = 6  # turn it to the right
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 24.0, 30.0), 3: "E", 4: (16.0, 55.0, 0.0)})
    exif[0x9286] = POSITION.decode()
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, kind, exif=exif, **options)
    return target.getvalue()


def plain(kind: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB") -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, 128 if len(mode) == 1 else "teal").save(target, kind)
    return target.getvalue()


def noise(kind: str, size: tuple[int, int] = (200, 150)) -> bytes:
    target = io.BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(target, kind)
    return target.getvalue()


def half(kind: str) -> bytes:
    """What a phone sends when the connection breaks."""
    whole = noise(kind)
    return whole[: len(whole) // 2]


def bomb(pixels_a_side: int = 13_000) -> bytes:
    """A PNG of some kilobytes that unpacks into 169 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", pixels_a_side, pixels_a_side, 1, 0, 0, 0, 0)
    row = bytes(1 + (pixels_a_side + 7) // 8)
    data = zlib.compress(row * pixels_a_side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def film(frames: int, kind: str = "GIF", size: tuple[int, int] = (8, 8)) -> bytes:
    target = io.BytesIO()
    pictures = [Image.new("RGB", size, (n * 37 % 256, n * 91 % 256, 7)) for n in range(frames)]
    pictures[0].save(target, kind, save_all=True, append_images=pictures[1:], duration=80, loop=0)
    return target.getvalue()


EPS = b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\n%%EndComments\n50 0 moveto\nshowpage\n%%EOF\n"
# An AVIF and a HEIC that say what they are and hold nothing.
EMPTY_AVIF = b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1miaf" + bytes(60)
EMPTY_HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(60)


def mpo() -> bytes:
    """A photo as Samsung and Apple write it: two pictures in one JPEG."""
    target = io.BytesIO()
    first, second = Image.new("RGB", (64, 48), "teal"), Image.new("RGB", (64, 48), "red")
    first.save(target, "MPO", save_all=True, append_images=[second])
    return target.getvalue()


BAD = {
    "half a PNG": (half("PNG"), "pol.png"),
    "half a JPEG": (half("JPEG"), "pol.jpg"),
    "half a WEBP": (half("WEBP"), "pol.webp"),
    "half a GIF": (half("GIF"), "pol.gif"),
    "half an AVIF": (half("AVIF"), "pol.avif"),
    "half a HEIC": (half("HEIF"), "pol.heic"),
    "an AVIF without content": (EMPTY_AVIF, "pusty.avif"),
    "a HEIC without content": (EMPTY_HEIC, "pusty.heic"),
    "a PNG's first bytes": (plain()[:20], "kawalek.png"),
    "a JPEG's first bytes": (plain("JPEG")[:20], "kawalek.jpg"),
    "EPS as JPEG": (EPS, "rysunek.jpg"),
    "EPS as PNG": (EPS, "rysunek.png"),
    "text as JPEG": (b"to nie jest obraz", "tekst.jpg"),
    "a TIFF as PNG": (plain("TIFF"), "skan.png"),
    "a PSD as JPEG": (b"8BPS\x00\x01" + bytes(40), "projekt.jpg"),
    "an ICO as PNG": (plain("ICO", (32, 32)), "ikona.png"),
    "too many pixels": (bomb(), "bomba.png"),
    "too many frames": (film(260), "film.gif"),
    "too many frames of WEBP": (film(260, "WEBP"), "film.webp"),
    "frames too large": (film(30, "GIF", (1700, 1700)), "film.gif"),
}
