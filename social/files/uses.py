"""Writing down which pages use which files, as soon as a page or a revision is saved."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Revision

from social.files.access import visible_files
from social.files.models import FileUse
from social.subjects.access import PageAccess


def file_models() -> tuple[type[Model], ...]:
    return get_image_model(), get_document_model()


def file_kinds() -> dict[str, type[Model]]:
    """The same by the names that stand in addresses."""
    return {"image": get_image_model(), "document": get_document_model()}


def file_types() -> dict[int, type[Model]]:
    """The kinds of files by the key of their content type."""
    return {ContentType.objects.get_for_model(model).pk: model for model in file_models()}


def files_in(page: Any) -> set[tuple[int, int]]:
    """The files that a specific page, as it is in memory, shows: (content type, key)."""
    kinds = file_types()
    return {
        (kind, int(key))
        for kind, key, *_path in ReferenceIndex._extract_references_from_object(page)
        if kind in kinds
    }


def files_of(field: Any, value: Any) -> list[tuple[type[Model], int]]:
    """The files in the value of one field of a page: a key to a file, or a body of blocks."""
    if isinstance(value, file_models()):
        return [(type(value), value.pk)]
    if not hasattr(field, "extract_references"):
        return []
    found = field.extract_references(value)
    return [(model, int(key)) for model, key, *_path in found if model in file_models()]


def may_show(user: Any, page: Page, files: list[tuple[type[Model], int]]) -> bool:
    """Whether this person may put these files on a page: those they see, and its own of old."""
    for model in file_models():
        wanted = {key for kind, key in files if kind is model}
        if not wanted:
            continue
        seen = set(visible_files(user, model).filter(pk__in=wanted).values_list("pk", flat=True))
        if missing := wanted - seen:
            kind = ContentType.objects.get_for_model(model)
            own = FileUse.objects.filter(file_type=kind, file_id__in=missing, page_id=page.pk)
            missing -= set(own.values_list("file_id", flat=True))
            # What no longer exists shows nothing.
            if model._default_manager.filter(pk__in=missing).exists():
                return False
    return True


def note_page(page: Page, *, is_new: bool = False) -> None:
    """Write down the files that a page shows; what is known already is not written again.

    A file that had been freed follows the page again when the page is new, put there once more.
    """
    files = files_in(page)
    uses = [FileUse(file_type_id=kind, file_id=key, page_id=page.pk) for kind, key in files]
    if not uses:
        return
    FileUse.objects.bulk_create(uses, ignore_conflicts=True)
    if is_new:
        for use in FileUse.objects.filter(page_id=page.pk).exclude(freed_at=None):
            if (use.file_type_id, use.file_id) in files:
                FileUse.objects.filter(pk=use.pk).update(freed_at=None)


def is_of_page(revision: Revision) -> bool:
    """Whether it is a revision of a page, and not of a snippet."""
    of_page = ContentType.objects.get_for_model(Page)
    return bool(revision.base_content_type_id == of_page.pk)


def note_revision(revision: Revision, *, is_new: bool = False) -> None:
    """Write down the files of a draft or an older state of a page."""
    note_page(revision.as_object(), is_new=is_new)


def forget_page(page: Page) -> None:
    """A page is deleted: its files are free again, unless the page was closed to somebody."""
    if PageAccess.of(page).is_open:
        FileUse.objects.filter(page_id=page.pk).delete()


def forget_file(file: Model) -> None:
    kind = ContentType.objects.get_for_model(type(file))
    FileUse.objects.filter(file_type=kind, file_id=file.pk).delete()


def free(file: Any, user: Any) -> None:
    """No page that showed the file keeps it closed any more; written to the audit log."""
    kind = ContentType.objects.get_for_model(type(file))
    with transaction.atomic():
        noted = FileUse.objects.filter(file_type=kind, file_id=file.pk, freed_at=None)
        noted.update(freed_at=timezone.now())
        log(instance=file, action="files.free", user=user)


def page_revisions() -> Any:
    """All revisions of pages, the oldest first."""
    of_page = ContentType.objects.get_for_model(Page)
    return Revision.objects.filter(base_content_type=of_page).order_by("pk")
