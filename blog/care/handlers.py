"""A guide that is published gets its review."""

from typing import Any

from django.db.models import Model

from blog.care import reviews
from blog.pages.models import ContentPage, GuidePage
from blog.pages.signals import page_settled


def connect() -> None:
    page_settled.connect(settle_care, dispatch_uid="blog.settle_care")


def settle_care(sender: type[Model], page: ContentPage, **kwargs: Any) -> None:
    if isinstance(page, GuidePage):
        reviews.schedule(page)
