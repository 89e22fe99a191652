"""The editor's panel: who will see this, who will not, and why; and whom it would interrupt."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale

from blog.pages.models import GuideIndexPage, NewsPage
from social.people.models import User
from social.subjects.access import readers_of_version
from tests.blog.admin import inline_formset, page_form
from tests.blog.reading.test_distribution import address, index
from tests.factories import make_audience, make_department, make_guide, make_news, restrict

pytestmark = pytest.mark.django_db


def test_panel_says_who_will_see_it_and_why(client_of, editor, worker, employee, crew) -> None:
    url = reverse("blog_who", args=[0, index().pk])
    form = page_form(
        "X",
        restricted="on",
        notification="now",
        addressed_audiences=inline_formset([{"audience": str(crew.pk)}]),
    )
    response = client_of(editor).post(url, form)
    who = response.context["who"]
    assert (who.can_open, who.addressed, who.everybody) == (1, 1, 3)
    assert "Załoga" in response.content.decode()
    assert response.context["budget"].people == 1


def test_panel_warns_of_people_addressed_but_shut_out(client_of, editor, worker, crew) -> None:
    page = make_news("Tajne", owner=editor)
    restrict(page, "Board")
    form = page_form("X", addressed_audiences=inline_formset([{"audience": str(crew.pk)}]))
    response = client_of(editor).post(reverse("blog_who", args=[page.pk, index().pk]), form)
    assert response.context["who"].shut_out == [worker]
    assert "Zawada" in response.content.decode()


def who_panel(client, page: Any, **form: Any) -> Any:
    url = reverse("blog_who", args=[page.pk, page.get_parent().pk])
    return client.post(url, page_form("X", **form))


def test_panel_on_a_translation_speaks_of_what_all_versions_share(
    client_of, editor, worker, employee, crew
) -> None:
    page = index().add_child(
        instance=NewsPage(
            title="Dla załogi", restricted=True, notification="now", live=False, owner=editor
        )
    )
    address(page, crew)
    page.save_revision(user=editor)
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    response = who_panel(client_of(editor), english)
    who = response.context["who"]
    assert (who.can_open, who.addressed, who.everybody) == (1, 1, 3)
    assert response.context["budget"].people == 1


def test_panel_knows_that_a_page_is_announced_once(client_of, editor) -> None:
    page = make_news("Stare")
    html = who_panel(client_of(editor), page, notification="now").content.decode()
    assert 'data-notification="done"' in html and 'data-notification="now"' not in html


def test_panel_counts_nobody_for_a_guide_without_audience(client_of, editor) -> None:
    client = client_of(editor)
    section = GuideIndexPage.objects.get(locale__language_code="pl")
    url = reverse("blog_who", args=[0, section.pk])
    form = page_form("X", notification="now")
    for kind, expected in (("guidepage", "followers"), ("newspage", "now")):
        html = client.post(f"{url}?type={kind}", form).content.decode()
        assert f'data-notification="{expected}"' in html


def test_panel_warns_of_an_empty_audience(client_of, editor) -> None:
    empty = make_audience("Pusta", departments=[make_department()])
    form = page_form("X", addressed_audiences=inline_formset([{"audience": str(empty.pk)}]))
    response = client_of(editor).post(reverse("blog_who", args=[0, index().pk]), form)
    assert any("Pusta" in warning for warning in response.context["who"].warnings)


def test_panel_is_for_those_who_may_write(client_of, employee) -> None:
    url = reverse("blog_who", args=[0, index().pk])
    assert client_of(employee).post(url, {}).status_code in {302, 403}


def test_panel_counts_administrators_who_open_every_page(
    client_of, editor, worker, employee, administrator, crew
) -> None:
    page = make_news("Tajne", owner=editor)
    restrict(page, "Board")
    who = who_panel(client_of(editor), page).context["who"]
    able = readers_of_version(page, User.objects.active())
    assert list(able) == [administrator] and (who.can_open, who.everybody) == (1, 4)
    assert any("Administratorzy" in reason for reason in who.reasons)


def test_panel_counts_what_a_page_carried_along(client_of, editor, worker, crew) -> None:
    section = make_guide("Tajny dział", owner=editor)
    restrict(section, "Board")
    page = make_guide("Rozdział", parent=section, owner=editor)
    page.move(GuideIndexPage.objects.get(locale__language_code="pl"), pos="last-child")
    page = type(page).objects.get(pk=page.pk)
    who = who_panel(client_of(editor), page).context["who"]
    assert who.can_open == readers_of_version(page, User.objects.active()).count() == 0
