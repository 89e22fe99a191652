"""`rynek doctor`: looks at everything that Rynek stands on and says what to do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from rynek import health


class Command(BaseCommand):
    help = "Check database, index, mail, media and worker."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        for check in health.all_checks():
            mark = self.style.SUCCESS("ok  ") if check.ok else self.style.ERROR("FAIL")
            self.stdout.write(f"{mark} {check.name}: {check.detail}")
            if not check.ok:
                failed += 1
                self.stdout.write(f"     {check.advice}")
        if failed:
            raise CommandError(f"{failed} of the checks failed")
