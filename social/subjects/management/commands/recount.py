"""`rynek recount`: derive every kept number from what it counts, and say what was wrong."""

from typing import Any

from django.core.management.base import BaseCommand

from social.subjects.recounts import recounts


class Command(BaseCommand):
    help = "Repairs counters from what they count, and reports each that was wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for name, recount in recounts().items():
            for line in recount():
                wrong += 1
                self.stdout.write(f"{name}: {line}")
        self.stdout.write(f"{wrong} repaired" if wrong else "Every number was right.")
