"""Reading one Markdown file: bytes to front matter and body."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError

from ground.typed.moments import validate_day

BYTES_AT_MOST = 5_000_000


class SourceError(ValueError):
    """The file cannot become a page; the message is the reason shown in the report."""


@dataclass(frozen=True)
class Source:
    """One file as read: its path inside the folder, its front matter and its text."""

    path: str
    body: str
    meta: dict[str, Any] = field(default_factory=dict)

    def strings(self, *names: str) -> list[str]:
        """The first front-matter field among `names` that is set, as a list of strings."""
        for name in names:
            if values := _strings(self.meta.get(name)):
                return values
        return []

    def words(self, *names: str) -> list[str]:
        """As `strings`, but one text may hold several words with commas between them."""
        for name in names:
            if isinstance(value := self.meta.get(name), str):
                return _strings(value.split(","))
        return self.strings(*names)

    def text(self, *names: str) -> str:
        """The first non-empty text among the front-matter fields `names`."""
        for name in names:
            value = self.meta.get(name)
            if value not in (None, "") and not isinstance(value, list | dict):
                return str(value).strip()
        return ""

    def day(self, *names: str) -> date | None:
        """The first front-matter field among `names` that holds a date."""
        for name in names:
            if found := _as_date(self.meta.get(name)):
                return found
        return None

    def bad_days(self, *names: str) -> list[str]:
        """Those of the fields `names` that hold something which is no date."""
        filled = [name for name in names if self.meta.get(name) not in (None, "")]
        return [name for name in filled if self.day(name) is None]

    @property
    def redirect_to(self) -> str:
        """Where the file only points elsewhere: the target; otherwise empty."""
        return self.text("redirect_to", "redirect-to")

    @property
    def redirects(self) -> list[str]:
        """Old addresses of the page (Jekyll, Eleventy: redirect_from; Hugo: aliases)."""
        return self.strings("redirect_from", "redirects", "aliases")


def read_source(root: Path, path: Path) -> Source:
    """Read `path` (inside `root`); raise SourceError with a reason a person understands."""
    name = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to(root.resolve()):
        raise SourceError("a symbolic link that leads out of the folder")
    size = path.stat().st_size
    if size > BYTES_AT_MOST:
        raise SourceError(f"larger than {BYTES_AT_MOST // 1_000_000} MB ({size:,} bytes)")
    return parse_source(name, decode(path.read_bytes()))


def decode(raw: bytes) -> str:
    """UTF-8 text (a byte order mark is dropped); anything else is refused, never guessed."""
    if b"\x00" in raw:
        raise SourceError("not text: it holds NUL bytes")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SourceError(
            f"not UTF-8: byte 0x{raw[error.start]:02x} in line {line}; save it as UTF-8"
        ) from error


def parse_source(name: str, text: str) -> Source:
    """Split front matter (YAML between `---` lines, TOML between `+++`) from the body."""
    if text.startswith("+++\n"):
        return _with_toml(name, text)
    if not text.startswith("---\n"):
        return Source(name, text)
    end = text.find("\n---", 3)
    while end != -1 and text[end + 4 : end + 5] not in ("", "\n", " "):
        end = text.find("\n---", end + 1)
    if end == -1:
        raise SourceError("front matter opens with --- but never closes")
    after = text.find("\n", end + 1)
    body = text[after + 1 :] if after != -1 else ""
    return Source(name, body, _load_meta(text[4 : end + 1]))


def _with_toml(name: str, text: str) -> Source:
    head, mark, body = text[4:].partition("\n+++")
    if not mark:
        raise SourceError("front matter opens with +++ but never closes")
    try:
        meta = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        raise SourceError(f"front matter: {error}") from error
    return Source(name, body.partition("\n")[2], meta)


def _load_meta(text: str) -> dict[str, Any]:
    try:
        meta = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        problem = getattr(error, "problem", None) or "not YAML"
        raise SourceError(f"front matter{where}: {problem}") from error
    except (ValueError, RecursionError) as error:
        raise SourceError(f"front matter: {error}") from error
    if meta is None:
        return {}
    if not isinstance(meta, dict):
        raise SourceError("front matter is not a list of fields")
    return {str(key): value for key, value in meta.items()}


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value.strip()] if value.strip() else []
    if isinstance(value, Iterable) and not isinstance(value, dict | bytes):
        return [str(item).strip() for item in value if item is not None and str(item).strip()]
    return [] if value is None or isinstance(value, dict) else [str(value)]


def _as_date(value: object) -> date | None:
    found = value.date() if isinstance(value, datetime) else value
    try:
        if isinstance(found, str):
            found = date.fromisoformat(found.strip()[:10])
        validate_day(found)
    except (ValueError, ValidationError):
        return None
    return found if isinstance(found, date) else None
