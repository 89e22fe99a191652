"""Images and attachments of a folder, put into Wagtail's library once."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.images import ImageFile
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from ground.pictures.cleaning import CleanFile, clean_picture
from ground.pictures.opening import BadPicture, Fault

BYTES_AT_MOST = 50_000_000
SVG = ".svg"


WRONG = {
    Fault.EMPTY: "an empty file",
    Fault.UNKNOWN: "not a picture, whatever its name says",
    Fault.PIXELS: "a picture of too many pixels",
    Fault.FRAMES: "an animation of too many pictures",
    Fault.DAMAGED: "a picture that is damaged or incomplete",
}


class MediaError(ValueError):
    """A file that the library does not take; the message says why."""


def collection_named(name: str) -> Collection:
    """The collection that an import fills; made when it is missing."""
    found = Collection.objects.filter(name=name, depth=2).first()
    return found or Collection.get_first_root_node().add_child(name=name)


class Shelf:
    """Files of one folder in the library; the same bytes are never stored twice."""

    def __init__(self, roots: list[Path], collection_name: str) -> None:
        self.roots = [root.resolve() for root in roots]
        self.collection_name = collection_name
        self._collection: Collection | None = None
        self._images: dict[str, int] = {}
        self._documents: dict[str, int] = {}

    @property
    def collection(self) -> Collection:
        """The collection, made when the first file needs it."""
        if self._collection is None:
            self._collection = collection_named(self.collection_name)
        return self._collection

    def image(self, name: str, title: str) -> int:
        """The id of the library image made of file `name`."""
        if name not in self._images:
            raw, path = self._read(name)
            self._images[name] = self._image(raw, path, title or path.stem)
        return self._images[name]

    def document(self, name: str) -> int:
        """The id of the library document made of file `name`."""
        if name not in self._documents:
            raw, path = self._read(name)
            self._documents[name] = self._document(raw, path)
        return self._documents[name]

    def _read(self, name: str) -> tuple[bytes, Path]:
        for root in self.roots:
            path = (root / name).resolve()
            if not path.is_file():
                continue
            if not path.is_relative_to(root):
                raise MediaError("it leads out of the folder")
            if path.stat().st_size > BYTES_AT_MOST:
                raise MediaError(f"larger than {BYTES_AT_MOST // 1_000_000} MB")
            return path.read_bytes(), path
        raise MediaError("no such file in the folder")

    def _image(self, raw: bytes, path: Path, title: str) -> int:
        model = get_image_model()
        if path.suffix.lower().lstrip(".") not in settings.WAGTAILIMAGES_EXTENSIONS:
            raise MediaError(f"pictures of type {path.suffix} are not taken")
        digest = _digest(raw)
        known = self._known(model, digest)
        if known:
            return known
        image = model(title=title[:255], collection=self.collection)
        image.file = _drawing(raw, path) if path.suffix.lower() == SVG else _picture(raw, path)
        image.file_size = image.file.size
        image.file_hash = digest  # of the file in the folder, which the next import asks for
        image.save()
        return int(image.pk)

    def _known(self, model: Any, digest: str) -> int | None:
        """What the collection holds already; elsewhere the same bytes may be for others only."""
        same = model.objects.filter(file_hash=digest, collection=self.collection)
        found: int | None = same.values_list("pk", flat=True).first()
        return found

    def _document(self, raw: bytes, path: Path) -> int:
        model = get_document_model()
        if path.suffix.lower().lstrip(".") not in settings.WAGTAILDOCS_EXTENSIONS:
            raise MediaError(f"files of type {path.suffix or '?'} are not taken")
        digest = _digest(raw)
        known = self._known(model, digest)
        if known:
            return known
        document = model(title=path.name[:255], collection=self.collection, file_size=len(raw))
        document.file_hash = digest
        document.file.save(path.name, io.BytesIO(raw), save=False)
        document.save()
        return int(document.pk)


def _drawing(raw: bytes, path: Path) -> ImageFile:
    return ImageFile(io.BytesIO(raw), name=path.name)


def _picture(raw: bytes, path: Path) -> CleanFile:
    try:
        return clean_picture(raw).file(path.name)
    except BadPicture as bad:
        raise MediaError(WRONG[bad.fault]) from bad


def _digest(raw: bytes) -> str:
    return hashlib.sha1(raw, usedforsecurity=False).hexdigest()  # what Wagtail stores
