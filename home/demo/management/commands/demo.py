"""`rynek demo`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from home.demo.load import NotEmpty, is_empty, load, remove


class Command(BaseCommand):
    help = "Load the demo company Kalorys: people, two years of pages, conversations and reading."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another seed, another life")
        parser.add_argument(
            "--scale", type=int, default=1, help="so many times the people and what they do"
        )
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day on which the story ends (YYYY-MM-DD)"
        )
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when anybody is here already, or outside a demo (RYNEK_DEMO=0)",
        )
        parser.add_argument(
            "--reset", action="store_true", help="remove the demo company first; asks before"
        )
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["scale"] < 1:
            raise CommandError("--scale is a whole number from 1.")
        if options["reset"]:
            self._reset(options["yes"])
        if options["if_empty"] and not (settings.RYNEK_DEMO and is_empty()):
            return
        started = time.perf_counter()
        try:
            amounts = load(options["seed"], options["scale"], options["today"], _bar)
        except NotEmpty:
            raise CommandError(
                "There are people or pages here already. The demo company is for an empty house; "
                "`rynek demo --reset` removes one that was loaded before."
            ) from None
        seconds = time.perf_counter() - started
        parts = ", ".join(f"{count:,} {name}" for name, count in vars(amounts).items())
        self.stdout.write(f"Kalorys moved in: {parts}.")
        self.stdout.write(f"{seconds:.1f} s, {amounts.rows / seconds:,.0f} rows a second.")
        if not settings.RYNEK_DEMO:
            self.stdout.write("Set RYNEK_DEMO=1 to offer the personas on the sign-in page.")

    def _reset(self, sure: bool) -> None:
        if not sure:
            words = "This removes all pages, people and conversations. Type yes to go on: "
            if not self._is_confirmed(words):
                raise CommandError("Nothing was removed. Without a terminal, say --yes.")
        try:
            counts = remove()
        except NotEmpty:
            raise CommandError(
                "Nothing was removed: people are here who do not belong to the demo company."
            ) from None
        parts = ", ".join(f"{count:,} {name}" for name, count in counts.items())
        self.stdout.write(f"Removed {parts}.")

    def _is_confirmed(self, words: str) -> bool:
        try:
            return input(words).strip().lower() == "yes"
        except EOFError:
            return False


def _bar(items: Iterable[Any], words: str) -> Iterable[Any]:
    return tqdm(list(items), desc=f"{words:<10}", disable=not sys.stderr.isatty())
