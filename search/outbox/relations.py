"""Which models show which others in the index, by the relations their `search_fields` name."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modelsearch.index import FilterField, RelatedFields, get_indexed_models


@dataclass(frozen=True)
class Relation:
    """Documents of `owner` hold something of `related`, found by filtering on `path`."""

    owner: type[models.Model]
    path: str
    related: type[models.Model]


@dataclass(frozen=True)
class Link:
    """Rows of `through` (tags, many-to-many) change documents of `owner`; `path` leads to the
    owner's primary key."""

    owner: type[models.Model]
    path: str
    through: type[models.Model]


def relations() -> tuple[set[Relation], set[Link]]:
    """Return all relations and link tables of the indexed models."""
    found: set[Relation] = set()
    links: set[Link] = set()
    for model in get_indexed_models():
        _collect(model, model, model.get_search_fields(), "", found, links)
    return found, links


def _collect(
    owner: type[models.Model],
    model: type[models.Model],
    fields: list[Any],
    path: str,
    found: set[Relation],
    links: set[Link],
) -> None:
    for entry in fields:
        if not isinstance(entry, RelatedFields | FilterField):
            continue
        try:
            field = model._meta.get_field(entry.field_name)
        except FieldDoesNotExist:
            continue
        related = getattr(field, "related_model", None)
        if related is None or isinstance(related, str):
            continue
        if not path and (link := _link(owner, field)) is not None:
            links.add(link)
        if isinstance(entry, RelatedFields):
            here = f"{path}__{entry.field_name}" if path else entry.field_name
            found.add(Relation(owner, here, related))
            _collect(owner, related, entry.fields, here, found, links)


def _link(owner: type[models.Model], field: Any) -> Link | None:
    remote = getattr(field, "remote_field", None)
    through = getattr(field, "through", None) or getattr(remote, "through", None)
    if not isinstance(through, type) or not issubclass(through, models.Model):
        return None
    for candidate in through._meta.get_fields():
        target = getattr(candidate, "related_model", None)
        if (
            getattr(candidate, "many_to_one", False)
            and isinstance(target, type)
            and issubclass(owner, target)
            and candidate.concrete
        ):
            return Link(owner, candidate.attname, through)
    names = {f.name for f in through._meta.get_fields()}
    return Link(owner, "object_id", through) if "object_id" in names else None
