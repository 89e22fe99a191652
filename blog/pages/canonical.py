"""Language versions of one content, and the one among them that holds what they share."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Min, OuterRef, Subquery
from wagtail.models import Page

from social.subjects.pages import canonical_page_id


def is_canonical(page: Page) -> bool:
    """Whether audiences, must-reads and other shared settings are kept on this version."""
    if page.pk is None:
        return not Page.objects.filter(translation_key=page.translation_key).exists()
    return canonical_page_id(page) == page.pk


def canonical_of(page: Page) -> Any:
    """The version that holds what is shared, as its own type; the page itself if it is that."""
    return page if is_canonical(page) else Page.objects.get(pk=canonical_page_id(page)).specific


def canonical_id(outer: str = "translation_key") -> Subquery:
    """For a query over pages: the id of each page's canonical version."""
    versions = Page.objects.filter(translation_key=OuterRef(outer)).order_by()
    return Subquery(versions.values("translation_key").annotate(first=Min("pk")).values("first"))


def versions_of(page: Page) -> Any:
    """All language versions, this one included."""
    return Page.objects.filter(translation_key=page.translation_key)


def canonical_ids(page_ids: Iterable[int]) -> dict[int, int]:
    """Page id → id of its canonical version. One query."""
    rows = Page.objects.filter(pk__in=list(page_ids)).annotate(first=canonical_id())
    return dict(rows.order_by().values_list("pk", "first"))


def hand_over(page: Any, heir: Any) -> None:
    """Give the shared settings of a version that is being deleted to the next one."""
    page, heir = page.specific, heir.specific
    for relation in heir.all_shared_relations:
        parent = heir._meta.get_field(relation).field.attname
        for row in getattr(page, relation).all():
            row.pk = None  # the old row is being deleted already
            setattr(row, parent, heir.pk)
            row.save()
    shared = {name: getattr(page, name) for name in ("restricted", "notification", "campaign_id")}
    type(heir).objects.filter(pk=heir.pk).update(**shared)
    live = Page.objects.get(pk=heir.pk).specific
    draft = live.get_latest_revision_as_object()
    for name, value in shared.items():
        setattr(draft, name, value)
    for relation in heir.all_shared_relations:
        getattr(draft, relation).set(list(getattr(live, relation).all()))
    draft._canonical_page_id = heir.pk
    draft.save_revision(changed=draft.has_unpublished_changes)
