"""Draining: recorded changes become index writes, in batches, and are then forgotten.

The order makes it safe to be killed anywhere: read the changes, read the objects as they are now,
commit to the index, delete the changes. A change committed meanwhile has a row of its own.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_instance

from ground.queues.queue import Queue
from search.engine.documents import root_model
from search.engine.index import fresh_documents, topmost_indexed
from search.engine.whoosh import WhooshSearchBackend
from search.outbox.models import Change

BATCH = 200  # changes in one commit
Key = tuple[str, str]  # label of the topmost model, primary key as text


def drain(limit: int = BATCH) -> int:
    """Index up to `limit` recorded changes in one commit; return how many rows were dealt with."""
    rows = list(Change.objects.order_by("pk")[:limit])
    if not rows:
        return 0
    INDEXING.together(rows, _index, key=key_of, atomic=False)
    Change.objects.filter(pk__in=[row.pk for row in rows]).delete()
    INDEXING.look_again([key_of(row) for row in rows])
    return len(rows)


def _index(rows: Sequence[Change]) -> None:
    keys = expand(rows)
    for start in range(0, len(keys), BATCH):
        write(keys[start : start + BATCH])
    INDEXING.forget(key_of(row) for row in rows)


def key_of(row: Change) -> str:
    """“object wagtailcore.page:17”, and for what shows a thing the way to it."""
    return f"{row.kind} {row.model}:{row.object_id} {row.relation}".strip()


def _again(key: str) -> None:
    kind, _blank, rest = key.partition(" ")
    thing, _blank, relation = rest.partition(" ")
    label, _colon, pk = thing.partition(":")
    if kind in Change.Kind.values:
        _index([Change(kind=kind, model=label, object_id=pk, relation=relation)])


INDEXING = Queue("search-index", _("Writing to the search index"), again=_again)


def expand(rows: Iterable[Change]) -> list[Key]:
    """Return the keys of all objects that changes affect, each once."""
    keys: dict[Key, None] = {}
    for row in rows:
        if row.kind == Change.Kind.OBJECT:
            keys[(row.model, row.object_id)] = None
            continue
        label = root_model(apps.get_model(row.model))._meta.label_lower
        for pk in _affected(row).values_list("pk", flat=True):
            keys[(label, str(pk))] = None
    return list(keys)


def _affected(row: Change) -> models.QuerySet[Any]:
    model = apps.get_model(row.model)
    objects = model._default_manager.order_by("pk")
    if row.kind == Change.Kind.SUBTREE:
        top = objects.filter(pk=row.object_id).first()
        if top is None:
            return objects.none()
        return objects.filter(path__startswith=top.path)
    return objects.filter(**{row.relation: row.object_id}).distinct()


def write(keys: list[Key]) -> None:
    """Bring objects up to date in every search backend, as they are in the database now."""
    for backend in get_search_backends():
        if isinstance(backend, WhooshSearchBackend):
            documents, deleted = fresh_documents(keys, strict=True)
            backend.get_index_for_model(models.Model).write_keys(documents, deleted)
        else:
            _write_elsewhere(backend, keys)


def _write_elsewhere(backend: Any, keys: list[Key]) -> None:
    """The same through modelsearch's interface, for the database and Elasticsearch backends."""
    for label, pk in keys:
        for model in topmost_indexed(apps.get_model(label)):
            found = model._default_manager.filter(pk=pk).first()
            instance = get_indexed_instance(found) if found is not None else None
            if instance is not None:
                backend.add(instance)
            else:
                backend.delete(found or model(pk=pk))
