"""Choosing a person in Wagtail's admin."""

import pytest
from django.urls import reverse

from social.people.models import Department
from tests.factories import make_person

pytestmark = pytest.mark.django_db


def chosen_from(client, view: str, **query: str) -> str:
    answer = client.get(reverse(f"person_chooser:{view}"), query)
    assert answer.status_code == 200
    return answer.json()["html"] if view == "choose" else answer.content.decode()


@pytest.mark.parametrize("view", ["choose", "choose_results"])
def test_editors_choose_among_those_who_work_here(client_of, editor, view) -> None:
    works = Department.add_root(name="Serwis")
    make_person("Łucja", "Dąb", job_title="Monterka", department=works)
    gone = make_person("Piotr", "Odszedł", is_active=False)
    html = chosen_from(client_of(editor), view)
    assert "Łucja Dąb" in html and "Monterka" in html and "Serwis" in html
    assert str(gone) not in html
    assert 'id="tab-create"' not in html  # people come through their own administration


def test_the_chosen_person_goes_into_the_form(client_of, editor) -> None:
    person = make_person("Łucja", "Dąb")
    answer = client_of(editor).get(reverse("person_chooser:chosen", args=[person.pk]))
    assert answer.json()["result"]["title"] == "Łucja Dąb"
