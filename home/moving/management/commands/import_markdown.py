"""`rynek import-markdown DIR --under PAGE`."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm
from wagtail.models import Page

from home.moving.folder import Folder, read_folder
from home.moving.media import Shelf
from home.moving.report import Report
from home.moving.write import MODELS, Import, run
from social.people.models import User


class Command(BaseCommand):
    help = (
        "Import a folder of Markdown files as pages. Running it again updates what changed and "
        "creates nothing twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder to read")
        parser.add_argument(
            "--under",
            required=True,
            metavar="PAGE",
            help="the page that they go under: its id, its address (/pl/poradniki/) or its slug",
        )
        parser.add_argument("--as", dest="kind", choices=sorted(MODELS), default="guide")
        parser.add_argument("--author", metavar="E-MAIL", help="the author of the pages")
        parser.add_argument(
            "--assets",
            type=Path,
            metavar="DIR",
            help="another folder in which pictures and attachments may lie",
        )
        parser.add_argument(
            "--source",
            metavar="NAME",
            help="a name for the folder, by which later runs know its pages (default: its own)",
        )
        parser.add_argument("--dry-run", action="store_true", help="read and report, write nothing")
        parser.add_argument(
            "--verbose", action="store_true", help="name in the report also what had not changed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        root: Path = options["folder"]
        if not root.is_dir():
            raise CommandError(f"{root} is not a folder.")
        report = Report()
        folder = read_folder(root, report, lambda paths: _bar(paths, "Reading"))
        if not folder.chapters and not report.lines:
            raise CommandError(f"{root} holds no Markdown file.")
        if options["dry_run"]:
            self.stdout.write(_preview(folder, report))
            return
        job = self._job(folder, report, options)
        try:
            run(job, lambda nodes: _bar(nodes, "Writing"))
        except KeyboardInterrupt:
            self.stdout.write(report.text(options["verbose"]))
            raise CommandError("Interrupted. Run the same command again to go on.") from None
        self.stdout.write(report.text(options["verbose"]))
        self.stdout.write(f"{time.perf_counter() - started:.1f} s")

    def _job(self, folder: Folder, report: Report, options: dict[str, Any]) -> Import:
        under = _find_page(options["under"])
        model = MODELS[options["kind"]]
        if not model.can_create_at(under):
            raise CommandError(
                f"“{under.title}” ({under.specific_class._meta.verbose_name}) takes no pages of "
                f"the type “{model._meta.verbose_name}”."
            )
        source = options["source"] or folder.root.name
        roots = [folder.root, *([options["assets"].resolve()] if options["assets"] else [])]
        user = _find_person(options["author"]) if options["author"] else None
        return Import(folder, under, source, Shelf(roots, source), report, model, user)


def _bar(items: Iterable[Any], words: str) -> Iterable[Any]:
    return tqdm(list(items), desc=words, unit="file", disable=not sys.stderr.isatty())


def _preview(folder: Folder, report: Report) -> str:
    pages = [f"{'  ' * node.depth}{folder.title(node)}" for node in folder.nodes]
    return "\n".join([*pages, "", report.text()])


def _find_page(name: str) -> Page:
    pages = Page.objects.filter(depth__gt=1)
    if name.isdigit():
        found = list(pages.filter(pk=int(name)))
    elif "/" in name:
        wanted = f"/{name.strip('/')}/"
        found = list(pages.filter(slug=name.strip("/").split("/")[-1]))
        found = [page for page in found if wanted in (page.url_path, page.get_url())]
    else:
        found = list(pages.filter(slug=name))
    if len(found) != 1:
        many = ", ".join(f"{page.pk} ({page.get_url()})" for page in found)
        raise CommandError(
            f"Several pages are called “{name}”: {many}." if found else f"No page is “{name}”."
        )
    page: Page = found[0]
    return page


def _find_person(email: str) -> User:
    person = User.objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"Nobody has the e-mail address {email}.")
    return person
