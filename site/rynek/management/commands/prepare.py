"""`rynek prepare`: everything that must be done before `rynek serve`, in one process."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from rynek import catalogues, preparation, private
from social.analytics.carried import carry_old_numbers


class Command(BaseCommand):
    help = "Compile messages, migrate, collect static files; load the demo company if empty."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--demo",
            action="store_true",
            default=settings.RYNEK_DEMO,
            help="Load the demo company into an empty database (default: what RYNEK_DEMO says).",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        catalogues.compile_all()
        self.say("The database is up to date", preparation.migrate_if_needed())
        if added := preparation.open_languages():
            self.say(f"Pages may be written in {', '.join(added)}", True)
        preparation.tell_sites_their_address(settings.RYNEK_BASE_URL)
        self.say("Static files are collected", preparation.collect_static_if_changed())
        if preparation.note_uses_of_files_if_unknown():
            self.say("Uses of files are noted", True)
        if months := carry_old_numbers():
            self.say(f"Numbers of {months} months are carried into the ledger", True)
        if closed := private.close_to_others():
            self.say(f"{closed} files and folders are closed to others", True)
        if options["demo"]:
            call_command("demo", if_empty=True, stdout=self.stdout, stderr=self.stderr)

    def say(self, what: str, was_needed: bool) -> None:
        self.stdout.write(f"{what}{'' if was_needed else ' already'}.")
        self.stdout.flush()
