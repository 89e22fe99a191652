"""What a database consists of, so that two can be compared: the order of columns says nothing."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import psycopg

COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,
           column_default, is_identity
    FROM information_schema.columns WHERE table_schema = 'public'
"""
CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
"""
INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
SEQUENCES = "SELECT sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'"

Schema = dict[str, set[Any]]


def of_postgres(address: str) -> Schema:
    with psycopg.connect(address) as connection:
        return {
            name: {tuple(map(_without_casts, row)) for row in connection.execute(query)}
            for name, query in {
                "columns": COLUMNS,
                "constraints": CONSTRAINTS,
                "indexes": INDEXES,
                "sequences": SEQUENCES,
            }.items()
        }


def _without_casts(value: Any) -> Any:
    """PostgreSQL writes a CHECK that came out of a dump with other casts and brackets."""
    if not str(value).startswith("CHECK"):
        return value
    return re.sub(r"::(character varying|text)(\(\d+\))?|\[\]|[()]", "", str(value))


def of_sqlite(path: Path) -> Schema:
    with sqlite3.connect(path) as connection:
        rows = connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master"
            " WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'"
        ).fetchall()
    schema: Schema = {"tables": set(), "parts": set(), "indexes": set()}
    for kind, name, table, sql in rows:
        if kind == "table":
            schema["tables"].add(name)
            schema["parts"] |= {(name, part) for part in _parts(sql)}
        else:
            schema["indexes"].add((table, name, sql))
    return schema


def _parts(sql: str) -> list[str]:
    """Columns and constraints of a CREATE TABLE, cut where no bracket is open."""
    body = sql[sql.index("(") + 1 : sql.rindex(")")]
    parts, depth, start = [], 0, 0
    for found in re.finditer(r"[(),]", body):
        depth += {"(": 1, ")": -1, ",": 0}[found[0]]
        if found[0] == "," and depth == 0:
            parts.append(body[start : found.start()].strip())
            start = found.end()
    return [*parts, body[start:].strip()]
