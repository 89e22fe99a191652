"""Polls on a page that is published."""

from typing import Any

from django.db.models import Model

from blog.pages.models import ContentPage
from blog.pages.signals import page_settled
from blog.polls import polling


def connect() -> None:
    page_settled.connect(settle_polls, dispatch_uid="blog.settle_polls")


def settle_polls(sender: type[Model], page: ContentPage, **kwargs: Any) -> None:
    polling.open_polls_of(page)
