"""What happens to must-reads and reach when a page is published."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model

from blog.pages.models import ContentPage
from blog.pages.signals import page_settled
from blog.reading import must_read, reach
from blog.reading.tasks import ask_again
from social.analytics.signals import names_expire


def connect() -> None:
    page_settled.connect(settle_reading, dispatch_uid="blog.settle_reading")
    names_expire.connect(keep_reach, dispatch_uid="blog.keep_reach")


def settle_reading(sender: type[Model], page: ContentPage, revision: Any, **kwargs: Any) -> None:
    reach.freeze_audience(page)
    if must_read.note_versions(page, revision):
        transaction.on_commit(partial(ask_again.enqueue, page.pk))


def keep_reach(sender: type[Model], border: datetime, **kwargs: Any) -> None:
    reach.release_due()
    reach.keep(border)
