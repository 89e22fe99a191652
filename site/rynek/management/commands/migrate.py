"""`rynek migrate`: Django's, after a database of an older version was carried over."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import DEFAULT_DB_ALIAS

from rynek.preparation import bring_over


class Command(MigrateCommand):
    def handle(self, *args: Any, **options: Any) -> None:
        only_asks = options["plan"] or options["check_unapplied"]
        if options["database"] == DEFAULT_DB_ALIAS and not only_asks and bring_over():
            self.stdout.write("The database was carried over from an older version.")
        super().handle(*args, **options)
