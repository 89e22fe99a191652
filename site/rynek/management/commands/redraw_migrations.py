"""For developers: `manage.py redraw_migrations` after a model moved to another app."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rynek.carrying.redrawing import redraw


class Command(BaseCommand):
    help = "Draw the first migrations anew after models moved; see docs/developers/moving.md."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--former",
            action="append",
            default=[],
            metavar="LABEL=PACKAGE",
            help="Where the migrations of an app lie that is no more: blog=blog.migrations",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        former = dict(item.split("=", 1) for item in options["former"])
        written, removed = redraw(former)
        for path in written:
            self.stdout.write(f"written  {path}")
        for path in removed:
            self.stdout.write(f"removed  {path}")
