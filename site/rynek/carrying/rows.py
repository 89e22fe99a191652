"""Rows that name a model or a function as text learn its new name."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder

TASKS = "django_tasks_database_dbtaskresult"


def rename_content_types(connection: BaseDatabaseWrapper, models: dict[str, str]) -> None:
    """Everything that points to a content type keeps doing so: permissions, revisions, logs."""
    with connection.cursor() as cursor:
        for before, after in models.items():
            cursor.execute(
                "UPDATE django_content_type SET app_label = %s, model = %s"
                " WHERE app_label = %s AND model = %s",
                [*after.split("."), *before.split(".")],
            )


def rename_in_text(
    connection: BaseDatabaseWrapper, models: dict[str, str], dotted_names: dict[str, str]
) -> None:
    """What is named in waiting tasks, changes to be indexed and items set aside."""
    known = models | dotted_names
    _rewrite(connection, TASKS, "id", "task_path", lambda path: dotted_names.get(path, path))
    _rewrite(connection, TASKS, "id", "args_kwargs", lambda text: _arguments(text, models, known))
    _rewrite(connection, "search_outbox_change", "id", "model", lambda name: models.get(name, name))
    _rewrite(connection, "queues_setaside", "id", "key", lambda key: _key(key, models))


def _key(key: str, models: dict[str, str]) -> str:
    """“blog.newspage:17:42” or “object blog.newspage:17”, as queues write their keys."""
    return re.sub(r"(?<!\S)[\w.]+(?=:)", lambda found: models.get(found[0], found[0]), key)


def _arguments(text: str, models: dict[str, str], known: dict[str, str]) -> str:
    """Tasks of Wagtail's are given (app label, model, key), those with files a dotted name."""

    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return known.get(value, value)
        if isinstance(value, dict):
            return {key: renamed(each) for key, each in value.items()}
        if not isinstance(value, list):
            return value
        pair = ".".join(value[:2]) if all(isinstance(each, str) for each in value[:2]) else ""
        if len(value) > 2 and pair in models:
            return [*models[pair].split("."), *value[2:]]
        return [renamed(each) for each in value]

    before = json.loads(text)
    after = renamed(before)
    return text if after == before else json.dumps(after)


def _rewrite(
    connection: BaseDatabaseWrapper,
    table: str,
    key: str,
    column: str,
    renamed: Callable[[str], str],
) -> None:
    names = dict(
        zip(
            ("table", "key", "column"),
            map(connection.ops.quote_name, (table, key, column)),
            strict=True,
        )
    )
    names["text"] = names["column"] + ("::text" if connection.vendor == "postgresql" else "")
    with connection.cursor() as cursor:
        cursor.execute("SELECT {key}, {text} FROM {table}".format(**names))  # noqa: S608
        rows = [(renamed(text), pk, text) for pk, text in cursor.fetchall()]
        changed = [(new, pk) for new, pk, text in rows if new != text]
        update = "UPDATE {table} SET {column} = %s WHERE {key} = %s".format(**names)  # noqa: S608
        cursor.executemany(update, changed)


def note_migrations(
    connection: BaseDatabaseWrapper,
    older_apps: Iterable[str],
    carried: Iterable[tuple[str, str]],
) -> None:
    """What the tables hold counts as applied; what made them in the older version is forgotten."""
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app__in=list(older_apps)).delete()
    for label, name in carried:
        recorder.record_applied(label, name)
