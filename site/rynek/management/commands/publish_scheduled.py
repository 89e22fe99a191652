"""Wagtail's command of this name, with each page by itself, as the worker does it."""

from typing import Any

from wagtail.management.commands import publish_scheduled

from rynek.publishing import publish_due


class Command(publish_scheduled.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        else:
            publish_due()
