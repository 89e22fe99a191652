"""Whether it is known which pages use which files."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, ForeignKey, Model, OuterRef
from django.db.models.functions import Cast
from wagtail.models import ReferenceIndex

from social.files.models import FileUse
from social.files.uses import file_models, page_revisions


def is_unread() -> bool:
    """Whether there are pages with a history of which no use of a file was ever noted."""
    return not FileUse.objects.exists() and page_revisions().exists()


def missing_references() -> int:
    """How many files that stand in a field of their own Wagtail's index does not know of.

    Covers and logos stand for all: a house that was restored or filled past Wagtail lacks them,
    too. Right after publishing a few may be missing until the worker has written them.
    """
    return sum(_missing(model, field) for model, field in _file_fields())


def _file_fields() -> Iterator[tuple[type[Model], ForeignKey]]:
    for model in apps.get_models():
        if not ReferenceIndex.is_indexed(model):
            continue
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey) and field.related_model in file_models():
                yield model, field


def _missing(model: type[Model], field: ForeignKey) -> int:
    known = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(field.related_model),
        to_object_id=Cast(OuterRef(field.attname), CharField()),
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    rows = model._default_manager.exclude(**{field.name: None})
    return rows.exclude(Exists(known)).count()
