"""Which passwords may be set, through every form and command that sets one."""

from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from social.people.models import User
from tests.factories import make_person

pytestmark = pytest.mark.django_db
GOOD = "fioletowy-most-nad-wisla"
BAD = {
    "short": "k7#Qm2!xZp4",
    "the audit's": "Rynek2026",
    "leaked": "Password1234",
    "leaked, full-width": "ｐａｓｓｗｏｒｄ１２３４",
    "leaked, as numbers": "P@ssw0rd2026!",
    "keys": "qwertyuiop[]",
    "keys, zigzag": "1qaz2wsx3edc",
    "one letter": "aaaaaaaaaaaa",
    "alphabet": "abcdefghijkl",
    "digits": "840275013946",
    "surname and year": "Kowalska2025!",
    "town and year": "Warszawa2026!",
    "month and year": "Październik2026",
    "English month": "December2026!!",
    "season twice": "Lato2026Lato2026",
    "house": "Rynek2026Rynek2026",
    "own name": "EwaZawadzka2026",
    "own address": "ewa.zawadzka@example.com",
    "word for it": "haslo1234567",
}


@pytest.fixture
def ewa() -> User:
    return make_person(
        "Ewa", "Zawadzka", email="ewa.zawadzka@example.com", password="old old old 1"
    )


@pytest.mark.parametrize("password", BAD.values(), ids=BAD)
def test_what_is_tried_first_is_refused(ewa, password) -> None:
    with pytest.raises(ValidationError):
        validate_password(password, ewa)


@pytest.mark.parametrize(
    "password",
    [
        *("zielony-rower-pod-mostem", "correct horse battery staple", "czarny-kot-2025"),
        *(
            "żółta łódź płynie",
            "koty lubią mleko",
            "x7Gq2mPz9LwT",
            "rower chmura biurko " + "xy " * 60,
        ),
    ],
)
def test_passphrases_and_long_ones_are_taken(ewa, password) -> None:
    validate_password(password + "?", ewa)


def through_own_change(ewa, password, client_of, administrator):
    form = {"old_password": "old old old 1", "new_password1": password, "new_password2": password}
    return client_of(ewa).post("/password/", form)


def through_reset(ewa, password, client_of, administrator):
    from django.core import mail

    client = Client()
    client.post("/password/reset/", {"email": ewa.email})
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/" in word)
    path = client.get(link.removeprefix("http://localhost:8000"), follow=True).request["PATH_INFO"]
    return client.post(path, {"new_password1": password, "new_password2": password})


def through_administration(ewa, password, client_of, administrator):
    form = {"email": ewa.email, "first_name": "Ewa", "last_name": "Zawadzka", "is_active": "on"}
    form |= {"password1": password, "password2": password, "working_time": "100"}
    url = reverse("wagtailusers_users:edit", args=[ewa.pk])
    return client_of(administrator).post(url, form)


@pytest.mark.parametrize("door", [through_own_change, through_reset, through_administration])
def test_every_form_asks_the_same(ewa, client_of, administrator, door) -> None:
    assert door(ewa, BAD["surname and year"], client_of, administrator).status_code == 200
    ewa.refresh_from_db()
    assert ewa.check_password("old old old 1")
    assert door(ewa, GOOD, client_of, administrator).status_code == 302
    ewa.refresh_from_db()
    assert ewa.check_password(GOOD)


def test_somebody_new_and_the_first_administrator(client_of, administrator, monkeypatch) -> None:
    form = {"email": "n@example.com", "first_name": "Nowy", "last_name": "Ktoś", "is_active": "on"}
    form |= {"password1": BAD["leaked"], "password2": BAD["leaked"], "working_time": "100"}
    client = client_of(administrator)
    assert client.post(reverse("wagtailusers_users:add"), form).status_code == 200
    assert not User.objects.filter(email="n@example.com").exists()
    form |= {"password1": GOOD, "password2": GOOD}
    assert client.post(reverse("wagtailusers_users:add"), form).status_code == 302

    def create() -> None:
        call_command(
            *("createsuperuser", "--noinput", "--email", "first@example.com"),
            *("--first_name", "Ada", "--last_name", "A"),
            stdout=StringIO(),
        )

    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", BAD["the audit's"])
    with pytest.raises(CommandError):
        create()
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", GOOD)
    create()
    assert User.objects.get(email="first@example.com").check_password(GOOD)


@pytest.mark.parametrize(
    ("language", "words"), [("pl", "co najmniej 12 znaków"), ("en", "at least 12")]
)
def test_the_forms_say_the_rules_in_both_languages(
    ewa, client_of, administrator, language, words
) -> None:
    for person in (ewa, administrator):
        person.language = language
        person.save()
    edit = reverse("wagtailusers_users:edit", args=[ewa.pk])
    own = client_of(ewa).get("/password/").content.decode()
    admin = client_of(administrator).get(edit).content.decode()
    for page in (own, admin):
        assert words in page
        assert ("Kilka słów" in page) is (language == "pl")


def test_what_is_wrong_is_said_where_it_is_typed_first(ewa, client_of) -> None:
    data = {"old_password": "?", "new_password1": "kot", "new_password2": "kot"}
    form = client_of(ewa).post("/password/", data).context["form"]
    assert form.errors["new_password1"] and "new_password2" not in form.errors


def test_demo_personas_need_no_password(settings) -> None:
    settings.RYNEK_DEMO = True
    make_person(email="employee@demo.rynek.example")
    assert Client().post("/sign-in/as/employee/").status_code == 302
