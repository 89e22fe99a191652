"""What is copied, aliased, translated or moved stays closed to those it was closed to."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from social.subjects.access import can_see
from tests.blog.admin import find, inline_formset, page_form
from tests.factories import make_guide, make_news, make_person, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(db: None) -> Any:
    return make_person("Maria", "Rada", groups=["Board"])


def copy(client: Any, page: Page, to: Page, **fields: Any) -> Any:
    data = {
        "new_title": f"{page.title} 2",
        "new_slug": f"{page.slug}-2",
        "new_parent_page": str(to.pk),
        "publish_copies": "on",
        "copy_subpages": "on",
        **fields,
    }
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    return client.post(address, {key: value for key, value in data.items() if value}, follow=True)


def sees(person: Any, page: Page) -> bool:
    """Asked anew: what is closed is kept on the person for a request."""
    return can_see(type(person).objects.get(pk=person.pk), Page.objects.get(pk=page.pk))


@pytest.mark.parametrize("alias", ["", "on"])
def test_copying_a_section_keeps_its_closed_pages_closed(
    client_of: Any, administrator: Any, employee: Any, member: Any, alias: str
) -> None:
    section = make_guide("Fuzje")
    closed = make_guide("Projekt Północ", parent=section)
    make_guide("Wycena", parent=closed)
    make_guide("Jawny", parent=section)
    restrict(closed, "Board")
    copy(client_of(administrator), section, section.get_parent(), alias=alias)
    copied = Page.objects.get(slug="fuzje-2")
    there = {page.title: page for page in copied.get_descendants()}
    assert set(there) == {"Projekt Północ", "Wycena", "Jawny"}
    assert {title for title, page in there.items() if sees(employee, page)} == {"Jawny"}
    assert {title for title, page in there.items() if sees(member, page)} == set(there)


@pytest.mark.parametrize("alias", ["", "on"])
def test_a_copy_brings_what_closed_the_section_it_leaves(
    client_of: Any, administrator: Any, employee: Any, member: Any, alias: str
) -> None:
    section = make_guide("Fuzje")
    page = make_guide("Wycena", parent=section)
    restrict(section, "Board")
    copy(client_of(administrator), page, section.get_parent(), alias=alias)
    copied = Page.objects.get(slug="wycena-2")
    assert not sees(employee, copied)
    assert sees(member, copied)


@pytest.mark.parametrize("alias", ["", "on"])
def test_a_copy_into_a_section_closed_otherwise_stays_closed_to_both(
    client_of: Any, administrator: Any, member: Any, alias: str
) -> None:
    page, there = make_guide("Wycena"), make_guide("Dla redakcji")
    restrict(page, "Board")
    restrict(there, "Editors")
    copy(client_of(administrator), page, there, alias=alias)
    copied = Page.objects.get(slug="wycena-2")
    assert not sees(member, copied)
    assert not sees(make_person(groups=["Editors"]), copied)
    assert sees(make_person(groups=["Editors", "Board"]), copied)


@pytest.mark.parametrize("alias", ["", "on"])
def test_closed_pages_below_are_left_out_for_those_who_may_not_see_them(
    client_of: Any, editor: Any, alias: str
) -> None:
    section = make_guide("Fuzje")
    closed = make_guide("Projekt Północ", parent=section)
    make_guide("Jawny", parent=section)
    mine = make_guide("Mój", parent=section, owner=editor)
    restrict(closed, "Board")
    restrict(mine, "Board")
    answer = copy(client_of(editor), section, section.get_parent(), alias=alias)
    copied = Page.objects.get(slug="fuzje-2")
    assert {page.title for page in copied.get_children()} == {"Jawny", "Mój"}
    assert copied.numchild == 2
    assert "Pominięto jedną stronę, która jest dla Ciebie zamknięta." in answer.content.decode()
    make_guide("Dalej", parent=copied)
    assert not any(Page.find_problems())


def test_a_copy_brought_out_of_an_audiences_section_stays_closed_when_published_again(
    client_of: Any, administrator: Any, employee: Any, worker: Any, crew: Any
) -> None:
    section = make_guide("Zakład", restricted=True)
    section.addressed_audiences.create(audience=crew)
    section.save_revision().publish()
    page = make_guide("Grafik", parent=section)
    assert not sees(employee, page)
    copy(client_of(administrator), page, section.get_parent())
    copied = Page.objects.get(slug="grafik-2").specific
    copied.save_revision().publish()
    assert not sees(employee, copied)
    assert sees(worker, copied)


def test_a_published_copy_of_a_restricted_page_can_be_published_again(
    client_of: Any, administrator: Any, employee: Any, worker: Any, crew: Any
) -> None:
    page = make_news("Przerwa", restricted=True)
    page.addressed_audiences.create(audience=crew)
    page.save_revision().publish()
    client = client_of(administrator)
    copy(client, page, page.get_parent())
    copied = find("Przerwa 2")
    assert PageViewRestriction.objects.filter(page=copied).count() == 1
    restrict(copied, "Board")  # and an administrator's own beside it
    row = copied.addressed_audiences.get()
    lines = [{"id": row.pk, "audience": crew.pk}]
    audiences = inline_formset(lines, initial=1)
    form = page_form(
        "Przerwa 2", slug=copied.slug, restricted="on", addressed_audiences=audiences
    ) | {"action-publish": "1"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[copied.pk]), form)
    assert answer.status_code == 302
    restrictions = PageViewRestriction.objects.filter(page=copied)
    names = sorted(sorted(row.groups.values_list("name", flat=True)) for row in restrictions)
    assert len(names) == 2
    assert ["Board"] in names
    assert not sees(employee, copied)


def test_publishing_mends_restrictions_that_say_the_same_twice(worker: Any, crew: Any) -> None:
    page = make_news("Przerwa", restricted=True)
    page.addressed_audiences.create(audience=crew)
    page.save_revision().publish()
    twin = PageViewRestriction.objects.create(page=page, restriction_type="groups")
    twin.groups.set(page.view_restrictions.first().groups.all())
    page.save_revision().publish()
    assert page.view_restrictions.count() == 1
    assert sees(worker, page)


def test_a_translation_stays_closed_as_its_original_is(
    client_of: Any, administrator: Any, employee: Any, member: Any
) -> None:
    section = make_guide("Fuzje")
    page = make_guide("Wycena", parent=section)
    restrict(section, "Board")
    english = Locale.objects.get(language_code="en")
    address = reverse("simple_translation:submit_page_translation", args=[section.pk])
    client_of(administrator).post(address, {"locales": [english.pk], "include_subtree": "on"})
    translated = page.get_translation(english)
    translated.save_revision().publish()
    translated.get_parent().specific.save_revision().publish()
    assert not sees(employee, translated)
    assert sees(member, translated)


@pytest.mark.parametrize("bulk", [False, True])
def test_a_page_moved_out_of_a_closed_section_stays_closed(
    client_of: Any, administrator: Any, employee: Any, member: Any, bulk: bool
) -> None:
    section = make_guide("Fuzje")
    page = make_guide("Wycena", parent=section)
    restrict(section, "Board")
    there = section.get_parent()
    client = client_of(administrator)
    if bulk:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        client.post(f"{address}?id={page.pk}", {"chooser": there.pk})
    else:
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, there.pk])
        asked = client.get(address).content.decode()
        assert "Fuzje" in asked
        assert "Zarząd" in asked
        client.post(address)
    page.refresh_from_db()
    assert page.get_parent().pk == there.pk
    assert not sees(employee, page)
    assert sees(member, page)
    page.specific.save_revision().publish()
    assert not sees(employee, page)
    page.move(Page.objects.get(pk=section.pk), "last-child")
    assert page.view_restrictions.count() == 0  # its section says so again


def test_a_page_moved_out_of_a_closed_section_opens_if_that_is_asked_for(
    client_of: Any, administrator: Any, employee: Any
) -> None:
    section = make_guide("Fuzje")
    page = make_guide("Wycena", parent=section)
    restrict(section, "Board")
    there = section.get_parent()
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, there.pk])
    client_of(administrator).post(address, {"open": "on"})
    assert sees(employee, page)


def test_what_is_open_is_copied_and_moved_open(
    client_of: Any, administrator: Any, employee: Any
) -> None:
    page = make_news("Jawne")
    client = client_of(administrator)
    answer = copy(client, page, page.get_parent())
    assert "left out" not in answer.content.decode()
    copied = find("Jawne 2")
    assert not copied.view_restrictions.exists()
    assert sees(employee, copied)


def test_an_alias_is_closed_with_its_original_and_opened_with_it(
    client_of: Any, employee: Any, member: Any
) -> None:
    section, page = make_guide("Fuzje"), make_news("Wycena")
    client = client_of(employee)
    below = make_guide("Rozdział", parent=section)
    alias = page.create_alias(update_slug="wycena-a")
    deep = below.create_alias(parent=section.get_parent(), update_slug="rozdzial-a")
    again = deep.create_alias(update_slug="rozdzial-b")
    rows = [restrict(page, "Board"), restrict(section, "Board")]
    for copied in (alias, deep, again):
        assert not sees(employee, copied)
        assert sees(member, copied)
        assert client.get(copied.url).status_code == 404
    for row in rows:
        row.delete()
    for copied in (alias, deep, again):
        assert sees(employee, copied)
        assert client.get(copied.url).status_code == 200


def test_an_alias_of_a_page_that_moves_into_a_closed_section_is_closed(employee: Any) -> None:
    section, page = make_guide("Fuzje"), make_guide("Wycena")
    alias = page.create_alias(update_slug="wycena-a")
    restrict(section, "Board")
    page.move(section, "last-child")
    assert not sees(employee, alias)
