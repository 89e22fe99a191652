"""A database of the version before migrations began anew is carried over to today's.

Tables, content types, names kept as text and the notes of applied migrations change in a single
transaction: a crash leaves the database as it was, and the next `rynek prepare` does it again.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from rynek.carrying import moved, rows
from rynek.carrying.tables import rename_tables


class TooOld(Exception):
    """The database is of a version from which nothing leads to today's."""

    def __str__(self) -> str:
        return (
            "This database is of a version of Rynek that is too old to be updated at once. "
            f"Check out commit {moved.OLDER_VERSION}, run `rynek prepare` there, and then again here."
        )


def is_older(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database was made before migrations began anew."""
    return moved.MARK_OF_OLDER in MigrationRecorder(connection).applied_migrations()


def carry_over(connection: BaseDatabaseWrapper) -> bool:
    """Carry an older database over; returns whether it was one. Raises `TooOld`."""
    if not is_older(connection):
        return False
    with transaction.atomic(using=connection.alias):
        _one_at_a_time(connection)
        applied = set(MigrationRecorder(connection).applied_migrations())
        if moved.MARK_OF_OLDER not in applied:  # another process was faster
            return False
        if not applied >= moved.LAST_OF_OLDER:
            raise TooOld
        rename_tables(connection, moved.MODELS)
        rows.rename_content_types(connection, moved.MODELS)
        rows.rename_in_text(connection, moved.MODELS, moved.DOTTED_NAMES)
        rows.note_migrations(connection, moved.OLDER_APPS, carried_migrations())
    ContentType.objects.clear_cache()
    return True


def carried_migrations() -> list[tuple[str, str]]:
    """Those that make what an older database holds already: they count as applied in it."""
    migrations = MigrationLoader(None).disk_migrations.items()
    return sorted(key for key, each in migrations if getattr(each, "is_carried", False))


def _one_at_a_time(connection: BaseDatabaseWrapper) -> None:
    """SQLite's transactions are; on PostgreSQL the second waits here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE django_migrations IN ACCESS EXCLUSIVE MODE")
