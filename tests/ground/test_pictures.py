"""Pictures from people: opened within bounds, kept without what hides in them."""

import io
import subprocess
from typing import Any

import pytest
from django.utils import translation
from PIL import Image, ImageCms

from ground.pictures.cleaning import clean_picture, hides_something
from ground.pictures.opening import BadPicture, Fault, open_picture
from tests.ground import hostile


@pytest.mark.parametrize("name", hostile.BAD)
def test_hostile_pictures_are_refused_with_words(name: str) -> None:
    content, _file_name = hostile.BAD[name]
    with pytest.raises(BadPicture) as refused:
        clean_picture(content)
    said = set()
    for language in ("pl", "en"):
        with translation.override(language):
            said.add(refused.value.message)
    assert len(said) == 2, "said in both languages"


def test_what_is_wrong_is_told_apart() -> None:
    faults = {
        b"": Fault.EMPTY,
        b"text": Fault.UNKNOWN,
        hostile.EPS: Fault.UNKNOWN,
        hostile.half("JPEG"): Fault.DAMAGED,
        hostile.half("HEIF"): Fault.DAMAGED,
        hostile.bomb(): Fault.PIXELS,
        hostile.film(201): Fault.FRAMES,
    }
    for content, fault in faults.items():
        with pytest.raises(BadPicture) as refused:
            open_picture(content)
        assert refused.value.fault is fault, content[:20]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("JPEG", "JPEG"),
        ("PNG", "PNG"),
        ("WEBP", "WEBP"),
        ("AVIF", "JPEG"),
        ("HEIF", "JPEG"),
    ],
)
def test_position_and_camera_go_and_the_picture_stands_upright(kind: str, kept: str) -> None:
    dirty = hostile.with_position(kind)
    assert hostile.POSITION in dirty
    assert hides_something(dirty)
    clean = clean_picture(dirty)
    assert clean.kind == kept
    assert hostile.POSITION not in clean.content
    assert b"Tajny" not in clean.content
    assert not hides_something(clean.content)
    with Image.open(io.BytesIO(clean.content)) as image:
        assert not image.getexif()
        assert image.size == (clean.width, clean.height)
        if kind != "HEIF":  # libheif turns by its own record, not by EXIF
            assert image.size == (48, 64)


def test_words_beside_a_picture_go_and_its_colours_stay() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = io.BytesIO()
    image = Image.new("RGB", (20, 20), "teal")
    image.save(target, "JPEG", comment=b"Tajny komentarz", icc_profile=profile)
    clean = clean_picture(target.getvalue() + b"<script>alert(1)</script>")
    assert b"Tajny" not in clean.content
    assert b"script" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as kept:
        assert kept.info["icc_profile"] == profile


def test_words_in_png_and_gif_go() -> None:
    from PIL.PngImagePlugin import PngInfo

    said = PngInfo()
    said.add_text("Author", "Tajny autor")
    said.add_itxt("XML:com.adobe.xmp", "<x>Tajny</x>")
    png, gif = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (20, 20)).save(png, "PNG", pnginfo=said)
    Image.new("P", (20, 20)).save(gif, "GIF", comment=b"Tajny")
    for dirty in (png.getvalue(), gif.getvalue()):
        assert hides_something(dirty)
        clean = clean_picture(dirty)
        assert b"Tajny" not in clean.content
        assert not hides_something(clean.content)


def test_photos_of_two_pictures_are_photos() -> None:
    clean = clean_picture(hostile.mpo())
    assert (clean.kind, clean.name("a.JPEG"), clean.name("a.mpo")) == ("JPEG", "a.JPEG", "a.jpg")


@pytest.mark.parametrize(("kind", "kept"), [("GIF", "GIF"), ("WEBP", "WEBP"), ("AVIF", "WEBP")])
def test_animations_stay_animations(kind: str, kept: str) -> None:
    clean = clean_picture(hostile.film(5, kind))
    assert clean.kind == kept
    with Image.open(io.BytesIO(clean.content)) as image:
        assert image.n_frames == 5
        image.seek(2)
        image.load()
        assert image.info["duration"] == 80


def test_what_is_transparent_stays_so() -> None:
    clear = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    for kind, kept in (("PNG", "PNG"), ("WEBP", "WEBP"), ("AVIF", "WEBP"), ("HEIF", "WEBP")):
        target = io.BytesIO()
        clear.save(target, kind)
        clean = clean_picture(target.getvalue())
        assert clean.kind == kept
        with Image.open(io.BytesIO(clean.content)) as image:
            assert image.convert("RGBA").getpixel((3, 3))[3] == 0


def test_no_code_opens_other_formats_or_starts_ghostscript(monkeypatch: Any) -> None:
    started: list[Any] = []
    monkeypatch.setattr(subprocess, "check_call", lambda *args, **kw: started.append(args))
    for content in (hostile.EPS, hostile.plain("TIFF"), hostile.plain("BMP")):
        with pytest.raises(OSError, match="cannot identify"):
            Image.open(io.BytesIO(content))
    assert not started
