"""How documents and pictures are found.

Whoever may see a file finds it; who that is, a room above says. A hit names a page that shows it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex

from search.extraction.models import FileText
from search.extraction.notes import PARTIAL
from search.page import registry
from search.page.registry import Column, Hit, Kind, Reader, Source

DOCUMENT = Kind(
    "document",
    _("Documents"),
    _("Document"),
    "file",
    ("dokument", "plik", "file"),
    group="documents",
)
IMAGE = Kind(
    "image", _("Pictures"), _("Picture"), "image", ("zdjęcie", "obraz", "picture"), "documents"
)

# A caption is short and often repeats the page's title; the page that it illustrates comes first.
IMAGE_WEIGHT = 0.4


def register() -> None:
    registry.register(
        Source(
            name="document",
            model=FileText,
            kinds=(DOCUMENT,),
            visible_to=visible_documents,
            hits=document_hits,
            columns={
                "author": Column("document.uploaded_by_user_id"),
                "language": Column("language"),
                "date": Column("document.created_at"),
            },
        )
    )
    registry.register(
        Source(
            name="image",
            model=get_image_model(),
            kinds=(IMAGE,),
            visible_to=visible_images,
            hits=image_hits,
            columns={"date": Column("created_at")},
            weight=IMAGE_WEIGHT,
        )
    )


def files_are_seen_by(rule: Callable[[Reader, Any], QuerySet[Any]]) -> None:
    """An upper room says who sees a file: given a reader and a class of files."""
    global _visible_files
    _visible_files = rule


def _own_files(reader: Reader, model: Any) -> QuerySet[Any]:
    """Without a rule from above: whoever uploaded a file."""
    if not reader.is_authenticated:
        return model.objects.none()
    return model.objects.filter(uploaded_by_user=reader)


_visible_files: Callable[[Reader, Any], QuerySet[Any]] = _own_files


def visible_files(reader: Reader, model: Any) -> QuerySet[Any]:
    """Documents or pictures that this person may find: those that this person may see."""
    return _visible_files(reader, model)


def visible_documents(reader: Reader) -> QuerySet[FileText]:
    documents = visible_files(reader, get_document_model())
    return FileText.objects.filter(Exists(documents.filter(pk=OuterRef("document_id"))))


def visible_images(reader: Reader) -> QuerySet[Any]:
    return visible_files(reader, get_image_model())


def places(reader: Reader, model: Any, keys: list[int]) -> dict[int, tuple[str, str]]:
    """One page that shows each file and that this person sees: (title, address). Two queries."""
    types = ContentType.objects.get_for_models(Page, model)
    rows = ReferenceIndex.objects.filter(
        base_content_type=types[Page],
        to_content_type=types[model],
        to_object_id__in=[str(key) for key in keys],
    ).values_list("to_object_id", "object_id")
    source = registry.source("page")
    if source is None:
        return {}
    pages = source.visible_to(reader).filter(pk__in={int(page) for _key, page in rows})
    by_pk = {page.pk: page for page in pages.select_related("locale")}
    found: dict[int, tuple[str, str]] = {}
    for key, page_key in rows:
        if page := by_pk.get(int(page_key)):
            found.setdefault(int(key), (page.title, page.url or ""))
    return found


def document_hits(texts: QuerySet[FileText], reader: Reader) -> Iterator[Hit]:
    rows = list(texts.select_related("document__uploaded_by_user"))
    shown = places(reader, get_document_model(), [row.document_id for row in rows])
    for row in rows:
        place = shown.get(row.document_id)
        yield Hit(
            pk=row.pk,
            kind=DOCUMENT.name,
            title=row.title,
            url=row.document.url,
            text=row.text,
            language=row.language,
            trail=[place] if place else [],
            author=row.document.uploaded_by_user,
            date=row.document.created_at,
            note=file_note(row),
        )


def file_note(row: FileText) -> str:
    """`PDF · 12 pages · 3 scanned pages without text`."""
    facts = [row.document.file_extension.upper()]
    if row.pages:
        facts.append(ngettext("%(n)d page", "%(n)d pages", row.pages) % {"n": row.pages})
    if row.empty_pages:
        scanned = ngettext(
            "%(n)d scanned page without text", "%(n)d scanned pages without text", row.empty_pages
        )
        facts.append(scanned % {"n": row.empty_pages})
    if "locked" in row.notes:
        facts.append(gettext("locked with a password"))
    elif row.state == FileText.State.FAILED:
        facts.append(str(row.get_state_display()))
    elif PARTIAL.intersection(row.notes):
        facts.append(gettext("only a part can be searched"))
    return " · ".join(facts)


def image_hits(images: QuerySet[Any], reader: Reader) -> Iterator[Hit]:
    rows = list(images)
    shown = places(reader, get_image_model(), [row.pk for row in rows])
    for row in rows:
        place = shown.get(row.pk)
        yield Hit(
            pk=row.pk,
            kind=IMAGE.name,
            title=row.title,
            url=place[1] if place else row.file.url,
            text=row.description,
            trail=[place] if place and place[0] != row.title else [],  # it often bears that name
            date=row.created_at,
            picture=row,
        )
