"""Links and pictures of a file, answered with pages and files of the library."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from posixpath import normpath
from urllib.parse import unquote, urlsplit

from .folder import Folder
from .links import Target
from .media import MediaError, Shelf
from .parts import Picture
from .report import Report
from .stream import heading_ids

IMAGE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif")


class Resolver:
    """Answers for one folder; what leads nowhere goes into the report."""

    def __init__(
        self, folder: Folder, shelf: Shelf, report: Report, page_ids: dict[str, int], under: int
    ) -> None:
        self.folder = folder
        self.shelf = shelf
        self.report = report
        self.page_ids = page_ids
        self.under = under
        self._ids: dict[str, list[str]] = {}

    def anchor_in(self, file: str) -> Callable[[str], str | None]:
        """A function from an address in `file` to the attributes of its link."""
        return lambda address: self._anchor(address, file)

    def image_in(self, file: str) -> Callable[[Picture], int | None]:
        """A function from a picture in `file` to its id in the library."""
        return lambda picture: self._image(picture, file)

    def page_of(self, target: Target) -> int | None:
        """The id of the page that a target of kind "page" means."""
        return self.page_ids.get(target.name) if target.name else self.under

    def _anchor(self, address: str, file: str) -> str | None:
        target = self.folder.links.resolve(address, file)
        if target.kind == "outside":
            return f'href="{escape(target.name or address)}"'
        if target.kind in ("dead", "refused"):
            self.report.dead(file, address, target.name)
            return None
        if target.kind == "asset":
            return self._asset(target.name, address, file)
        fragment = self._fragment(target, address, file)
        if target.kind == "here":
            return f'href="#{escape(fragment)}"' if fragment else None
        page_id = self.page_of(target)
        if page_id is None:
            self.report.dead(file, address, "its file did not become a page")
            return None
        tail = f' fragment="{escape(fragment)}"' if fragment else ""
        return f'linktype="page" id="{page_id}"{tail}'

    def _fragment(self, target: Target, address: str, file: str) -> str:
        """The site's own anchor for what the fragment meant; empty for the top of the page."""
        if not target.fragment or target.name not in self.folder.chapters:
            return ""
        place = self.folder.anchor(target.name, target.fragment)
        if place is None:
            self.report.dead(file, address, f"the page has no heading #{target.fragment}")
            return ""
        ids = self._heading_ids(target.name)
        return ids[place] if 0 <= place < len(ids) else ""

    def _heading_ids(self, file: str) -> list[str]:
        if file not in self._ids:
            self._ids[file] = heading_ids(self.folder.chapters[file].document)
        return self._ids[file]

    def _asset(self, name: str, address: str, file: str) -> str | None:
        try:
            if name.lower().endswith(IMAGE_SUFFIXES):
                self.report.omit(file, f"link to the picture {name} (shown where it is used)")
                return None
            return f'linktype="document" id="{self.shelf.document(name)}"'
        except MediaError as error:
            self.report.dead(file, address, str(error))
            return None

    def _image(self, picture: Picture, file: str) -> int | None:
        target = self.folder.links.resolve(picture.source, file)
        if target.kind == "outside":
            self.report.omit(file, f"picture from the web {picture.source}")
            return None
        if target.kind in ("refused", "page", "here"):
            reason = target.name if target.kind == "refused" else "a page, not a picture"
            self.report.dead(file, picture.source, reason)
            return None
        try:
            name, found = self._taken(target, picture, file)
        except MediaError as error:
            self.report.dead(file, picture.source, f"picture: {error}")
            return None
        if not picture.alt:
            self.report.omit(file, f"picture {name} has no description, marked as decoration")
        return found

    def _taken(self, target: Target, picture: Picture, file: str) -> tuple[str, int]:
        """The picture's file and id: where the address says, else below the other folders."""
        words = picture.alt or picture.caption
        if target.kind == "asset":
            return target.name, self.shelf.image(target.name, words)
        error = MediaError("no such file in the folder")
        for name in places(picture.source, file):
            try:
                return name, self.shelf.image(name, words)
            except MediaError as found:
                error = error if str(found) == str(error) else found
        raise error


def places(address: str, file: str) -> list[str]:
    """Where a file may lie that an address means, decoded: as written, then ever shorter paths."""
    path = unquote(urlsplit(address).path)
    folder = file.rpartition("/")[0]
    near = normpath(path.lstrip("/") if path.startswith("/") or not folder else f"{folder}/{path}")
    parts = [part for part in near.split("/") if part not in ("", ".", "..")]
    shorter = ["/".join(parts[start:]) for start in range(len(parts))]
    return list(dict.fromkeys(shorter))
