"""The pages a folder of files will become: which file, under which parent, with which slug."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from anyascii import anyascii
from django.utils.text import slugify

MARKDOWN = {".md", ".markdown", ".mdown", ".mdx"}
TEMPLATES = {".html", ".htm", ".njk", ".liquid", ".xml", ".j2", ".hbs", ".rst", ".adoc"}
INDEX_STEMS = {"index", "_index", "readme"}
# Hidden folders that hold no content; others (.gitbook, .attachments) hold pictures of pages.
NO_CONTENT = {
    *(".git", ".github", ".gitlab", ".hg", ".svn", ".obsidian", ".trash", ".vscode", ".idea"),
    *(".venv", ".tox", ".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", "node_modules"),
}
CONTENT_FOLDERS = ("pages", "content", "docs")
SLUG_AT_MOST = 200  # Wagtail allows 255; room for a number behind


@dataclass
class Node:
    """One page to be: a file, or a folder without a page of its own (`file` is empty)."""

    key: str  # where the page comes from: the folder's path and a slash, or the file's path
    slug: str
    folder: str
    file: str = ""
    parent: Node | None = None
    children: list[Node] = field(default_factory=list)

    @property
    def former_keys(self) -> list[str]:
        """Keys under which the page was known before its folder came, or after it went."""
        if not self.file:
            return []
        return [self.file, f"{PurePosixPath(self.file).with_suffix('').as_posix()}/"]

    @property
    def depth(self) -> int:
        """0 for a page directly under the page that was named."""
        return 0 if self.parent is None else self.parent.depth + 1


def content_folder(root: Path) -> Path:
    """Where site-absolute links begin: `root`, or the sub-folder that usual tools keep pages in."""
    if any(root.glob("*.md")) and not any((root / name).is_dir() for name in CONTENT_FOLDERS):
        return root
    for name in CONTENT_FOLDERS:
        if (root / name).is_dir():
            return root / name
    return root


def files_in(root: Path) -> Iterator[Path]:
    """All files under `root`, sorted, without hidden ones and without following folder links.

    Hidden folders count: GitBook and Azure DevOps keep the pictures of pages in them.
    """
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if name not in NO_CONTENT)
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(folder, name)


def is_hidden(name: str) -> bool:
    """Whether a file lies in a hidden folder: such a file may be shown, but is no page."""
    return any(part.startswith(".") for part in name.split("/"))


def is_markdown(path: Path) -> bool:
    """Whether `path` is a file that becomes a page."""
    return path.suffix.lower() in MARKDOWN


def plan(paths: list[str], base: str = "") -> list[Node]:
    """Nodes for Markdown files (POSIX paths inside the folder), parents before children.

    `guide/index.md`, `guide/guide.md` or `guide.md` beside `guide/` is the page of that folder.
    The folder `base` itself makes no page.
    """
    owners = _folder_owners(paths, base)
    nodes: dict[str, Node] = {}  # by folder path; a folder's node stands for the folder
    ordered: list[Node] = []

    def folder_node(folder: str) -> Node | None:
        if folder in ("", ".", base):
            return None
        if folder not in nodes:
            pure = PurePosixPath(folder)
            parent = folder_node(pure.parent.as_posix())
            file = owners.get(folder, "")
            node = Node(f"{folder}/", _slug(pure.name), folder, file, parent)
            nodes[folder] = node
            ordered.append(node)
        return nodes[folder]

    owning = {file: folder for folder, file in owners.items()}
    for path in sorted(paths):
        if path in owning:
            folder_node(owning[path])
            continue
        pure = PurePosixPath(path)
        stem = "index" if pure.stem.lower() in INDEX_STEMS else pure.stem
        parent = folder_node(pure.parent.as_posix())
        ordered.append(Node(path, _slug(stem), pure.parent.as_posix(), path, parent))
    return _settle(ordered)


def title_of(name: str) -> str:
    """A readable title from a file or folder name: `how-we-work` is "How we work"."""
    words = re.sub(r"[-_\s]+", " ", name).strip()
    return words[:1].upper() + words[1:] if words else name


def _folder_owners(paths: list[str], base: str) -> dict[str, str]:
    """Which file is the page of which folder."""
    folders = {parent.as_posix() for path in paths for parent in PurePosixPath(path).parents}
    folders -= {".", base}
    owners: dict[str, str] = {}
    for names_the_folder in (_is_index, _is_namesake):
        for path in sorted(paths):
            pure = PurePosixPath(path)
            folder = pure.parent.as_posix()
            if folder in folders and names_the_folder(pure):
                owners.setdefault(folder, path)
    for path in sorted(paths):
        folder = PurePosixPath(path).with_suffix("").as_posix()
        if folder in folders:
            owners.setdefault(folder, path)
    return owners


def _is_index(path: PurePosixPath) -> bool:
    return path.stem.lower() in INDEX_STEMS


def _is_namesake(path: PurePosixPath) -> bool:
    return path.stem.lower() == path.parent.name.lower()


def _slug(name: str) -> str:
    return slugify(anyascii(name))[:SLUG_AT_MOST].strip("-") or "page"


def _settle(nodes: list[Node]) -> list[Node]:
    """Give siblings distinct slugs, fill `children`, and put parents before children."""
    taken: set[tuple[int, str]] = set()
    for node in nodes:
        if node.parent:
            node.parent.children.append(node)
        base, number = node.slug, 1
        while (id(node.parent), node.slug) in taken:
            number += 1
            node.slug = f"{base}-{number}"
        taken.add((id(node.parent), node.slug))
    return sorted(nodes, key=lambda node: node.depth)
