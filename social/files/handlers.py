"""What is written down when pages, revisions and files come and go."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from social.files import uses
from social.files.originals import clean_new_original


def connect() -> None:
    post_save.connect(page_saved, dispatch_uid="social.files.page")
    post_save.connect(revision_saved, Revision, dispatch_uid="social.files.revision")
    pre_delete.connect(page_deleted, Page, dispatch_uid="social.files.page_deleted")
    pre_save.connect(picture_saved, get_image_model(), dispatch_uid="social.files.picture")
    for model in uses.file_models():
        post_delete.connect(file_deleted, model, dispatch_uid=f"social.files.{model.__name__}")


def page_saved(
    sender: Any, instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    """Pages of every type: an import or a copy may save one without a revision."""
    if not raw and update_fields is None and isinstance(instance, Page):
        uses.note_page(instance)


def revision_saved(
    sender: Any, instance: Revision, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if not raw and update_fields is None and uses.is_of_page(instance):
        uses.note_revision(instance, is_new=True)


def page_deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    uses.forget_page(instance)


def file_deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
    uses.forget_file(instance)


def picture_saved(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        clean_new_original(instance)
