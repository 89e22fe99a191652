"""A wrong time zone or language, stored by whatever way, breaks no page and no queue."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.users.models import UserProfile

from social.following import followups
from social.notifications.decide import decide_undecided
from social.notifications.mail import outbox
from social.people.models import Location, User
from social.people.zones import zone_choices, zone_names, zone_of
from tests.factories import make_news, make_person

pytestmark = pytest.mark.django_db

# ZoneInfo answers each with another exception: KeyError, ValueError, IsADirectoryError, OSError.
WRONG = ["Warszawa", "", "../../etc/passwd", "a\x00b", "Europe", "x" * 300, "😀", "{}", "-1"]


@pytest.mark.parametrize("name", [*WRONG, None, 5])
def test_parser_falls_back_to_the_company(name) -> None:
    assert zone_of(name) == ZoneInfo("Europe/Warsaw")
    assert zone_of("America/New_York") == ZoneInfo("America/New_York")


def test_every_zone_can_be_chosen_by_its_city_in_the_readers_language() -> None:
    for language, city in (("pl", "Warszawa"), ("en", "Warsaw")):
        with translation.override(language):
            choices = dict(zone_choices())
            assert choices["Europe/Warsaw"] == f"{city} (Europe/Warsaw)"
            assert choices.keys() == zone_names()


def test_profile_says_what_is_wrong_and_stores_nothing(client_of, employee) -> None:
    client = client_of(employee)
    page = client.post("/people/me/", {"time_zone": "Warszawa"}).content.decode()
    assert "„Warszawa”" in page
    employee.refresh_from_db()
    assert employee.time_zone == ""
    assert client.post("/people/me/", {"time_zone": "Asia/Tokyo"}).status_code == 302
    employee.refresh_from_db()
    assert employee.time_zone == "Asia/Tokyo"
    assert '<option value="Asia/Tokyo" selected>' in client.get("/people/me/").content.decode()


@pytest.mark.parametrize("name", ["Warszawa", "Europe", "../../etc/passwd", "😀"])
def test_person_with_a_wrong_zone_reads_and_mends_it(client_of, employee, home, name) -> None:
    User.objects.filter(pk=employee.pk).update(time_zone=name)
    client = client_of(employee)
    assert client.get("/pl/").status_code == 200
    assert client.get("/people/me/").status_code == 200
    assert client.post("/people/me/", {"time_zone": ""}).status_code == 302
    assert client.post("/sign-out/").status_code in (200, 302)


def test_wrong_language_speaks_as_the_company(client_of, employee, home) -> None:
    User.objects.filter(pk=employee.pk).update(language="Wwa")
    page = client_of(employee).get("/people/me/")
    assert page.status_code == 200
    assert page.headers["Content-Language"] == "pl"


def test_administrator_mends_zone_and_language(client_of, administrator, employee) -> None:
    User.objects.filter(pk=employee.pk).update(time_zone="Warszawa")
    client = client_of(administrator)
    address = f"/admin/users/edit/{employee.pk}/"
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"is_active": "on"}
    data |= {"time_zone": "Europe/Berlin", "language": "en", "password1": "", "password2": ""}
    assert client.post(address, data).status_code == 302
    employee.refresh_from_db()
    assert (employee.time_zone, employee.language) == ("Europe/Berlin", "en")


@pytest.mark.parametrize("name", ["Warszawa", "Europe", "a\x00b"])
def test_admin_opens_for_whoever_has_a_wrong_zone_in_its_settings(
    client_of, administrator, name
) -> None:
    UserProfile.get_for_user(administrator)
    UserProfile.objects.update(current_time_zone=name, preferred_language="polski")
    client = client_of(administrator)
    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/account/").status_code == 200


def test_models_store_no_wrong_zone() -> None:
    person = make_person(time_zone="Warszawa")
    place = Location.objects.create(name="Gniezno", time_zone="Gniezno")
    for thing in (person, place):
        thing.refresh_from_db()
    assert (person.time_zone, place.time_zone) == ("", "Europe/Warsaw")
    with pytest.raises(ValidationError):
        Location(name="Poznań", time_zone="Poznań").full_clean()


def test_mails_go_out_to_everybody(employee, colleague) -> None:
    """To whoever has the wrong zone, too."""
    page = make_news()
    followups.assign(employee, page, colleague, note="Popraw tabelę")
    followups.assign(colleague, page, employee, note="Popraw rysunek")
    User.objects.filter(pk=employee.pk).update(time_zone="Warszawa", language="polski")
    decide_undecided()
    outbox.collect(timezone.now() + timedelta(minutes=5))
    outbox.send_waiting()
    assert {sent.to[0] for sent in mail.outbox} == {employee.email, colleague.email}
