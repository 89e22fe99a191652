"""Permission at the time of asking: the database decides, not the index."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from search.page.registry import Reader, Source

FEW = 500  # keys that are simply listed in a query


def among(queryset: QuerySet, pks: Collection[Any]) -> QuerySet:
    """Those objects of a queryset that have one of many primary keys, in one parameter."""
    if len(pks) <= FEW:
        return queryset.filter(pk__in=list(pks))
    vendor = connections[queryset.db].vendor
    keys = [int(pk) for pk in pks]
    if vendor == "sqlite":
        listed = RawSQL("SELECT value FROM json_each(%s)", [json.dumps(keys)])
        return queryset.filter(pk__in=listed)
    if vendor == "postgresql":
        listed = RawSQL("SELECT unnest(%s::bigint[])", [keys])
        return queryset.filter(pk__in=listed)
    return queryset.filter(pk__in=keys)


def visible_to(source: Source, reader: Reader) -> QuerySet:
    """What the reader sees of a source, put together once for a request: readers live no longer.

    Only the question is remembered, never an answer.
    """
    known: dict[str, QuerySet] | None = getattr(reader, "_visible_to_search", None)
    if known is None:
        known = reader._visible_to_search = {}
    if source.name not in known:
        known[source.name] = source.visible_to(reader)
    return known[source.name].all()


def visible_among(source: Source, reader: Reader, pks: Collection[Any]) -> set[Any]:
    """Those of the keys whose objects the reader sees now. One query."""
    if not pks:
        return set()
    visible = among(visible_to(source, reader).order_by(), pks)
    return set(visible.values_list("pk", flat=True))


def in_order(objects: Iterable[Any], pks: Collection[Any]) -> list[Any]:
    by_pk = {obj.pk: obj for obj in objects}
    return [by_pk[pk] for pk in pks if pk in by_pk]
