"""Who sees which page, in every list."""

import pytest
from django.contrib.auth.models import AnonymousUser

from blog.pages.models import ContentPage
from social.subjects.access import can_see, visible_pages
from tests.factories import make_guide, make_news, make_person, restrict

pytestmark = pytest.mark.django_db


def test_restricted_page_is_visible_to_its_group_only(employee, administrator) -> None:
    page = make_news("Wyniki kwartału")
    restrict(page, "Board")
    member = make_person(groups=["Board"])
    assert not visible_pages(employee).filter(pk=page.pk).exists()
    assert visible_pages(member).filter(pk=page.pk).exists()
    assert visible_pages(administrator).filter(pk=page.pk).exists()
    assert not can_see(employee, page)
    assert can_see(member, page)


def test_restriction_covers_what_lies_below(employee) -> None:
    guide = make_guide("Poufne")
    chapter = make_guide("Rozdział", parent=guide)
    restrict(guide, "Board")
    assert not ContentPage.objects.visible_to(employee).filter(pk=chapter.pk).exists()


def test_drafts_and_anonymous_visitors_see_nothing(employee) -> None:
    draft = make_news(live=False)
    make_news()
    assert draft.pk not in visible_pages(employee).values_list("pk", flat=True)
    assert not visible_pages(AnonymousUser()).exists()


def test_restricted_page_is_absent_from_lists_and_navigation(client_of, employee) -> None:
    page = make_news("Tajna fuzja")
    restrict(page, "Board")
    client = client_of(employee)
    for address in ("/pl/", "/pl/aktualnosci/", "/en/news/"):
        assert "Tajna fuzja" not in client.get(address).content.decode()
    assert client.get(page.url).status_code == 404


def test_address_of_a_page_is_plain_letters() -> None:
    assert make_news("Nowy magazyn w Łodzi").slug == "nowy-magazyn-w-lodzi"
    assert make_news("Nowy magazyn w Łodzi").slug == "nowy-magazyn-w-lodzi-2"
    assert make_news("日本").slug == "page"


def test_guides_are_listed_by_dictionary_with_the_chapters_one_may_see(client_of, employee) -> None:
    for title in ("Żwir", "ósemka", "Zawory", "Łapacze", "Lakiernia", "Ścieki", "Silosy"):
        guide = make_guide(title)
    chapter = make_guide("Rozdział", parent=guide, topics=("BHP",))
    make_guide("Podrozdział", parent=chapter)
    restrict(make_guide("Poufny rozdział", parent=guide), "Board")
    client = client_of(employee)
    items = list(client.get("/pl/poradniki/").context["items"])
    order = ["Lakiernia", "Łapacze", "ósemka", "Silosy", "Ścieki", "Zawory", "Żwir"]
    assert [item.title for item in items] == order
    assert [item.chapter_count for item in items] == [None, None, None, 2, None, None, None]
    found = client.get("/pl/poradniki/", {"topic": "bhp"}).context["items"]
    assert [item.title for item in found] == ["Rozdział"]
