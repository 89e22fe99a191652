"""Reading files and keeping their text."""

import hashlib
import logging
import tempfile
from pathlib import Path
from typing import IO, Any

from django.utils import timezone

from search.analysis.detection import detect_language
from search.extraction.models import READERS, ExtractedText, FileText
from search.extraction.notes import HARMLESS
from search.extraction.sandbox import LARGEST_FILE, Extract, extract

logger = logging.getLogger("search.extraction")
CHUNK = 2**20


def read_document(document: Any, *, again: bool = False) -> FileText:
    """Extract the text of a document unless its file was read before; returns the kept text."""
    row, _created = FileText.objects.get_or_create(document=document)
    read_file_into(row, document.file, document.filename, again=again)
    return row


def read_file_into(row: ExtractedText, file: Any, name: str, *, again: bool = False) -> None:
    """Extract the text of a file (of a model's field) into a row, unless it was read before.

    The row remembers at once that this version of the readers has met the file: what kills the
    worker is not begun again by `unread`.
    """
    is_known = row.readers == READERS and row.state != ExtractedText.State.WAITING
    row.readers = READERS
    type(row)._default_manager.filter(pk=row.pk).update(readers=READERS)
    with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
        digest, problem = _copy(file, copy)
        if is_known and digest == row.file_hash and not again:
            return
        ending = Path(name).suffix.lstrip(".").lower()
        result = Extract(notes=(problem,)) if problem else extract(Path(copy.name), ending)
    keep(row, result, digest, name)


def _copy(file: Any, target: IO[bytes]) -> tuple[str, str]:
    """Copy the file, which may lie in a bucket, to a local one: (hash, what is wrong with it)."""
    digest = hashlib.sha1(usedforsecurity=False)
    size = 0
    try:
        with file.storage.open(file.name, "rb") as source:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > LARGEST_FILE:
                    return digest.hexdigest(), "large"
                digest.update(chunk)
                target.write(chunk)
    except OSError:
        return "", "missing"
    target.flush()
    return digest.hexdigest(), ""


def keep(row: ExtractedText, result: Extract, digest: str, name: str) -> None:
    """Store what was read; a file that cannot be read costs a line in the log."""
    problems = set(result.notes) - HARMLESS
    if problems and not result.text:
        row.state = ExtractedText.State.FAILED
        logger.warning("%s (%s): %s", row, name, ", ".join(result.notes))
    else:
        row.state = ExtractedText.State.READ if result.text else ExtractedText.State.EMPTY
    row.text = result.text
    row.note = " ".join(result.notes)[:200]
    row.pages = result.pages
    row.empty_pages = result.empty_pages
    row.language = detect_language(result.text)
    row.file_hash = digest
    row.read_at = timezone.now()
    row.save()
