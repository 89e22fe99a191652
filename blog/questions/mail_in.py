"""Mails forwarded to a question section become questions."""

from wagtail.models import Page

from blog.questions.asking import ask
from blog.questions.models import QuestionIndexPage
from social.comments.rules import Refused
from social.notifications.incoming.drafts import Publisher, register
from social.people.models import User


def connect() -> None:
    register(Publisher(lambda page: isinstance(page, QuestionIndexPage), _question))


def _question(person: User, space: Page, title: str, text: str) -> Page:
    try:
        return ask(person, space, title, text)
    except Refused as refusal:
        raise ValueError(str(refusal.message)) from refusal
