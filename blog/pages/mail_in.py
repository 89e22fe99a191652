"""Mails forwarded to a project become knowledge pages."""

from django.db import transaction
from wagtail.models import Page

from blog.pages.models import KnowledgePage, ProjectPage
from blog.pages.proposals import to_rich_text
from social.notifications.incoming.drafts import Publisher, register
from social.people.models import User


def connect() -> None:
    register(Publisher(lambda page: isinstance(page, ProjectPage), _knowledge))


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
