"""Asking a question from the front end: anybody may, without knowing Wagtail."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from blog.questions.models import QuestionIndexPage, QuestionPage
from social.activity.actions import record
from social.activity.models import Verb
from social.comments import rules
from social.comments.markdown import render
from social.comments.rules import Refused
from social.comments.screening import screen
from social.people.models import User
from social.subjects.access import visible_pages
from social.subjects.models import Topic

QUESTIONS_PER_HOUR = 5


def section_for(person: User) -> QuestionIndexPage | None:
    """Where this person's question goes: the section in their language, else any they see."""
    sections = list(visible_pages(person, QuestionIndexPage.objects.all()).select_related("locale"))
    language = get_language()
    own = [section for section in sections if section.locale.language_code == language]
    found: QuestionIndexPage | None = next(iter([*own, *sections]), None)
    return found


def ask(
    person: User,
    section: QuestionIndexPage,
    title: str,
    text: str = "",
    *,
    topics: list[Topic] | None = None,
    to_leadership: bool = False,
    addressed_to: User | None = None,
) -> QuestionPage:
    """Publish a question; when screening finds a reason to look first, send it to editors.

    `text` is Markdown as in comments. Raises Refused.
    """
    rules.check_may_write(person)
    _check_pace(person)
    rendered = render(text)
    held = any(finding.holds for finding in screen(person, render(f"{title}\n\n{text}")))
    page = QuestionPage(
        title=title,
        owner=person,
        author=person,
        locale=section.locale,
        live=False,
        to_leadership=to_leadership,
        addressed_to=addressed_to if to_leadership else None,
        body=[("text", rendered.html)] if text.strip() else [],
    )
    with transaction.atomic():
        # Children of one page are numbered: those who ask at once wait for each other.
        parent = QuestionIndexPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
        parent.add_child(instance=page)
        if topics:
            page.topics.set(topics)
        revision = page.save_revision(user=person)
        if held:
            _send_to_editors(page, person)
        else:
            revision.publish(user=person, skip_permission_checks=True)
            page.refresh_from_db()
            target = page.addressed_to
            data = {"to_leadership": page.to_leadership}
            record(person, Verb.ASKED, page, target=target, data=data)
    return page


def _check_pace(person: User) -> None:
    recent = QuestionPage.objects.filter(
        owner=person, latest_revision_created_at__gt=timezone.now() - timedelta(hours=1)
    )
    if recent.count() >= QUESTIONS_PER_HOUR:
        raise Refused(
            _("You have asked a lot in the last hour. Please come back later."), "pace", wait=3600
        )


def _send_to_editors(page: QuestionPage, person: User) -> None:
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, person)
