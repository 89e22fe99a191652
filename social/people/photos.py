"""Photos of people: upright, without hidden data, in the two sizes that pages show."""

from io import BytesIO
from typing import IO, Any

from django.core.files.base import ContentFile, File
from PIL import Image, ImageOps

from ground.pictures.cleaning import upright
from ground.pictures.opening import open_picture

PORTRAIT_PIXELS = 640
THUMBNAIL_PIXELS = 128


def _square(image: Image.Image, pixels: int) -> ContentFile:
    """A WebP of that many pixels a side, cropped a little above the middle, where faces are."""
    fitted = ImageOps.fit(image, (pixels, pixels), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
    buffer = BytesIO()
    fitted.save(buffer, "WEBP", quality=82)
    return ContentFile(buffer.getvalue())


def set_photo(person: Any, file: IO[bytes] | File) -> None:
    """Give a person (a User, saved) this photo and forget the old one.

    Re-encoding drops what cameras write beside the picture, such as where it was taken.
    Raises BadPicture.
    """
    with open_picture(file) as opened:
        image = upright(opened).convert("RGB")
    remove_photo(person)
    person.photo.save(f"{person.pk}.webp", _square(image, PORTRAIT_PIXELS), save=False)
    person.thumbnail.save(f"{person.pk}-s.webp", _square(image, THUMBNAIL_PIXELS), save=False)
    person.save(update_fields=["photo", "thumbnail"])


def remove_photo(person: Any) -> None:
    """Forget the photo of a person (a User) in both sizes; the person is not saved."""
    for old in (person.photo, person.thumbnail):
        if old:
            old.delete(save=False)
