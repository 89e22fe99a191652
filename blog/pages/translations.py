"""Language versions side by side: which of them has fallen behind."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.models.translations import TranslationState


@dataclass(frozen=True)
class State:
    """Whether a version says the same as its source, and where the difference can be seen."""

    is_outdated: bool
    compare_url: str = ""


def state_of(page: Page) -> State:
    """How a language version stands to the one that existed first. Two queries."""
    source = canonical_of(page)
    if source.pk == page.pk:
        return State(is_outdated=False)
    known = TranslationState.objects.filter(page_id=page.pk).first()
    if source.last_published_at is None:
        return State(is_outdated=False)
    matched_at = known.matched_at if known else page.first_published_at
    if matched_at is not None and source.last_published_at <= matched_at:
        return State(is_outdated=False)
    return State(is_outdated=True, compare_url=_compare_url(source, known))


def states_of_others(page: Page) -> list[tuple[Page, State]]:
    """The versions in other languages of the one that existed first, and how they stand."""
    others = page.get_translations().select_related("locale").order_by("locale__language_code")
    return [(other, state_of(other)) for other in others]


def _compare_url(source: Page, known: TranslationState | None) -> str:
    if known is None or known.source_revision_id is None:
        return ""
    revisions = (known.source_revision_id, "live")
    return reverse("wagtailadmin_pages:revisions_compare", args=[source.pk, *revisions])


def note_match(page: Any) -> None:
    """On publication of a translation that says the same: remember which source it matches."""
    if is_canonical(page) or not page.says_the_same:
        return
    source = canonical_of(page)
    TranslationState.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "source_revision_id": source.live_revision_id or source.latest_revision_id,
            "matched_at": timezone.now(),
        },
    )


def note_translation(source_obj: Any, target_obj: Any) -> None:
    """On the making of a translation: it matches its source, and whatever restricts that."""
    TranslationState.objects.update_or_create(
        page_id=target_obj.pk,
        defaults={
            "source_revision_id": source_obj.live_revision_id or source_obj.latest_revision_id,
            "matched_at": timezone.now(),
        },
    )
