"""`community_eval DIR`: run the room's analysis on a log from outside."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from social.analytics.analysis.planner import Style
from social.analytics.evaluation import evaluate
from social.analytics.evaluation.report import Options
from social.analytics.evaluation.tables import LogError
from social.analytics.evaluation.text import as_text


class Command(BaseCommand):
    """Reads events.csv and people.csv; touches no database."""

    help = "Evaluate an outside log: metrics, bands, a planned team and the self-check."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder and what may be chosen."""
        parser.add_argument("dir", type=Path, help="folder with events.csv and people.csv")
        parser.add_argument("--json", action="store_true", help="print JSON instead of text")
        parser.add_argument("--volunteers", type=float, metavar="SHARE", help="0.3 = 30 %%")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--team", type=int, default=10, metavar="SIZE")
        parser.add_argument("--window", type=float, metavar="DAYS")
        parser.add_argument("--style", choices=[str(style) for style in Style], default="even")

    def handle(self, *args: Any, **options: Any) -> None:
        """Evaluate and print."""
        share = options["volunteers"]
        if share is not None and not 0 < share <= 1:
            raise CommandError("--volunteers must be above 0 and at most 1.")
        if options["team"] < 1:
            raise CommandError("--team must be at least 1.")
        if options["window"] is not None and options["window"] < 1:
            raise CommandError("--window must be at least one day.")
        if options["seed"] < 0:
            raise CommandError("--seed must not be below 0.")
        chosen = Options(
            volunteers=share,
            seed=options["seed"],
            team=options["team"],
            days=options["window"],
            style=Style(options["style"]),
        )
        try:
            result = evaluate(options["dir"], chosen)
        except LogError as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(result.as_dict(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(as_text(result))
