"""The names that Django and PostgreSQL make up for what belongs to a table.

A database that was carried over has the names that a new one gets: migrations look for them.
"""

from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST = 63  # PostgreSQL's limit, in bytes; all our names are ASCII
# How Django ends what it makes up for `db_index`, `unique` and the like, and for joint uniqueness.
DJANGO_ENDINGS = ("", "_idx", "_uniq", "_like", "_check")
POSTGRES_ENDINGS = ("key", "check", "fkey", "not_null")


def name_of(
    connection: BaseDatabaseWrapper,
    name: str,
    constraint: dict[str, Any],
    table: str,
    tables: dict[str, str],
) -> str:
    """What an index or constraint of `table` is called once all `tables` have their new names.

    Names of `Meta.indexes` and `Meta.constraints` are ours, not made up: they stay.
    """
    new_table = tables.get(table, table)
    old = _made_up(connection, constraint, table, {})
    new = _made_up(connection, constraint, new_table, tables)
    return next((after for before, after in zip(old, new, strict=True) if before == name), name)


def _made_up(
    connection: BaseDatabaseWrapper, constraint: dict[str, Any], table: str, tables: dict[str, str]
) -> Iterator[str]:
    """All names that it may have been given, always in the same order."""
    columns = [column for column in constraint["columns"] if column]
    yield postgres_name(table, "", "pkey")
    if not columns:
        return
    django_name = connection.schema_editor()._create_index_name  # type: ignore[attr-defined]
    for ending in DJANGO_ENDINGS:
        yield django_name(table, columns, ending)
    for ending in POSTGRES_ENDINGS:
        yield postgres_name(table, "_".join(columns), ending)
    if constraint["foreign_key"]:
        target, target_column = constraint["foreign_key"]
        yield django_name(table, columns, f"_fk_{tables.get(target, target)}_{target_column}")


def postgres_name(table: str, column: str, ending: str) -> str:
    """As PostgreSQL's `makeObjectName`: the longer part is cut until all of it fits."""
    room = LONGEST - len(ending) - 1 - (1 if column else 0)
    while len(table) + len(column) > room:
        if len(table) > len(column):
            table = table[:-1]
        else:
            column = column[:-1]
    return "_".join(part for part in (table, column, ending) if part)
