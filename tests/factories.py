"""Makers of people and pages for tests: plain functions, each with believable defaults."""

from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page, PageViewRestriction, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from blog.pages.models import (
    GuideIndexPage,
    GuidePage,
    KnowledgePage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
)
from blog.questions.models import QuestionIndexPage, QuestionPage
from social.people.models import Audience, AudienceRule, Department, Level, User

_numbers = count(1)


def make_person(
    first_name: str = "Anna", last_name: str = "", *, groups: list[str] | None = None, **fields: Any
) -> User:
    number = next(_numbers)
    person = User.objects.create_user(
        email=fields.pop("email", f"person{number}@example.com"),
        password=fields.pop("password", None),
        first_name=first_name,
        last_name=last_name or f"Nowak{number}",
        **fields,
    )
    if groups:
        for name in groups:
            person.groups.add(Group.objects.get_or_create(name=name)[0])
    return person


def make_department(name: str = "", parent: Department | None = None) -> Department:
    department = Department(name=name or f"Department {next(_numbers)}")
    return (
        parent.add_child(instance=department)
        if parent
        else Department.add_root(instance=department)
    )


def make_level(name: str = "", rank: int | None = None, *, is_board: bool = False) -> Level:
    number = next(_numbers)
    return Level.objects.create(
        name=name or f"Level {number}", rank=rank if rank is not None else number, is_board=is_board
    )


def make_audience(name: str = "", **conditions: Any) -> Audience:
    """An audience with one rule; without conditions it is everybody. Membership is stored."""
    audience = Audience.objects.create(name=name or f"Audience {next(_numbers)}")
    rule = AudienceRule(audience=audience, everybody=not conditions)
    for field, value in conditions.items():
        setattr(rule, field, value)
    rule.save()
    return Audience.objects.get(pk=audience.pk)


_SECTIONS = {
    NewsPage: NewsIndexPage,
    GuidePage: GuideIndexPage,
    ProjectPage: ProjectIndexPage,
    QuestionPage: QuestionIndexPage,
}


def make_page(
    model: Any = NewsPage,
    title: str = "",
    *,
    parent: Page | None = None,
    language: str = "pl",
    text: str = "",
    live: bool = True,
    topics: tuple[str, ...] = (),
    **fields: Any,
) -> Any:
    """A published page (a draft with `live=False`) in its section, or below `parent`."""
    if parent is None:
        parent = _SECTIONS[model].objects.get(locale__language_code=language)
    page = model(
        title=title or f"{model.__name__} {next(_numbers)}",
        locale=parent.locale,
        live=live,
        body=[("text", f"<p>{text}</p>")] if text else [],
        **fields,
    )
    page.notification = fields.get("notification", "none")
    if topics:
        page.topics.add(*topics)
    with disable_reference_index_auto_update():  # the last save is enough
        parent.add_child(instance=page)
        revision = page.save_revision(user=fields.get("owner") or fields.get("author"))
    if live:
        revision.publish()
        page.refresh_from_db()
    else:
        ReferenceIndex.create_or_update_for_object(page)
    return page


def make_news(title: str = "", **fields: Any) -> NewsPage:
    return make_page(NewsPage, title, **fields)


def make_guide(title: str = "", **fields: Any) -> GuidePage:
    return make_page(GuidePage, title, **fields)


def make_project(title: str = "", **fields: Any) -> ProjectPage:
    return make_page(ProjectPage, title, **fields)


def make_knowledge(title: str = "", *, project: ProjectPage | None = None, **fields: Any) -> Any:
    return make_page(KnowledgePage, title, parent=project or make_project(), **fields)


def make_question(title: str = "", **fields: Any) -> QuestionPage:
    return make_page(QuestionPage, title, **fields)


def restrict(page: Page, *group_names: str) -> PageViewRestriction:
    """Let only these groups see the page and what lies below it."""
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )
    restriction.groups.set([Group.objects.get_or_create(name=name)[0] for name in group_names])
    return restriction
