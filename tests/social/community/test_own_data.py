"""The download of everything: complete, the profile first, in words that people read."""

import json

import pytest
from django.apps import apps
from django.urls import reverse

from social.community.mine.own_data import export, relations
from social.community.mine.own_places import COUNTED, NAMED, OWN
from social.people.models import User
from tests.factories import make_department, make_news, make_person

pytestmark = pytest.mark.django_db


def test_every_model_that_points_to_a_person_has_its_place() -> None:
    """A new model fails here until `own_places` says what its rows are to the person."""
    known = set(OWN) | set(COUNTED) | NAMED
    assert set(relations()) - known == set()
    assert known - set(relations()) == set()
    assert not set(OWN) & set(COUNTED)
    assert not (set(OWN) | set(COUNTED)) & NAMED


def test_the_only_model_that_is_a_person_is_the_profile() -> None:
    assert [model for model in apps.get_models() if issubclass(model, User)] == [User]


def test_the_profile_comes_first_and_holds_every_field(client_of) -> None:
    person = make_person(
        "Łucja", job_title="Elektryk", phone="600 100 200", department=make_department("Zakład"),
        groups=["Redakcja"],
    )  # fmt: skip
    text = client_of(person).get(reverse("community:recorded-export")).content
    data = json.loads(text)
    assert next(iter(data)) == "person"
    fields = {field.name for field in User._meta.concrete_fields} - {"password"}
    fields |= {field.name for field in User._meta.many_to_many}
    assert fields <= set(data["person"])
    assert data["person"]["department"] == "Zakład"
    assert "Redakcja" in data["person"]["groups"]
    assert data["person"]["phone"] == "600 100 200"
    assert person.password not in text.decode() or not person.password


def test_what_a_person_wrote_is_in_it(client_of, employee) -> None:
    make_news("Moja nowina", author=employee)
    client = client_of(employee)
    data = json.loads(client.get(reverse("community:recorded-export")).content)
    assert len(data["elsewhere"]["Strony Twojego autorstwa"]) == 1
    assert data["lists_of_people_counted"] >= 1


def test_no_table_is_named_in_what_people_read(client_of, employee) -> None:
    client = client_of(employee)
    html = client.get(reverse("community:recorded")).content.decode()
    text = client.get(reverse("community:recorded-export")).content.decode()
    for model in apps.get_models():
        assert f'"{model._meta.label}"' not in text
        assert f'"{model._meta.db_table}"' not in text
        assert model._meta.db_table not in html.partition("<main")[2].partition("</main")[0]


def test_nothing_is_cut_off(employee) -> None:
    from django.utils import timezone

    from social.activity.actions import company_day
    from social.activity.models import Event, Verb

    now = timezone.now()
    Event.objects.bulk_create(
        Event(actor=employee, verb=Verb.VIEWED, created_at=now, day=company_day(now))
        for _ in range(20_500)
    )
    assert len(export(employee)["events"]) == 20_500
