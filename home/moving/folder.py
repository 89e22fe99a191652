"""A folder of Markdown read and understood as a whole; nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ground.typed.text import line, lines

from .blocks import find_anchor, read_document
from .dialects import translate
from .inline import read_inline
from .links import Links, loose_name
from .parts import Document
from .report import Report
from .shortcodes import callout, expand
from .source import Source, SourceError, read_source
from .tree import Node, content_folder, files_in, is_hidden, is_markdown, plan, title_of

Progress = Callable[[Iterable[Path]], Iterable[Path]]
TEMPLATE_SUFFIXES = {".html", ".htm", ".njk", ".liquid", ".xml", ".j2", ".hbs"}
# Front-matter fields that may say when a page was published and changed.
PUBLISHED = ("date", "date_approved", "published")
UPDATED = ("updated", "lastmod", "last_modified")
TITLE_AT_MOST = 255
LEAD_AT_MOST = 600
UNTITLED = "—"


@dataclass
class Chapter:
    """A file that becomes a page: its source and what it holds."""

    source: Source
    document: Document

    @property
    def title(self) -> str:
        """From front matter, else the first heading, else the file's name."""
        stem = Path(self.source.path).stem
        name = Path(self.source.path).parent.name if stem.lower() in ("index", "readme") else stem
        words = self.source.text("title") or self.document.first_heading or title_of(name)
        return line(words, TITLE_AT_MOST) or line(title_of(name), TITLE_AT_MOST) or UNTITLED

    @property
    def lead(self) -> str:
        """The summary that front matter gives, if any."""
        words = self.source.text("lead", "subtitle", "description", "summary")
        return lines(words, LEAD_AT_MOST)


@dataclass
class Folder:
    """What was found: chapters by path, the tree of pages to be, and how links resolve."""

    root: Path
    base: str
    chapters: dict[str, Chapter] = field(default_factory=dict)
    redirects: list[Source] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    links: Links = field(default_factory=lambda: Links([], []))
    names: set[str] = field(default_factory=set)
    """Names of all files that become pages, as wiki links may write them."""

    def title(self, node: Node) -> str:
        """The title of the page that `node` becomes."""
        if node.file:
            return self.chapters[node.file].title
        return line(title_of(node.folder.rsplit("/", 1)[-1]), TITLE_AT_MOST) or UNTITLED

    def anchor(self, file: str, fragment: str) -> int | None:
        """The place among the headings of `file` that a fragment means; None when there is none."""
        return find_anchor(self.chapters[file].document, fragment)


def read_folder(root: Path, report: Report, progress: Progress = lambda paths: paths) -> Folder:
    """Read every file under `root`; those that cannot become pages are named in `report`."""
    root = root.resolve()
    base = content_folder(root).relative_to(root).as_posix()
    folder = Folder(root, "" if base == "." else base)
    paths = list(files_in(root))
    names = [path for path in paths if is_markdown(path)]
    folder.names = {loose_name(path.relative_to(root).as_posix()) for path in names}
    folder.names |= {loose_name(path.name) for path in names}
    others: list[str] = []
    sources: list[Source] = []
    for path in progress(paths):
        name = path.relative_to(root).as_posix()
        if is_markdown(path) and not is_hidden(name):
            _take(folder, sources, path, name, report)
        else:
            others.append(name)
            if path.suffix.lower() in TEMPLATE_SUFFIXES:
                report.add(name, "skipped", "a template or web page, not Markdown")
    folder.links = Links(sources, others, folder.base)
    folder.nodes = plan(list(folder.chapters), folder.base)
    for node in folder.nodes:
        if not node.file:
            folder.links.add_folder(node.folder)
    return folder


def _take(folder: Folder, sources: list[Source], path: Path, name: str, report: Report) -> None:
    try:
        source = read_source(folder.root, path)
        if source.redirect_to:
            folder.redirects.append(source)
        else:
            folder.chapters[name] = Chapter(source, _document(folder, source, report))
        sources.append(source)
    except SourceError as error:
        report.add(name, "skipped", str(error))
    except OSError as error:
        report.add(name, "skipped", f"cannot be read: {error.strerror}")


def _document(folder: Folder, source: Source, report: Report) -> Document:
    text = source.body
    if source.meta.get("outdated") is True:
        text = callout("warning", "", "This page is marked as out of date.") + text
    if source.meta.get("questions"):
        text += _questions(source)
    expanded = expand(text, lambda name: _include(folder.root, name))
    blocks = translate(expanded.text, source.path)
    inline = read_inline(blocks.text, lambda name: loose_name(name) in folder.names)
    try:
        document = read_document(inline.text)
    except RecursionError as error:
        raise SourceError("nested too deeply") from error
    for name in source.bad_days(*PUBLISHED, *UPDATED):
        report.omit(source.path, f"{name}: {source.meta[name]} (not a date such as 2026-11-25)")
    for what in [*expanded.left_out, *document.left_out]:
        report.omit(source.path, what)
    for what in [*blocks.unknown, *inline.unknown]:
        report.unknown(source.path, what)
    return document


def _include(root: Path, name: str) -> str | None:
    """The text of an include that lies in the folder; None when it does not."""
    for folder in ("_includes", "includes", ""):
        path = (root / folder / name).resolve()
        if path.is_relative_to(root) and path.is_file() and path.suffix in (".md", ".html"):
            try:
                return path.read_text(encoding="utf-8")
            except (UnicodeDecodeError, OSError):
                return None
    return None


def _questions(source: Source) -> str:
    """The contacts that 18F's handbook lists in front matter, as a section at the end."""
    lines = []
    for item in source.meta.get("questions") or []:
        if isinstance(item, dict):
            lines.append(f"- [{item.get('text', '')}]({item.get('url', '')})")
        elif "@" in str(item):
            lines.append(f"- [{item}](mailto:{item})")
        else:
            lines.append(f"- **#{str(item).lstrip('#')}**")
    return "\n\n## Questions?\n\n" + "\n".join(lines) + "\n"
