"""Old addresses of imported pages, as Wagtail redirects."""

from __future__ import annotations

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from .folder import Folder
from .report import Report
from .resolve import Resolver
from .source import Source

ADDRESS_AT_MOST = 255


def write_redirects(folder: Folder, resolver: Resolver, report: Report) -> None:
    """Make the redirects that front matter asks for; one that exists for another page stays."""
    existing = {found.old_path: found for found in Redirect.objects.filter(site=None)}
    for chapter in folder.chapters.values():
        page_id = resolver.page_ids.get(chapter.source.path)
        for old in chapter.source.redirects:
            if page_id is not None:
                _write(existing, old, chapter.source.path, report, page_id=page_id)
    for source in folder.redirects:
        _forward(existing, folder, source, resolver, report)


def _forward(
    existing: dict[str, Redirect],
    folder: Folder,
    source: Source,
    resolver: Resolver,
    report: Report,
) -> None:
    target = folder.links.resolve(source.redirect_to, source.path)
    page_id = resolver.page_of(target) if target.kind == "page" else None
    if page_id is None and target.kind != "outside":
        report.add(source.path, "skipped", f"it only leads to {source.redirect_to}, which is gone")
        return
    link = "" if page_id else source.redirect_to
    for old in source.redirects:
        _write(existing, old, source.path, report, page_id=page_id, link=link)
    report.add(source.path, "redirect", f"leads to {source.redirect_to}")


def _write(
    existing: dict[str, Redirect],
    address: str,
    file: str,
    report: Report,
    *,
    page_id: int | None,
    link: str = "",
) -> None:
    old = Redirect.normalise_path(address)
    if len(old) > ADDRESS_AT_MOST or old == "/":
        report.omit(file, f"redirect from {address}")
        return
    known = existing.get(old)
    if known is None:
        existing[old] = Redirect.objects.create(
            old_path=old, redirect_page=_page(page_id), redirect_link=link, is_permanent=True
        )
    elif known.redirect_page_id != page_id or known.redirect_link != link:
        report.omit(file, f"redirect from {address}: the address leads elsewhere already")


def _page(page_id: int | None) -> Page | None:
    return Page.objects.get(pk=page_id) if page_id else None
