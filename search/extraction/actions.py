"""Reading documents and keeping their text."""

import hashlib
import logging
import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone

from search.analysis.detection import detect_language
from search.extraction.models import FileText
from search.extraction.sandbox import LARGEST_FILE, Extract, extract

logger = logging.getLogger("search.extraction")
CHUNK = 2**20


def read_document(document: Any, *, again: bool = False) -> FileText:
    """Extract the text of a document unless its file was read before; returns the kept text."""
    row, _created = FileText.objects.get_or_create(document=document)
    with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
        digest, problem = _copy(document, copy)
        if not again and digest == row.file_hash and row.state != FileText.State.WAITING:
            return row
        suffix = Path(document.filename).suffix.lstrip(".").lower()
        result = Extract(note=problem) if problem else extract(Path(copy.name), suffix)
    return keep(row, result, digest)


def _copy(document: Any, target: Any) -> tuple[str, str]:
    """Copy the file, which may lie in a bucket, to a local one: (hash, what is wrong with it)."""
    digest = hashlib.sha1(usedforsecurity=False)
    size = 0
    try:
        with document.open_file() as source:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > LARGEST_FILE:
                    return digest.hexdigest(), "is too large"
                digest.update(chunk)
                target.write(chunk)
    except OSError as error:
        return "", f"is missing ({type(error).__name__})"
    target.flush()
    return digest.hexdigest(), ""


def keep(row: FileText, result: Extract, digest: str) -> FileText:
    """Store what was read; a document that cannot be read costs a line in the log."""
    if result.note and not result.text:
        row.state = FileText.State.FAILED
        logger.warning("Document %s (%s) %s", row.document_id, row.filename, result.note)
    else:
        row.state = FileText.State.READ if result.text else FileText.State.EMPTY
    row.text = result.text
    row.note = result.note
    row.pages = result.pages
    row.empty_pages = result.empty_pages
    row.language = detect_language(result.text)
    row.file_hash = digest
    row.read_at = timezone.now()
    row.save()
    return row
