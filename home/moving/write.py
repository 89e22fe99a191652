"""Putting a folder that was read into the page tree.

Two passes. The first makes a draft for every file, so that links have pages to lead to; the
second fills and publishes them one by one. Each page is one transaction: an import that is
interrupted leaves drafts that readers do not see, and the next run goes on from there.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.db import transaction
from wagtail.models import Page

from blog.pages.models import ContentPage, GuidePage, KnowledgePage
from ground.typed.text import line
from social.people.models import User

from .folder import PUBLISHED, UPDATED, Chapter, Folder
from .media import Shelf
from .models import ImportedFile
from .redirects import write_redirects
from .report import Report
from .resolve import Resolver
from .stream import body_of
from .tree import Node

logger = logging.getLogger("home.moving")

LONGEST_TOPIC = 100  # characters
Progress = Callable[[Iterable[Node]], Iterable[Node]]
MODELS: dict[str, type[ContentPage]] = {"guide": GuidePage, "knowledge": KnowledgePage}


@dataclass
class Import:
    """One run: where the folder goes and what is known about it from earlier runs."""

    folder: Folder
    under: Page
    source: str
    shelf: Shelf
    report: Report
    model: type[ContentPage] = GuidePage
    user: User | None = None
    records: dict[str, ImportedFile] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)  # by node key
    created: set[str] = field(default_factory=set)


def run(job: Import, progress: Progress = lambda nodes: nodes) -> Report:
    """Write the folder; returns the report of the job."""
    known = ImportedFile.objects.filter(under=job.under, source=job.source)
    job.records = {record.key: record for record in known.select_related("page")}
    nodes = _nodes(job)
    for node in nodes:
        _alone(job, node, _ensure_page)
    nodes = [node for node in nodes if node.key in job.pages]
    resolver = Resolver(job.folder, job.shelf, job.report, _page_ids(job, nodes), job.under.pk)
    for node in progress(nodes):
        _alone(job, node, partial(_fill, resolver=resolver))
    write_redirects(job.folder, resolver, job.report)
    present = {node.key for node in nodes}
    job.report.missing = sorted(key for key in job.records if key not in present)
    return job.report


def _alone(job: Import, node: Node, work: Callable[[Import, Node], None]) -> None:
    """One file must not keep the others out; what is below one without a page says so."""
    try:
        work(job, node)
    except Exception as error:
        logger.exception("Import of %s", node.file)
        job.report.add(node.file or node.key, "skipped", f"could not be written: {error}")


def _nodes(job: Import) -> list[Node]:
    """Projects have no chapters: below them every file is a direct child, folders are none."""
    if job.model is GuidePage:
        return job.folder.nodes
    return [node for node in job.folder.nodes if node.file]


def _page_ids(job: Import, nodes: list[Node]) -> dict[str, int]:
    return {node.file or node.key: job.pages[node.key].pk for node in nodes}


@transaction.atomic
def _ensure_page(job: Import, node: Node) -> None:
    record = next(
        (job.records[key] for key in [node.key, *node.former_keys] if key in job.records), None
    )
    if record is None:
        page = _draft(job, node)
        record = ImportedFile(under=job.under, source=job.source, key=node.key, page=page)
        record.save()
        job.created.add(node.key)
    elif record.key != node.key:
        del job.records[record.key]
        record.key = node.key
        record.save()
    if not record.digest:
        job.created.add(node.key)
    job.records[node.key] = record
    job.pages[node.key] = record.page


def _draft(job: Import, node: Node) -> ContentPage:
    parent = job.under
    if job.model is GuidePage and node.parent:
        parent = Page.objects.get(pk=job.pages[node.parent.key].pk)
    else:
        parent = Page.objects.get(pk=parent.pk)  # its number of children changed
    page = job.model(
        title=job.folder.title(node),
        slug=_free_slug(parent, node.slug),
        locale_id=parent.locale_id,
        live=False,
        has_unpublished_changes=True,
        owner=job.user,
        author=job.user,
        notification="none",
    )
    parent.add_child(instance=page)
    return page


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free


def _fill(job: Import, node: Node, resolver: Resolver) -> None:
    """Write what the file says to its page, if that differs from what was written last."""
    record = job.records[node.key]
    chapter = job.folder.chapters.get(node.file)
    if chapter is None and record.digest:
        return  # a folder, or a file that cannot be read this time: the page stays as it is
    fields = _fields(job, node, chapter, resolver)
    digest = hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
    if digest == record.digest:
        job.report.add(node.file, "unchanged")
        return
    page = Page.objects.get(pk=record.page_id).specific  # children came since it was made
    if page.locked:
        job.report.add(node.file or node.key, "skipped", "its page is locked in Wagtail")
        return
    detail = _edited_since(page, record)
    with transaction.atomic():
        _apply(page, fields, job.user)
        record.digest = digest
        record.save()
    if node.file:
        job.report.add(node.file, "created" if node.key in job.created else "updated", detail)


def _fields(job: Import, node: Node, chapter: Chapter | None, resolver: Resolver) -> dict[str, Any]:
    title = job.folder.title(node)
    if chapter is None:
        return {"title": title, "lead": "", "body": [], "topics": [], "date": "", "updated": ""}
    source = chapter.source
    published, updated = source.day(*PUBLISHED), source.day(*UPDATED)
    fields = {
        "title": title,
        "lead": chapter.lead,
        "body": body_of(
            chapter.document, resolver.anchor_in(node.file), resolver.image_in(node.file)
        ),
        "topics": source.words("tags", "topics", "categories"),
        "date": published.isoformat() if published else "",
        "updated": updated.isoformat() if updated else "",
    }
    if job.model is KnowledgePage:
        kind = source.text("kind", "type")
        known = kind in KnowledgePage.Kind.values
        fields["kind"] = kind if known else KnowledgePage.Kind.REFERENCE.value
    return fields


def _apply(page: ContentPage, fields: dict[str, Any], user: User | None) -> None:
    page.title = fields["title"]
    page.lead = fields["lead"]
    page.body = json.dumps(fields["body"])  # type: ignore[assignment]
    if "kind" in fields:
        page.kind = fields["kind"]
    page.topics.set(filter(None, (line(topic, LONGEST_TOPIC) for topic in fields["topics"])))
    if fields["date"] and page.first_published_at is None:
        page.first_published_at = _noon(fields["date"])
    page.save_revision(user=user, log_action=True).publish(user=user)
    if fields["updated"]:
        ContentPage.objects.filter(pk=page.pk).update(last_published_at=_noon(fields["updated"]))


def _edited_since(page: ContentPage, record: ImportedFile) -> str:
    """A remark when somebody edited the page in Wagtail after it was last written here."""
    newest = page.latest_revision_created_at
    if record.digest and newest and (newest - record.written_at).total_seconds() > 1:
        return "over edits made in Wagtail; they are in the page's history"
    return ""


def _noon(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC)
