"""Whom the publication of a page is told, and whether it has been."""

from typing import Any

from blog.pages.models import ContentPage
from social.activity.models import Event, Verb
from social.subjects.pages import canonical_page_id


def audiences_told(source: ContentPage) -> list[int] | None:
    """Ids of audiences, none of them meaning everybody; None where only followers are told."""
    ids = [row.audience_id for row in source.addressed_audiences.all()]
    return ids if ids or source.announced_to_all else None


def was_announced(page: Any) -> bool:
    """The first publication of a content is news, in whichever language it came."""
    published = Event.objects.filter(verb=Verb.PUBLISHED, page_id=canonical_page_id(page))
    return published.exists()
