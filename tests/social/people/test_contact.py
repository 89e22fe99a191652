"""Telephone numbers, countries, days and names of people: said in the form, or taken as they are meant."""

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ground.queues.models import SetAside
from ground.queues.queue import QUEUES
from social.people.contact import country_codes, validate_country, validate_phone
from social.people.models import Location, User
from tests.factories import make_person

NUMBERS = ["+48 601 202 303", "61 123 45 67 wew. 12", "(061) 123-45-67", "12", "1234#5", "601 202 303, 22 1",
           "+48 601 202 303 ext. 5", "tel. 61 123 45 67", "61 123–45–67", "+44 (0)20 7946 0958 x12"]  # fmt: skip
NO_NUMBERS = [
    "Warszawa",
    "zadzwoń 12",
    "javascript:1",
    "++",
    "1",
    "9" * 31,
    "<b>12</b>",
    "😀",
    "{}",
    "٣٤٥",
    "12²",
]


@pytest.mark.parametrize("number", NUMBERS)
def test_numbers_as_people_write_them_are_taken(number: str) -> None:
    assert validate_phone(number) is None


@pytest.mark.parametrize("number", NO_NUMBERS)
def test_what_nobody_can_dial_is_refused(number: str) -> None:
    with pytest.raises(ValidationError):
        validate_phone(number)


@pytest.mark.parametrize("code", ["", "Polska", "pl", "P", "QQ", "ZZ", "EU", "😀", "12"])
def test_no_countries(code: str) -> None:
    with pytest.raises(ValidationError):
        validate_country(code)
    assert {"PL", "DE", "GB", "US", "UA"} < country_codes()


@pytest.mark.django_db
def test_the_profile_says_which_number_is_none_and_keeps_the_rest(client_of, employee) -> None:
    employee.language = "pl"
    employee.save()
    client = client_of(employee)
    answer = client.post("/people/me/", {"phone": "Warszawa", "about": "Pytaj o faktury"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "Podaj numer" in html and "Pytaj o faktury" in html
    # A telephone's own program puts marks of direction around the number that it copies.
    assert client.post("/people/me/", {"phone": "\u202a+48 601 202 303\u202c"}).status_code == 302
    employee.refresh_from_db()
    assert employee.phone == "+48 601 202 303"


@pytest.mark.django_db
def test_a_place_has_a_country_from_the_list(client_of, administrator) -> None:
    client = client_of(administrator)
    address = reverse("wagtailsnippets_people_location:add")
    assert "Polska (PL)" in client.get(address, headers={"accept-language": "pl"}).content.decode()
    form = {"name": "Piła", "city": "Piła", "time_zone": "Europe/Warsaw"}
    assert client.post(address, form | {"country": "Polska"}).status_code == 200
    assert not Location.objects.exists()
    assert client.post(address, form | {"country": "DE"}).status_code == 302
    assert Location.objects.get().country == "DE"


@pytest.mark.django_db
def test_nobody_leaves_before_coming(client_of, administrator, employee) -> None:
    address = reverse("wagtailusers_users:edit", args=[employee.pk])
    form = {"email": employee.email, "first_name": "Ewa", "last_name": "Żak", "is_active": "on"}
    days = {"start_date": "2026-05-01", "end_date": "2026-04-01"}
    client = client_of(administrator)
    answer = client.post(address, form | days)
    assert answer.status_code == 200
    employee.refresh_from_db()
    assert employee.end_date is None
    for values in (
        {"start_date": date(2026, 5, 1), "end_date": date(2026, 4, 1)},
        {"working_time": 101},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.filter(pk=employee.pk).update(**values)


@pytest.mark.django_db
def test_what_was_stored_out_of_bounds_is_mended_and_named() -> None:
    """As the migration meets it: where the database still takes everything."""
    mending = import_module("social.people.migrations.0005_people_in_bounds")
    person = make_person()
    place = Location.objects.create(name="Piła", country="pl")
    lost = Location.objects.create(name="Nigdzie", country="QQ")
    mending.mend_countries(apps)
    for row, code in ((place, "PL"), (lost, "PL")):
        row.refresh_from_db()
        assert row.country == code
    (named,) = SetAside.objects.all()
    assert named.queue in QUEUES and "QQ" in named.reason and f"location {lost.pk}" in named.key
    mending.name_mended(apps, f"person {person.pk}, end_date", date(2020, 1, 1), "Too early.")
    assert SetAside.objects.filter(reason__contains="2020-01-01").exists()
