"""Tables of models that moved get the names of their new apps, with all that is named after them."""

from collections.abc import Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from rynek.carrying.names import name_of, postgres_name

Constraints = Mapping[str, Any]


def rename_tables(connection: BaseDatabaseWrapper, models: dict[str, str]) -> None:
    """Rename what belongs to `models`: “app_label.model” before, and after.

    Runs inside the caller's transaction. Foreign keys follow by themselves.
    """
    with connection.cursor() as cursor:
        present = connection.introspection.table_names(cursor)
        tables = renamed_tables(present, models)
        if not tables:
            return
        found = {
            table: connection.introspection.get_constraints(cursor, table) for table in present
        }
    for old, new in tables.items():
        _run(connection, "ALTER TABLE {} RENAME TO {}", old, new)
    for table, constraints in found.items():
        _rename_constraints(connection, table, constraints, tables)
    if connection.vendor == "postgresql":
        _rename_sequences(connection, tables)


def renamed_tables(present: list[str], models: dict[str, str]) -> dict[str, str]:
    """The table of each model, and those of its many-to-many fields: “blog_poll_…”.

    Names of models have no underscore: “blog_poll_…” belongs to no other model than `blog.poll`.
    """
    renamed = {}
    for before, after in models.items():
        old, new = before.replace(".", "_"), after.replace(".", "_")
        for table in present:
            if table == old or table.startswith(f"{old}_"):
                renamed[table] = new + table.removeprefix(old)
    return renamed


def _rename_constraints(
    connection: BaseDatabaseWrapper, table: str, constraints: Constraints, tables: dict[str, str]
) -> None:
    for name, constraint in constraints.items():
        new_name = name_of(connection, name, constraint, table, tables)
        if new_name == name:
            continue
        if connection.vendor == "sqlite":
            _rename_in_sqlite(connection, name, new_name)
        elif constraint["index"]:
            _run(connection, "ALTER INDEX {} RENAME TO {}", name, new_name)
        else:
            table_now = tables.get(table, table)
            _run(connection, "ALTER TABLE {} RENAME CONSTRAINT {} TO {}", table_now, name, new_name)


def _rename_in_sqlite(connection: BaseDatabaseWrapper, name: str, new_name: str) -> None:
    """SQLite renames no index: it is made anew. What is no index has no made-up name there."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'index' AND name = %s", [name])
        row = cursor.fetchone()
        if row and row[0]:
            cursor.execute(f"DROP INDEX {quote(name)}")
            cursor.execute(row[0].replace(quote(name), quote(new_name), 1))


def _rename_sequences(connection: BaseDatabaseWrapper, tables: dict[str, str]) -> None:
    for old, new in tables.items():
        with connection.cursor() as cursor:
            found = connection.introspection.get_sequences(cursor, new)
        for sequence in found:
            name, column = sequence["name"], sequence["column"]
            if name == postgres_name(old, column, "seq"):
                new_name = postgres_name(new, column, "seq")
                _run(connection, "ALTER SEQUENCE {} RENAME TO {}", name, new_name)


def _run(connection: BaseDatabaseWrapper, statement: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.format(*map(connection.ops.quote_name, names)))
