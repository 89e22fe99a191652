"""Who may work on closed pages, what is noted of it, and what else must not tell of them."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Workflow, get_page_models

from blog.closed.access import PERMISSION
from blog.closed.models import ClosedVisit
from blog.closed.policy import ClosedPageTester
from social.following.models import Follow
from social.subjects.models import Topic
from tests.factories import make_guide, make_news, make_person, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(db: None) -> Any:
    page = make_news("Fuzja")
    restrict(page, "Board")
    return page


def edit_page(client: Any, page: Page) -> int:
    status: int = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code
    return status


def test_every_page_type_asks_who_may_work_on_it(editor: Any) -> None:
    for model in get_page_models():
        if model is not Page and model.__module__.startswith(("blog.", "home.")):
            assert isinstance(model().permissions_for_user(editor), ClosedPageTester)


def test_people_of_the_page_work_on_it(client_of: Any, editor: Any, closed: Any) -> None:
    member = make_person(groups=["Editors", "Board"])
    assert edit_page(client_of(editor), closed) == 404
    assert edit_page(client_of(member), closed) == 200
    for field in ("owner", "author"):
        mine = make_news("Moja", **{field: editor})
        restrict(mine, "Board")
        assert edit_page(client_of(editor), mine) == 200


def test_the_permission_lets_in_and_is_noted(client_of: Any, editor: Any, closed: Any) -> None:
    app_label, codename = PERMISSION.split(".")
    permission = Permission.objects.get(content_type__app_label=app_label, codename=codename)
    group = Group.objects.create(name="Kancelaria")
    group.permissions.add(permission)
    editor.groups.add(group)
    client = client_of(editor)
    assert edit_page(client, closed) == 200
    assert edit_page(client, closed) == 200
    visit = ClosedVisit.objects.get()
    assert (visit.page_id, visit.person, visit.title) == (closed.pk, editor, "Fuzja")
    report = client.get(reverse("closed_visits"), {"title": "fuz"}).content.decode()
    assert "Fuzja" in report
    assert "GET wagtail" not in report and "w edytorze" in report
    assert "Fuzja" in client.get(reverse("closed_visits"), {"export": "csv"}).getvalue().decode()


def test_administrators_are_noted_unless_they_are_people_of_the_page(
    client_of: Any, administrator: Any, closed: Any
) -> None:
    client = client_of(administrator)
    edit_page(client, make_news("Jawna"))
    assert not ClosedVisit.objects.exists()
    client.post(reverse("wagtailadmin_pages:unpublish", args=[closed.pk]))
    assert "POST wagtailadmin_pages:unpublish" in ClosedVisit.objects.get().deed
    administrator.groups.add(Group.objects.get(name="Board"))
    edit_page(client, closed)
    assert ClosedVisit.objects.count() == 1


def test_the_log_is_for_administrators(client_of: Any, editor: Any) -> None:
    assert client_of(editor).get(reverse("closed_visits")).status_code in (302, 403)


def test_groups_that_may_change_groups_got_the_permission() -> None:
    from importlib import import_module

    group = Group.objects.create(name="Administratorzy")
    group.permissions.add(Permission.objects.get(codename="change_group"))
    import_module("blog.closed.migrations.0002_rights").give_right(apps, None)
    holders = Group.objects.filter(permissions__codename=PERMISSION.split(".")[1])
    assert set(holders) == {group}


def test_a_section_is_not_deleted_with_closed_pages_in_it(client_of: Any, editor: Any) -> None:
    section = make_guide("Dział")
    restrict(make_guide("Tajny", parent=section), "Board")
    group = Group.objects.get(name="Editors")
    right = Permission.objects.get(codename="bulk_delete_page")
    group.page_permissions.create(page=Page.objects.get(depth=1), permission=right)
    section.refresh_from_db()
    assert not section.permissions_for_user(editor).can_delete()
    assert make_guide("Inny").permissions_for_user(editor).can_delete()


def test_old_addresses_lead_to_closed_pages_only_those_who_see_them(
    client_of: Any, employee: Any, closed: Any
) -> None:
    open_page, draft = make_news("Jawna"), make_news("Szkic", live=False)
    for number, page in enumerate((closed, draft, open_page)):
        Redirect.objects.create(old_path=f"/stary{number}", redirect_page=page)
    Redirect.objects.create(old_path="/reczny", redirect_link=closed.url)
    client = client_of(employee)
    for address in ("/stary0/", "/stary1/", "/reczny/"):
        answer = client.get(address)
        assert answer.status_code == 404
        assert closed.slug not in answer.content.decode()
    assert client.get("/stary2/").url == open_page.url
    member = client_of(make_person(groups=["Board"]))
    assert member.get("/stary0/").url == closed.url
    assert member.get("/reczny/").url == closed.url


def test_a_topic_of_closed_pages_only_does_not_exist(
    client_of: Any, employee: Any, editor: Any, community_manager: Any
) -> None:
    page = make_news("Fuzja", topics=("Przejęcie",))
    restrict(page, "Board")
    make_news("Wniosek", live=False, topics=("Pomysł",))
    topic = Topic.objects.get(name="Przejęcie")
    client, member = client_of(employee), client_of(make_person(groups=["Board"]))
    assert client.get(topic.get_absolute_url()).status_code == 404
    assert client.get(Topic.objects.get(name="Pomysł").get_absolute_url()).status_code == 404
    assert member.get(topic.get_absolute_url()).status_code == 200
    client.post(reverse("following:change", args=["topic", topic.pk]), {"level": "all"})
    assert not Follow.objects.filter(topic=topic).exists()
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["subjects", "topic"])
    assert client_of(editor).get(address, {"term": "prz"}).json() == []
    assert client_of(editor).get(address, {"term": "pom"}).json() == ["Pomysł"]
    assert client_of(make_person(groups=["Board", "Editors"])).get(
        address, {"term": "prz"}
    ).json() == ["Przejęcie"]


def test_a_link_to_a_closed_page_is_words_for_those_who_do_not_see_it(
    client_of: Any, employee: Any, closed: Any
) -> None:
    page = make_news("Jawna", text=f'<a linktype="page" id="{closed.pk}">dalej</a>')
    assert closed.slug not in client_of(employee).get(page.url).content.decode()
    member = client_of(make_person(groups=["Board"]))
    assert closed.url in member.get(page.url).content.decode()


def test_wagtail_mails_of_closed_pages_to_nobody_else(editor: Any, employee: Any) -> None:
    member = make_person(groups=["Editors", "Board"])
    page = make_news("Fuzja", live=False, owner=employee)
    restrict(page, "Board")
    workflow = Workflow.objects.get(active=True)
    mail.outbox.clear()
    workflow.start(page, employee)
    assert {to for letter in mail.outbox for to in letter.to} == {member.email}


def test_a_draft_for_some_people_is_closed_before_it_is_published(
    client_of: Any, editor: Any, crew: Any, worker: Any
) -> None:
    author = make_person(groups=["Editors"])
    page = make_news("Zmiana", live=False, owner=author)
    assert edit_page(client_of(editor), page) == 200
    page.restricted = True
    page.addressed_audiences.create(audience=crew)
    page.save_revision(user=author)
    assert edit_page(client_of(editor), page) == 404
    assert edit_page(client_of(author), page) == 200
    page.restricted = False
    page.save_revision(user=author)
    assert edit_page(client_of(editor), page) == 200
    page.restricted = True
    page.save_revision(user=author).publish()
    page.restricted = False
    page.save_revision(user=author)
    assert edit_page(client_of(editor), page) == 404  # until that is published
