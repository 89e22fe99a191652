"""`rynek queues`: what was set aside, to be tried again or dropped, also without a browser."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from ground.queues.models import SetAside
from ground.queues.queue import drop, retry


class Command(BaseCommand):
    help = "List what queues set aside; try it again or drop it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("deed", nargs="?", choices=["list", "retry", "drop"], default="list")
        parser.add_argument("queue", nargs="?", help="name of a queue, as listed")
        parser.add_argument("key", nargs="?", help="one item of it")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = SetAside.objects.all()
        if options["queue"]:
            rows = rows.filter(queue=options["queue"])
        if options["key"]:
            rows = rows.filter(key=options["key"])
        if options["deed"] == "list":
            self.show(rows)
        elif options["deed"] == "retry":
            self.stdout.write(f"{retry(rows)} to be tried again within a minute")
        elif not options["queue"]:
            raise CommandError("Say which queue, and which item if not all of it.")
        else:
            self.stdout.write(f"{drop(rows)} dropped")

    def show(self, rows: Any) -> None:
        for row in rows:
            when = "only by hand"
            if row.is_dropped:
                when = "dropped"
            elif row.next_try:
                when = f"again at {timezone.localtime(row.next_try):%Y-%m-%d %H:%M}"
            self.stdout.write(f"{row.queue} {row.key}: tried {row.tries}, {when}: {row.reason}")
