"""`rynek messages`: update and compile the message catalogues."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rynek import catalogues


class Command(BaseCommand):
    help = "Update the message catalogues of all apps from their sources and compile them."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("apps", nargs="*", help="Only these apps, such as social.people.")
        parser.add_argument("--compile", action="store_true", help="Only compile.")
        parser.add_argument("--strict", action="store_true", help="Fail when one is missing.")

    def handle(self, *args: Any, **options: Any) -> None:
        untranslated = 0
        if not options["compile"]:
            for name, folder in catalogues.apps():
                if options["apps"] and name not in options["apps"]:
                    continue
                for language in catalogues.languages():
                    left = catalogues.missing(catalogues.update(name, folder, language))
                    untranslated += len(left)
                    self.stdout.write(f"{name}, {language}: {len(left)} to translate")
        written = catalogues.compile_all()
        self.stdout.write(f"{written} catalogues compiled")
        if options["strict"] and untranslated:
            raise CommandError(f"{untranslated} messages are not translated")
