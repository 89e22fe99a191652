"""`rynek extract-text`: read documents whose text is missing, or all of them again."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from tqdm import tqdm
from wagtail.documents import get_document_model

from search.extraction.actions import read_document
from search.extraction.models import FileText


class Command(BaseCommand):
    help = "Read the text of documents that were never read; --again reads all."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--again", action="store_true", help="Read every document anew.")

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        documents = get_document_model().objects.order_by("pk")
        if not again:
            done = FileText.objects.exclude(state=FileText.State.WAITING)
            documents = documents.exclude(pk__in=done.values("document_id"))
        states: dict[str, int] = {}
        for document in tqdm(documents.iterator(), total=documents.count(), unit="document"):
            try:
                state = read_document(document, again=again).get_state_display()
            except Exception as error:  # noqa: BLE001 (one file never costs the others)
                state = f"{document.filename}: {error!r}"
            states[str(state)] = states.get(str(state), 0) + 1
        for state, count in states.items():
            self.stdout.write(f"{state}: {count}")
