"""`rynek worker`: runs queued tasks until it is told to stop."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from rynek.worker import HouseWorker


class Command(BaseCommand):
    help = "Run a task worker: mails, search index, schedules."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="Seconds between looks.")
        parser.add_argument("--batch", action="store_true", help="Stop when the queue is empty.")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = HouseWorker(
            queue_names=["*"],
            interval=options["interval"],
            batch=options["batch"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{os.uname().nodename}:{os.getpid()}",
            excluded_queue_names=[],
        )
        worker.configure_signals()
        worker.run()
