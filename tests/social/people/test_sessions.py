"""Sessions that nobody uses end; so does everything that was opened with a password."""

import time

import pytest
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from blog.events.attendance import renew_token
from blog.events.models import CalendarToken
from social.following import calendar
from social.notifications.models import PushSubscription
from tests.factories import make_person

pytestmark = pytest.mark.django_db
DAY = 24 * 3600
OLD, NEW = "old-horse-battery", "fioletowy-most-nad-wisla"


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = time.time()

    monkeypatch.setattr("social.people.sign_in.sessions.time.time", lambda: Clock.now)
    return Clock


def is_in(client: Client) -> bool:
    return client.get("/people/me/").status_code == 200


@pytest.fixture
def ewa():
    return make_person("Ewa", email="ewa@example.com", password=OLD)


def test_a_session_that_nobody_uses_ends(ewa, client_of, clock, settings) -> None:
    settings.RYNEK_SESSION_IDLE_HOURS = 24
    client = client_of(ewa)
    for _day in range(5):  # used every 20 hours it goes on
        clock.now += 20 * 3600
        assert is_in(client)
    clock.now += DAY + 1
    assert not is_in(client) and not is_in(client)


def test_what_pages_fetch_by_themselves_is_no_use(ewa, client_of, clock, settings) -> None:
    settings.RYNEK_SESSION_IDLE_HOURS = 24
    client = client_of(ewa)
    for headers in (
        {"HX-Request": "true"},
        {"Sec-Fetch-Mode": "no-cors"},
        {"Sec-Fetch-Mode": "cors"},
    ):
        clock.now += 7 * 3600
        assert client.get("/people/me/", headers=headers).status_code == 200
    clock.now += 4 * 3600
    assert not is_in(client)


def test_the_cookie_fits_its_session_alone(ewa, client_of, clock, settings) -> None:
    settings.RYNEK_SESSION_IDLE_HOURS = 24
    old, other = client_of(ewa), client_of(make_person())
    clock.now += 23 * 3600
    assert is_in(other)
    clock.now += 2 * 3600
    old.cookies["rynek_seen"] = other.cookies["rynek_seen"].value
    assert is_in(other) and not is_in(old)


def test_reading_writes_nothing_for_it(
    ewa, client_of, clock, django_assert_max_num_queries
) -> None:
    client = client_of(ewa)
    is_in(client)
    clock.now += DAY
    with django_assert_max_num_queries(60) as seen:
        assert is_in(client)
    assert not [
        query for query in seen if "django_session" in query["sql"] and "SELECT" not in query["sql"]
    ]


def secrets_of(person) -> list[str]:
    """Addresses that stand for the person without signing in, and browsers pushed to."""
    key = calendar.renew(person).calendar_key
    PushSubscription.objects.create(person=person, endpoint=f"https://push.example/{person.pk}")
    return [
        reverse("blog:feed", args=[renew_token(person)]),
        reverse("following:calendar-feed", args=[key]),
    ]


def assert_ended(person, addresses: list[str]) -> None:
    assert [Client().get(address).status_code for address in addresses] == [404, 404]
    assert not PushSubscription.objects.filter(person=person).exists()
    assert not CalendarToken.objects.filter(person=person).exists()


def test_sign_out_everywhere_ends_all_but_this_one(ewa, client_of) -> None:
    here, there = client_of(ewa), client_of(ewa)
    bystander, others = make_person(), client_of(make_person())
    addresses, kept = secrets_of(ewa), secrets_of(bystander)
    assert "/people/me/sign-out-everywhere/" in here.get("/people/me/").content.decode()
    assert here.get("/people/me/sign-out-everywhere/").status_code == 405
    assert here.post("/people/me/sign-out-everywhere/")["Location"] == "/people/me/"
    assert is_in(here) and not is_in(there) and is_in(others)
    assert_ended(ewa, addresses)
    assert [Client().get(address).status_code for address in kept] == [200, 200]
    ewa.refresh_from_db()
    assert is_in(client_of(ewa))  # and one signs in as before
    assert here.post("/people/me/sign-out-everywhere/").status_code == 302 and is_in(here)


def by_own_form(ewa, client_of, administrator, monkeypatch) -> None:
    form = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    assert client_of(ewa).post("/password/", form).status_code == 302


def by_administrator(ewa, client_of, administrator, monkeypatch) -> None:
    form = {"email": ewa.email, "first_name": "Ewa", "last_name": "X", "is_active": "on"}
    form |= {"password1": NEW, "password2": NEW, "working_time": "100"}
    url = reverse("wagtailusers_users:edit", args=[ewa.pk])
    assert client_of(administrator).post(url, form).status_code == 302


def by_command(ewa, client_of, administrator, monkeypatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda *args, **kwargs: NEW)
    call_command("changepassword", ewa.email)


@pytest.mark.parametrize("change", [by_own_form, by_administrator, by_command])
def test_no_secret_outlives_a_password(ewa, client_of, administrator, monkeypatch, change) -> None:
    addresses, elsewhere = secrets_of(ewa), client_of(ewa)
    change(ewa, client_of, administrator, monkeypatch)
    ewa.refresh_from_db()
    assert ewa.check_password(NEW)
    assert not is_in(elsewhere)
    assert_ended(ewa, addresses)


def test_hashing_a_password_anew_ends_nothing(ewa, settings) -> None:
    """Django does so at sign-in, when its default becomes stronger."""
    weaker = "django.contrib.auth.hashers.PBKDF2PasswordHasher"
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, weaker]
    addresses = secrets_of(ewa)
    hashed = make_password(OLD, salt="salt", hasher="pbkdf2_sha256")
    type(ewa).objects.filter(pk=ewa.pk).update(password=hashed)
    client = Client()
    assert client.post("/sign-in/", {"username": ewa.email, "password": OLD}).status_code == 302
    ewa.refresh_from_db()
    assert ewa.password != hashed and is_in(client)
    assert [Client().get(address).status_code for address in addresses] == [200, 200]
