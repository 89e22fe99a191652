"""The documents of a collection as objects of a throw-away database, for the search of readers.

Readers' search asks a database who sees what. A collection brings its own for that: a file with one
table, in which everybody sees every row. The house's database is not asked at all.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import ClassVar, Self

from django.db import connections, models, transaction

from search.engine.writer import Document, Text
from search.evaluation.collection import Row
from search.page.registry import Column, Kind, Source

ALIAS = "search_evaluation"
BATCH = 500


class Judged(models.Model):
    """One document of a collection: the database knows its id, the index all else."""

    name = models.TextField()

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        # A label of its own, of no installed app: the table is in no migration.
        app_label = "search_evaluation_rows"
        managed = False

    def __str__(self) -> str:
        return self.name


LABEL = Judged._meta.label_lower
SOURCE = Source(
    name="row",
    model=Judged,
    kinds=(Kind("row", "rows", "row"),),
    visible_to=lambda reader: Judged.objects.using(ALIAS),
    hits=lambda objects, reader: (),
    columns={"language": Column("language")},
)


@contextmanager
def throw_away_database(file: Path) -> Iterator[None]:
    """Open a database of SQLite in a file for the time of an evaluation."""
    settings = connections.configure_settings(
        {"default": {}, ALIAS: {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}}
    )
    connections.databases[ALIAS] = settings[ALIAS]
    try:
        with connections[ALIAS].schema_editor() as editor:
            editor.create_model(Judged)
        yield
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.databases[ALIAS]


def documents_of(rows: Iterable[Row]) -> Iterator[Document]:
    """Yield the documents of lines of docs.jsonl, and store what the database knows of them."""
    numbered = enumerate(rows, 1)
    while batch := list(islice(numbered, BATCH)):
        with transaction.atomic(using=ALIAS):
            Judged.objects.using(ALIAS).bulk_create(Judged(pk=n, name=row.id) for n, row in batch)
        for number, row in batch:
            yield document_of_row(number, row)


def document_of_row(number: int, row: Row) -> Document:
    """Return the document of a line of docs.jsonl, as a page with a title and a body."""
    texts = [Text("title", row.title, "title"), Text("body", row.text)]
    return Document(
        f"{LABEL}:{number}",
        texts=texts,
        autocomplete=texts[:1],
        columns={"_pk": number, "_root": LABEL, "_models": [LABEL], "kind": "row"},
        language=row.language,
        shown={"title": texts[0].text},
    )


def names_of(pks: Sequence[int]) -> list[str]:
    """The documents' own ids, in the order of the keys."""
    names = dict(Judged.objects.using(ALIAS).filter(pk__in=pks).values_list("pk", "name"))
    return [names[pk] for pk in pks]
