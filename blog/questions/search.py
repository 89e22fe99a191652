"""How questions are found, and where search sends who found nothing."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog.pages.search import KINDS
from blog.questions.models import QuestionIndexPage, QuestionPage
from search.page import registry
from search.page.registry import Kind
from social.people.models import User
from social.subjects.access import visible_pages


def register() -> None:
    KINDS[QuestionPage] = Kind(
        "question", _("Questions"), _("Question"), "question", ("pytanie",), group="answers"
    )
    registry.register_question(question_address)


def question_address(text: str, reader: User) -> str | None:
    """Where to ask what nobody has written down: the form, filled in with the words."""
    if not visible_pages(reader, QuestionIndexPage.objects.all()).exists():
        return None
    return f"{reverse('blog:ask')}?{urlencode({'title': text})}"
