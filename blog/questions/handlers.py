"""A question that is published can be answered."""

from typing import Any

from django.db.models import Model

from blog.pages.models import ContentPage
from blog.pages.signals import page_settled
from blog.questions.models import QuestionPage
from social.comments.actions import mark_page_as_question


def connect() -> None:
    page_settled.connect(settle_question, dispatch_uid="blog.settle_question")


def settle_question(sender: type[Model], page: ContentPage, **kwargs: Any) -> None:
    if isinstance(page, QuestionPage):
        mark_page_as_question(page)
