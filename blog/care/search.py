"""A review changes how far search relies on a guide, in all its languages."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import Page

from blog.care.models import Review
from blog.pages import trust
from search.outbox.models import Change
from search.outbox.tasks import request_drain


def register() -> None:
    post_save.connect(reindex_reviewed, Review, dispatch_uid="blog.search.reviewed")
    trust.register(trust.Judge(authority, reviewed_on))


def authority(page: Page) -> float:
    """All when reviewed in time, half when the first review is still to come, not at all when the
    review is overdue."""
    review = Review.objects.filter(page__translation_key=page.translation_key).first()
    if review is not None and review.is_overdue:
        return 0.0
    return 1.0 if review is not None and review.reviewed_on else trust.UNKNOWN


def reviewed_on(pages: Iterable[Page]) -> dict[Any, date | None]:
    """Translation key → day. One query."""
    reviews = Review.objects.filter(page__translation_key__in=[p.translation_key for p in pages])
    return dict(reviews.values_list("page__translation_key", "reviewed_on"))


def reindex_reviewed(sender: type[Model], instance: Review, **kwargs: Any) -> None:
    """A review changes how far search relies on the page, in all its languages."""
    versions = Page.objects.filter(translation_key=instance.page.translation_key)
    Change.objects.record(Page, versions.values_list("pk", flat=True))
    request_drain()


def reindex_overdue(today: date) -> None:
    """Guides whose review came due in the last days count for less from now on."""
    late = Review.objects.filter(next_on__lt=today, next_on__gte=today - timedelta(days=8))
    keys = late.values("page__translation_key")
    versions = Page.objects.filter(translation_key__in=keys, live=True)
    Change.objects.record(Page, versions.values_list("pk", flat=True))
    request_drain()
