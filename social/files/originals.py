"""Originals of the library hold the picture and nothing else, however they came in."""

from io import BytesIO
from pathlib import PurePath

from django.core.files.uploadedfile import InMemoryUploadedFile
from wagtail.images.models import AbstractImage

from ground.pictures.cleaning import CleanFile, CleanPicture, clean_picture, hides_something


class CleanUpload(InMemoryUploadedFile):
    """An uploaded picture after it was written anew."""

    def __init__(self, picture: CleanPicture, name: str) -> None:
        super().__init__(
            BytesIO(picture.content),
            "file",
            picture.name(name),
            picture.media_type,
            len(picture.content),
            None,
        )


def is_drawing(name: str | None) -> bool:
    """SVG is no raster picture: it is served in a sandbox, and has no camera."""
    return PurePath(name or "").suffix.lower() == ".svg"


def clean_new_original(image: AbstractImage) -> None:
    """Write a picture that is about to be saved for the first time anew. Raises BadPicture.

    For what comes past the form: imports, code, and uploads that Wagtail kept aside until
    somebody had filled in their form.
    """
    file = image.file
    if not file or is_drawing(file.name):
        return
    if file._committed and not image._state.adding:
        return
    if isinstance(getattr(file, "file", None), CleanUpload | CleanFile):
        return
    if stored := replace_original(image):
        image.file.storage.delete(stored)
    if image.file_hash:
        image._set_image_file_metadata()  # which Wagtail had read from the file as it came


def clean_old_original(image: AbstractImage) -> bool:
    """Clean a picture that was stored before; returns whether anything had to be done.

    Its hash stays that of the file that came, by which an import knows it again.
    Raises BadPicture, and OSError when its file is gone.
    """
    if is_drawing(image.file.name):
        return False
    with image.file.open("rb") as file:
        content = file.read()
    if not hides_something(content):
        return False
    stored = replace_original(image)
    image.save(update_fields=["file", "width", "height", "file_size"])
    if stored:
        image.file.storage.delete(stored)
    for rendition in image.renditions.all():
        rendition.delete()  # its file goes with it
    return True


def replace_original(image: AbstractImage) -> str | None:
    """Put the clean picture in the place of the original, and in storage if that was stored.

    Returns the stored file that is not needed any more, once the row is saved.
    """
    file = image.file
    stored_name = file.name if file._committed else None
    name = PurePath(file.name).name
    file.open()
    file.seek(0)
    picture = clean_picture(file)
    image.file = picture.file(name)
    image.file_size = len(picture.content)
    if stored_name:
        image.file.save(picture.name(name), picture.file(name), save=False)
    return stored_name
