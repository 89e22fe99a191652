"""What forwarded mails become: questions in question sections, knowledge in projects."""

from django.db import transaction
from wagtail.models import Page

from blog.asking import ask
from blog.models import KnowledgePage, ProjectPage, QuestionIndexPage
from blog.proposals import to_rich_text
from social.comments.rules import Refused
from social.notifications.incoming.drafts import Publisher, register
from social.people.models import User


def connect() -> None:
    register(Publisher(lambda page: isinstance(page, QuestionIndexPage), _question))
    register(Publisher(lambda page: isinstance(page, ProjectPage), _knowledge))


def _question(person: User, space: Page, title: str, text: str) -> Page:
    try:
        return ask(person, space, title, text)
    except Refused as refusal:
        raise ValueError(str(refusal.message)) from refusal


@transaction.atomic
def _knowledge(person: User, space: Page, title: str, text: str) -> Page:
    """Published at once by those who may publish there, else sent to approval."""
    page = KnowledgePage(
        title=title,
        owner=person,
        author=person,
        live=False,
        locale=space.locale,
        body=[("text", to_rich_text(text))],
    )
    parent = ProjectPage.objects.select_for_update(of=("self",)).get(pk=space.pk)
    parent.add_child(instance=page)
    revision = page.save_revision(user=person, log_action=True)
    if page.permissions_for_user(person).can_publish():
        revision.publish(user=person)
        page.refresh_from_db()
    elif workflow := page.get_workflow():
        workflow.start(page, person)
    return page
