"""Bad values, stored past every form: what imports, claims, scripts and old versions leave behind."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection, models, transaction

BAD = ("", "Warszawa", "x" * 64, "a\x00b", "😀", "{}", None, -1)
KINDS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.IntegerField,
    models.FileField,
)


@dataclass
class Scene:
    """A queue with a bad item and a good one.

    `poisoned` are the rows of the bad one, `run` is what the worker does, and `is_through` says whether
    the good one is.
    """

    poisoned: list[models.Model]
    run: Callable[[], object]
    is_through: Callable[[], bool]
    only: tuple[str, ...] = ()  # fields, where a run costs much
    failures: list[str] = field(default_factory=list)
    tried: int = 0

    def assert_nothing_stops(self) -> None:
        self._try("nothing")
        assert not self.failures, "the scene itself does not work"
        failures = self.poison_all()
        assert self.tried > len(self.poisoned), "nothing was poisoned"
        assert not failures, f"{len(failures)} of {self.tried}: " + "\n".join(failures)

    def poison_all(self) -> list[str]:
        """Every value in every field of every row, one after the other; what went wrong."""
        for row in self.poisoned:
            for column in fields_of(type(row)):
                if self.only and column.name not in self.only:
                    continue
                for value in BAD:
                    self._poison(row, column, value)
        return self.failures

    def _poison(self, row: models.Model, column: models.Field, value: Any) -> None:
        with transaction.atomic():
            if _store(row, column, value):
                self.tried += 1
                self._try(f"{row._meta.label}.{column.name} = {value!r}")
            transaction.set_rollback(True)

    def _try(self, name: str) -> None:
        with transaction.atomic():
            try:
                with transaction.atomic():
                    self.run()
                    if not self.is_through():
                        self.failures.append(f"{name}: the other one did not get through")
            except Exception as error:  # noqa: BLE001 - that is what is looked for
                self.failures.append(f"{name}: {type(error).__name__} {error}")
            transaction.set_rollback(True)


def fields_of(model: type[models.Model]) -> Iterator[models.Field]:
    """Those whose values people or programs make up: no keys, no relations."""
    for column in model._meta.concrete_fields:
        if isinstance(column, KINDS) and not column.primary_key and not column.is_relation:
            yield column


def _store(row: models.Model, column: models.Field, value: Any) -> bool:
    """Store it past all forms; whether the database takes it."""
    try:
        with transaction.atomic():
            stored = column.model._base_manager.filter(pk=row.pk).update(**{column.name: value})
            connection.check_constraints()
            return bool(stored)
    except (DatabaseError, ValueError, TypeError, OverflowError):
        return False
