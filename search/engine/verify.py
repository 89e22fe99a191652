"""Comparing the index with the database, object by object."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import models
from modelsearch.index import get_indexed_models

from search.engine.documents import MODELS, PK, document_of, object_key, root_model
from search.engine.filters import Equal
from search.engine.snapshot import Snapshot
from search.engine.writer import SHOWN_TEXT, Document

CHUNK = 200
Progress = Callable[[Iterable[Any], int, str], Iterable[Any]]


@dataclass(frozen=True)
class Difference:
    """One object about which index and database disagree."""

    key: str
    problem: str  # "missing", "superfluous", "different: title, path", "unreadable: ..."


def indexed_counts() -> dict[Any, int]:
    """Return how many objects of each model belong in the index."""
    return {model: model.get_indexed_objects().count() for model in get_indexed_models()}


def differences(
    snapshot: Snapshot, progress: Progress = lambda items, total, label: items
) -> Iterator[Difference]:
    """Yield every difference between the index and what the database says it should hold."""
    seen = np.zeros(snapshot.size, bool)
    for model, count in indexed_counts().items():
        objects = model.get_indexed_objects().order_by("pk").iterator(chunk_size=CHUNK)
        for obj in progress(objects, count, model._meta.label):
            key = object_key(model, obj.pk)
            place = snapshot.find([key]).get(key)
            if place is None:
                yield Difference(key, "missing")
                continue
            seen[place] = True
            if problem := _compare(snapshot, place, obj):
                yield Difference(key, problem)
    for doc in np.flatnonzero(snapshot.live & ~seen).tolist():
        root = snapshot.value("_root", doc)
        yield Difference(f"{root}:{snapshot.value(PK, doc)}", "superfluous")


def _compare(snapshot: Snapshot, place: int, obj: models.Model) -> str:
    try:
        document = document_of(obj)
    except Exception as error:  # noqa: BLE001 (whatever a model's method raises is worth reporting)
        return f"unreadable: {error!r}"
    wrong = [
        name for name, value in document.columns.items() if _differs(snapshot, place, name, value)
    ]
    stored = (snapshot.texts(place) or {}).get("texts", [])
    if stored != _texts(document):
        wrong.append("text")
    return f"different: {', '.join(sorted(wrong))}" if wrong else ""


def _differs(snapshot: Snapshot, place: int, name: str, value: Any) -> bool:
    return _as_set(snapshot.value(name, place)) != _as_set(value)


def _as_set(value: Any) -> set[Any]:
    # A column may hold one value as a list, or none as an empty one; order does not matter.
    values = value if isinstance(value, list) else [value]
    return {v for v in values if v is not None}


def _texts(document: Document) -> list[list[str]]:
    return [[t.slot, t.text[:SHOWN_TEXT]] for t in document.texts if t.text]


def counts_by_model(snapshot: Snapshot) -> dict[str, int]:
    """Return how many documents of each indexed model the index holds."""
    labels = {root_model(m)._meta.label_lower for m in get_indexed_models()}
    labels |= {m._meta.label_lower for m in get_indexed_models()}
    return {
        label: int(np.count_nonzero(Equal(MODELS, label).mask(snapshot) & snapshot.live))
        for label in sorted(labels)
    }
