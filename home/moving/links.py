"""Where a link in a file leads: to another file, an asset, out to the web, or nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from posixpath import normpath
from typing import Literal
from urllib.parse import unquote, urlsplit

from .source import Source

Kind = Literal["page", "asset", "outside", "here", "dead", "refused"]
WEB = {"http", "https", "mailto", "tel"}
INDEX = re.compile(r"(?:^|/)(?:index|_index|readme)$", re.IGNORECASE)
SUFFIX = re.compile(r"\.(?:mdx?|markdown|mdown|html?)$", re.IGNORECASE)


NUMBERED = re.compile(r"(^|/)\d{1,4}(?:[-_.]\s*|\s+)(?=[^/\d])")  # 01-intro.md is /intro


def loose_name(name: str) -> str:
    """A file's name as wikis write it: without ending, with blanks for dashes, in lower case."""
    return re.sub(r"[\s_-]+", " ", SUFFIX.sub("", unquote(name))).strip(" /").lower()


@dataclass(frozen=True)
class Target:
    """What a link leads to.

    `name` is the file, or the path with a slash of a folder without one; empty for the page that
    everything goes under; or why it leads nowhere.
    """

    kind: Kind
    name: str = ""
    fragment: str = ""


class Links:
    """Finds the file that an address in a file means.

    `pages` are the files that become pages, `assets` all other files; both as POSIX paths inside
    the folder. `base` is the sub-folder that site-absolute addresses (`/guide/`) start from.
    """

    def __init__(self, pages: Iterable[Source], assets: Iterable[str], base: str = "") -> None:
        self.base = base.strip("/")
        self.assets = set(assets)
        self.forwards: dict[str, str] = {}
        self._files: set[str] = set()
        self._addresses: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        for asset in sorted(self.assets, key=lambda name: (name.count("/"), name)):
            self._names.setdefault(asset.rsplit("/", 1)[-1].lower(), []).append(asset)
        for page in pages:
            self._add(page)

    def resolve(self, address: str, file: str) -> Target:
        """Where `address`, written in `file`, leads."""
        address = address.strip()
        parts = _split(address)
        if parts is None:
            return Target("dead", "not an address")
        scheme, host, path, fragment = parts
        if scheme in WEB or host:
            return Target("outside")
        if scheme == "wiki":
            return self._named(path, fragment, file)
        if scheme:
            return Target("refused", f"{scheme}: links are not carried over")
        if not path:
            return Target("here", file, fragment)
        return self._inside(path, fragment, file)

    def add_folder(self, folder: str) -> None:
        """Let addresses of `folder`, which has no file of its own, lead to its page."""
        self._addresses.setdefault(_key(folder), f"{folder}/")

    def _add(self, page: Source) -> None:
        self._files.add(page.path)
        if page.redirect_to:
            for old in (page.path, *page.redirects):
                self.forwards[_key(self._from_base(old))] = page.redirect_to
            return
        self._addresses[_key(page.path)] = page.path
        folder, _slash, name = SUFFIX.sub("", page.path).rpartition("/")
        if folder.rpartition("/")[2].lower() == name.lower():  # guide/guide.md is guide/
            self._addresses.setdefault(_key(folder), page.path)
        for old in [*page.strings("permalink"), *page.strings("url"), *page.redirects]:
            self._addresses.setdefault(_key(self._from_base(old)), page.path)
        self._addresses.setdefault(_key(NUMBERED.sub(r"\1", page.path)), page.path)
        if slug := page.text("slug").strip("/"):
            near = f"{folder}/{slug}" if folder else slug
            self._addresses.setdefault(_key(near), page.path)
            self._addresses.setdefault(_key(self._from_base(slug)), page.path)
        for name in (page.path, page.path.rsplit("/", 1)[-1], page.text("title"), *page.redirects):
            if name:
                self._names.setdefault(loose_name(name), []).append(page.path)

    def _from_base(self, path: str) -> str:
        path = path.split("#")[0].lstrip("/")
        inside = self.base and not path.startswith(f"{self.base}/")
        return f"{self.base}/{path}" if inside else path

    def _inside(self, path: str, fragment: str, file: str, hops: int = 0) -> Target:
        if path.startswith("/"):
            wanted = [self._from_base(path), path.lstrip("/")]
        else:
            folder = file.rsplit("/", 1)[0] if "/" in file else ""
            own = SUFFIX.sub("", file)
            # Relative to the file, and to the address that its site gave it.
            wanted = [f"{folder}/{path}" if folder else path, f"{own}/{path}"]
        names = [normpath(name).lstrip("/") for name in wanted]
        if any(name == ".." or name.startswith("../") for name in names[:1]):
            return Target("refused", "it leads out of the folder")
        if path == "/" and _key(self.base or ".") not in self._addresses:
            return Target("page", "", fragment)
        for name in names:
            if found := self._addresses.get(_key(name)):
                return Target("page", found, fragment)
            if name in self.assets:
                return Target("asset", name)
            if (forward := self.forwards.get(_key(name))) and hops < 5:
                return self._forwarded(forward, file, hops)
        return Target("dead", "no such page or file in the folder")

    def _named(self, name: str, fragment: str, file: str) -> Target:
        """The page or file that a wiki means by a name: nearest first, then highest up."""
        exact = self._inside(name, fragment, file)
        if exact.kind in ("page", "asset"):
            return exact
        found = self._names.get(loose_name(name)) or self._names.get(
            name.rsplit("/", 1)[-1].lower()
        )
        if not found:
            found = self._names.get(loose_name(name.rsplit("/", 1)[-1]))
        if not found:
            return Target("dead", "no page or file of that name in the folder")
        folder = file.rpartition("/")[0]
        near = min(
            found, key=lambda path: (path.rpartition("/")[0] != folder, path.count("/"), path)
        )
        return Target("asset", near) if near in self.assets else Target("page", near, fragment)

    def _forwarded(self, address: str, file: str, hops: int) -> Target:
        parts = _split(address)
        if parts is None or parts[0] or parts[1]:
            return Target("outside", address)
        return self._inside(parts[2], parts[3], file, hops + 1)


def _split(address: str) -> tuple[str, str, str, str] | None:
    """Scheme, host, path and fragment; None for what cannot be read as an address."""
    try:
        parts = urlsplit(address)
        return parts.scheme.lower(), parts.netloc, unquote(parts.path), unquote(parts.fragment)
    except ValueError:
        return None


def _key(path: str) -> str:
    path = SUFFIX.sub("", normpath(path).strip("/")).lower()
    return INDEX.sub("", path) or "."
