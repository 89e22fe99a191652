"""`rynek files`: note anew which pages use which documents and pictures."""

import logging
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from tqdm import tqdm
from wagtail.models import Page

from social.files import uses

logger = logging.getLogger("social.files")


class Command(BaseCommand):
    help = (
        "Note anew which pages use which documents and pictures: live, in drafts and in older "
        "revisions. For after an upgrade, a restore, or work in the database by hand."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("rebuild_references_index", verbosity=0)
        pages = Page.objects.order_by("pk").specific(defer=False)
        unreadable = note_all(tqdm(pages.iterator(), total=pages.count(), unit="page"))
        revisions = uses.page_revisions()
        steps = tqdm(revisions.iterator(), total=revisions.count(), unit="revision")
        unreadable += note_all(steps)
        self.stdout.write("Every use of a file is noted.")
        for name in unreadable:
            self.stderr.write(f"{name} cannot be read; files that only it shows count as unused")


def note_all(things: Any) -> list[str]:
    """Note the files of pages and revisions; returns those of which nothing can be read."""
    unreadable = []
    for thing in things:
        try:
            uses.note_page(thing) if isinstance(thing, Page) else uses.note_revision(thing)
        except Exception as error:  # an old state of a page of a type that is gone, for one
            logger.exception("Files used by %r", thing)
            unreadable.append(f"{thing!r} ({error})")
    return unreadable
