"""The index as Wagtail writes it: single objects, whole classes, and rebuilds aside."""

import logging
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed, get_indexed_instance, get_indexed_models

from search.engine.documents import document_of, object_key, root_model
from search.engine.fingerprint import schema_fingerprint
from search.engine.segment import Segment
from search.engine.storage import Build, IndexFolder, IndexMissingError
from search.engine.writer import Document, IndexWriter

logger = logging.getLogger("search.engine")

# A rebuild closes a segment after so many, which bounds its memory (about 40 bytes a posting).
SEGMENT_DOCUMENTS = 25_000
SEGMENT_POSTINGS = 8_000_000


class WhooshIndex(BaseIndex):
    """The one index of all models."""

    def __init__(self, backend: Any, folder: IndexFolder):
        super().__init__(backend)
        self.folder = folder

    def get_key(self) -> str:
        return str(self.folder.path)

    def __str__(self) -> str:
        return self.get_key()

    def reset(self) -> None:
        with self.folder.writing():
            labels = [m._meta.label_lower for m in get_indexed_models()]
            self.folder.make_live(self.folder.new_build({**build_meta(), "models": labels}))

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        if class_is_indexed(model):
            self.write(documents_of(items), [])

    def delete_item(self, item: models.Model) -> None:
        self.write([], [(type(item), item.pk)])

    def write(
        self, documents: list[Document], deleted: Iterable[tuple[type[models.Model], Any]]
    ) -> None:
        """Replace and delete documents in one commit; waits while another process writes."""
        self.write_keys(documents, [object_key(model, pk) for model, pk in deleted])

    def write_keys(self, documents: list[Document], deleted: list[str]) -> None:
        """The same with the keys of what is to be deleted."""
        latest = {d.key: d for d in documents}
        if not latest and not deleted:
            return
        with self.folder.writing():
            building = self.folder.building()
            if building is not None:
                building.journal([key.split(":", 1) for key in [*latest, *deleted]])
            apply(self._live_build(), list(latest.values()), deleted)

    def _live_build(self) -> Build:
        try:
            return self.folder.live()
        except IndexMissingError:
            build = self.folder.new_build(build_meta())
            self.folder.make_live(build)
            return build


def build_meta() -> dict[str, Any]:
    return {"fingerprint": schema_fingerprint()}


def documents_of(items: Iterable[models.Model]) -> list[Document]:
    """Return the documents of objects; one that cannot be read is logged and left out."""
    documents = []
    for item in items:
        try:
            documents.append(document_of(item))
        except Exception:
            logger.exception("%s %s cannot be indexed", item._meta.label, item.pk)
            if len(documents) == 0 and not isinstance(items, list):
                raise
    return documents


def apply(build: Build, documents: list[Document], deleted_keys: Iterable[str]) -> None:
    """Write documents over those with the same keys, delete others, commit. Needs the lock."""
    places: dict[str, list[int]] = {}
    gone = {*deleted_keys, *(d.key for d in documents)}
    toc = build.toc()
    for info in toc.segments:
        segment = Segment(build.path, info)
        numbers = [int(n) for key in gone for n in segment.postings("key", key).ids]
        if numbers:
            places[segment.id] = numbers
    writer = IndexWriter(build)
    try:
        deleted = writer.delete(places)
        for document in documents:
            writer.add(document)
        if documents or deleted:
            writer.commit_changes()
        else:
            writer.cancel()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


class BuildingIndex(BaseIndex):
    """The index that a rebuild fills: nothing reads it before it is made live."""

    def __init__(self, backend: Any, build: Build):
        super().__init__(backend)
        self.build = build
        self._writer: IndexWriter | None = None
        self._keys: set[str] = set()
        self.models: list[str] = []

    @property
    def count(self) -> int:
        """Documents added so far."""
        return len(self._keys)

    def add_model(self, model: type[models.Model]) -> None:
        self.models.append(model._meta.label_lower)

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        if class_is_indexed(model):
            self.add_documents(documents_of(items))

    def add_documents(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if document.key in self._keys:
                continue
            self._keys.add(document.key)
            if self._writer is None:
                self._writer = IndexWriter(self.build)
            self._writer.add(document)
            if (
                self._writer.docnum >= SEGMENT_DOCUMENTS
                or self._writer.pool.postings >= SEGMENT_POSTINGS
            ):
                self.commit()

    def commit(self) -> None:
        if self._writer is not None:
            self._writer.commit_changes(merge=False)
            self._writer = None


class WhooshRebuilder:
    """Fills a new build beside the live one and swaps them; what changed meanwhile is repeated."""

    def __init__(self, index: WhooshIndex):
        self.index = index
        self.folder = index.folder

    def start(self) -> BuildingIndex:
        """Begin a rebuild; RebuildRunningError if another process is at it."""
        self._lock = self.folder.lock_rebuild()
        with self.folder.writing():
            # Builds that a killed rebuild left behind.
            self.folder.remove_others(self.folder.live_name())
            self.build = self.folder.new_build(build_meta())
            self._lock.announce(self.build.name)
        self.filled = BuildingIndex(self.index.backend, self.build)
        return self.filled

    def finish(self) -> None:
        """Publish the build: from here on every search uses it."""
        try:
            self.filled.commit()
            self.build.note(models=self.filled.models)
            with self.folder.writing():
                self._repeat_journal()
                self.folder.make_live(self.build)
        finally:
            self._lock.release()

    def abandon(self) -> None:
        """Give the rebuild up; the live index stays as it is."""
        with self.folder.writing():
            self._lock.release()
            self.folder.remove_others(self.folder.live_name())

    def _repeat_journal(self) -> None:
        entries = self.build.read_journal()
        documents, deleted = fresh_documents([(label, pk) for label, pk in entries])
        apply(self.build, documents, deleted)


def topmost_indexed(root: type[models.Model]) -> list[type[models.Model]]:
    """Return the indexed models below a root model that have no indexed ancestor.

    The root itself as a rule; but the root may belong to a package that knows nothing of search.
    """
    if class_is_indexed(root):
        return [root]
    below = [model for model in get_indexed_models() if root_model(model) is root]
    return [m for m in below if not any(class_is_indexed(p) for p in m._meta.get_parent_list())]


def fresh_documents(
    keys: Iterable[tuple[str, str]], *, strict: bool = False
) -> tuple[list[Document], list[str]]:
    """Return (documents, deleted keys) for objects named by (root model label, pk), as they are
    in the database now: what is gone or no longer to be indexed is to be deleted.

    One that cannot be read is left out; `strict`: its error is raised.
    """
    by_label: dict[str, list[str]] = {}
    for label, pk in keys:
        by_label.setdefault(label, []).append(pk)
    documents: list[Document] = []
    deleted: list[str] = []
    for label, pks in by_label.items():
        model = apps.get_model(label)
        present: dict[str, models.Model] = {}
        for indexed in topmost_indexed(model):
            objects = indexed._default_manager.in_bulk(pks)
            present |= {str(pk): obj for pk, obj in objects.items()}
        for pk in pks:
            found = present.get(str(pk))
            instance = get_indexed_instance(found) if found is not None else None
            if instance is None:
                deleted.append(object_key(model, pk))
            else:
                documents.extend([document_of(instance)] if strict else documents_of([instance]))
    return documents, deleted
