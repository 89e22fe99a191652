"""What happens to talk when a page goes: it stays with the page's other language version."""

from typing import Any

from django.db import models
from wagtail.models import Page


def keep_with_other_language(
    collector: Any, field: models.ForeignKey, rows: Any, using: str | None
) -> None:
    """An `on_delete` for keys to a page: move to another version of it, else delete.

    Rows of `SubjectModel` about the page itself change their subject with it. Versions that are
    deleted in the same operation do not count.
    """
    rows = list(rows.defer(None) if hasattr(rows, "defer") else rows)
    going = {
        page.pk
        for model, pages in collector.data.items()
        if issubclass(model, Page)
        for page in pages
    }
    lost = []
    for page_id in {getattr(row, field.attname) for row in rows}:
        here = [row for row in rows if getattr(row, field.attname) == page_id]
        heir = _other_version(page_id, going, using)
        if heir is None or (field.unique and _is_taken(field, heir, using)):
            lost += here
            continue
        collector.add_field_update(field, heir, here)
        about_page = [row for row in here if getattr(row, "subject_kind", "") == "page"]
        if about_page:
            collector.add_field_update(field.model._meta.get_field("subject_id"), heir, about_page)
    if lost:
        models.CASCADE(collector, field, lost, using)  # type: ignore[arg-type]


def _other_version(page_id: int, going: set[int], using: str | None) -> int | None:
    pages = Page.objects.using(using)
    key = pages.filter(pk=page_id).values("translation_key")[:1]
    others = pages.filter(translation_key=models.Subquery(key)).exclude(pk__in=going | {page_id})
    heir: int | None = others.order_by("pk").values_list("pk", flat=True).first()
    return heir


def _is_taken(field: models.ForeignKey, page_id: int, using: str | None) -> bool:
    return field.model._base_manager.using(using).filter(**{field.attname: page_id}).exists()
