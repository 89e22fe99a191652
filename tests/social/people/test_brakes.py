"""Guessing is slow from everywhere, nobody is locked out for good, and nothing tells who exists."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import BasePasswordHasher, MD5PasswordHasher
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from social.people.models import Brake
from social.people.sign_in import brakes
from social.people.sign_in.brakes import Counter
from social.people.sign_in.network import network_of
from social.people.sign_in.tasks import forget_old_brakes
from tests.factories import make_person

pytestmark = pytest.mark.django_db
RIGHT = "zielony-rower-pod-mostem"


class Clock:
    """Stands still, unless a test puts it forward."""

    def __init__(self) -> None:
        self.start = timezone.now()
        self.ahead = timedelta(0)

    def __call__(self):
        return self.start + self.ahead


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("social.people.sign_in.brakes.timezone.now", clock)
    return clock


@pytest.fixture
def ada():
    return make_person(email="ada@example.com", password=RIGHT, is_superuser=True)


def attempt(client: Client, password: str, email: str = "ada@example.com", **extra: str):
    return client.post("/sign-in/", {"username": email, "password": password}, **extra)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def hashed(monkeypatch) -> list:
    """Passwords that were looked at."""
    seen = []
    verify = MD5PasswordHasher.encode

    def count(self: BasePasswordHasher, password: str, salt: str) -> str:
        seen.append(password)
        return verify(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", count)
    return seen


def test_sixty_wrong_then_right_has_to_wait_but_not_for_good(ada, clock, hashed) -> None:
    client = Client(headers={"accept-language": "pl"})
    for _number in range(60):
        last = attempt(client, "wrong")
    assert last.status_code == 429 and "Za dużo prób" in last.content.decode()
    assert len(hashed) == 6  # five are free, one more starts the pause; the rest cost nothing
    assert attempt(client, RIGHT).status_code == 429 and not is_in(client)
    clock.ahead += timedelta(seconds=int(last["Retry-After"]))
    assert attempt(client, RIGHT).status_code == 302 and is_in(client)


def test_pauses_double_up_to_a_quarter_of_an_hour(ada, clock) -> None:
    waits = []
    for _number in range(40):
        answer = attempt(Client(), "wrong")
        if answer.status_code == 429:
            waits.append(int(answer["Retry-After"]))
            clock.ahead += timedelta(seconds=waits[-1])
    assert [round(wait / 5) for wait in waits[:7]] == [1, 2, 4, 8, 16, 32, 64]
    assert waits[-1] == max(waits) == 900
    clock.ahead += timedelta(seconds=900)
    assert attempt(Client(), RIGHT).status_code == 302


def test_an_account_that_nobody_has_is_answered_alike(ada, hashed, clock) -> None:
    left = make_person(email="byla@example.com", password=RIGHT)
    left.is_active = False
    left.save()
    make_person(email="sso@example.com")  # has no password
    answers = {}
    for number, email in enumerate(("ada", "nobody", "byla", "sso")):
        hashed.clear()
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        pages = [attempt(client, "wrong", f"{email}@example.com") for _number in range(8)]
        answers[email] = (
            [(page.status_code, page.get("Retry-After")) for page in pages],
            [str(page.context["form"].non_field_errors()) for page in pages],
            len(hashed),
        )
    assert all(answer == answers["ada"] for answer in answers.values())


def test_one_address_may_not_try_many_accounts(ada, hashed, clock) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    states = [
        attempt(client, "Rynek2026!", f"a{number}@example.com").status_code for number in range(80)
    ]
    assert states[:60] == [200] * 60 and states[61:] == [429] * 19
    assert len(hashed) == 61
    elsewhere = Client(REMOTE_ADDR="203.0.113.10")
    assert attempt(elsewhere, RIGHT).status_code == 302


def test_a_busy_office_is_not_stopped(clock) -> None:
    for number in range(100):
        make_person(email=f"p{number}@example.com", password=RIGHT)
    for number in range(100):
        assert attempt(Client(), "oops", f"p{number}@example.com").status_code == 200
        assert attempt(Client(), RIGHT, f"p{number}@example.com").status_code == 302
        clock.ahead += timedelta(minutes=1)


def test_whoever_used_the_account_here_before_is_not_kept_out_by_others(ada, clock) -> None:
    own = Client(REMOTE_ADDR="203.0.113.9")
    attempt(own, RIGHT)
    assert own.cookies["rynek_device"]["httponly"]
    own.post("/sign-out/")
    for _number in range(60):
        attempt(Client(), "wrong")
    assert attempt(Client(), RIGHT).status_code == 429
    assert attempt(own, RIGHT).status_code == 302
    own.post("/sign-out/")
    for _number in range(10):  # and has brakes of its own
        last = attempt(own, "wrong")
    assert last.status_code == 429
    other = make_person(email="jan@example.com", password=RIGHT)
    for _number in range(8):  # a browser known for one account is nobody for another
        last = attempt(own, "wrong", other.email)
    assert last.status_code == 429
    forged = Client()
    forged.cookies["rynek_device"] = own.cookies["rynek_device"].value[:-3] + "abc"
    assert attempt(forged, RIGHT).status_code == 429


def test_other_doors_have_the_same_brake(ada, clock) -> None:
    for address in ("/admin/login/", "/pl/_util/login/"):
        form = {"username": ada.email, "password": RIGHT}
        assert Client().post(address, form)["Location"].startswith("/sign-in/")
    client = Client()
    client.force_login(ada)
    form = {
        "new_password1": "fioletowy-most-nad-wisla",
        "new_password2": "fioletowy-most-nad-wisla",
    }
    for _number in range(8):
        last = client.post("/password/", form | {"old_password": "wrong"})
    assert last.status_code == 429
    assert client.post("/password/", form | {"old_password": RIGHT}).status_code == 429
    ada.refresh_from_db()
    assert ada.check_password(RIGHT)


def test_failed_sign_ins_are_logged_without_the_password(ada, caplog, clock) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    for _number in range(7):
        attempt(client, "sekret-w-logu")
    lines = [
        record.getMessage() for record in caplog.records if record.name.startswith("social.people")
    ]
    assert lines[0] == "sign-in of 'ada@example.com' from 203.0.113.9 failed"
    assert lines[-1].startswith("sign-in of 'ada@example.com' from 203.0.113.9 has to wait for ")
    assert len(lines) == 7 and "sekret" not in caplog.text


def test_thirty_resets_are_few_mails_and_say_nothing(ada, mailoutbox, clock) -> None:
    for _number in range(30):
        answer = Client().post("/password/reset/", {"email": "Ada@example.com"})
        assert answer.status_code == 302
    assert len(mailoutbox) == 4
    for number in range(40):  # one address that asks for many
        make_person(email=f"q{number}@example.com", password=RIGHT)
        assert (
            Client().post("/password/reset/", {"email": f"q{number}@example.com"}).status_code
            == 302
        )
    assert len(mailoutbox) < 40
    clock.ahead += timedelta(days=2)
    Client().post("/password/reset/", {"email": ada.email})
    assert mailoutbox[-1].to == [ada.email]


def test_a_new_password_by_mail_ends_the_pause(ada, mailoutbox, clock) -> None:
    for _number in range(20):
        attempt(Client(), "wrong")
    Client().post("/password/reset/", {"email": ada.email})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/" in word)
    client = Client()
    form = client.get(link.removeprefix("http://localhost:8000"), follow=True)
    new = "fioletowy-most-nad-wisla"
    client.post(form.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    assert attempt(Client(), new).status_code == 302


@pytest.mark.parametrize(
    ("proxies", "told", "seen"),
    [
        (0, "198.51.100.7", "10.0.0.1"),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "6.6.6.6, 198.51.100.7", "198.51.100.7"),
        (2, "6.6.6.6, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", "198.51.100.7"),
        (1, "198.51.100.7:4711", "198.51.100.7"),
        (1, "[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
        (1, "not an address", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_the_address_behind_proxies(settings, proxies, told, seen) -> None:
    settings.RYNEK_PROXIES = proxies
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert network_of(RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", **headers)) == seen


def test_the_table_says_neither_who_nor_where_and_forgets(ada, clock) -> None:
    attempt(Client(), "wrong")
    assert Brake.objects.count() == 2
    assert not any("ada" in str(row) for row in Brake.objects.values_list())
    clock.ahead += timedelta(days=8)
    forget_old_brakes.call()
    assert not Brake.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_time_are_all_counted() -> None:
    """Eight processes at once get no more free tries than one."""
    allowed = []
    start = threading.Barrier(8)

    def guess() -> None:
        start.wait()
        for _number in range(3):
            if not brakes.take([Counter(brakes.ACCOUNT, "ada"), Counter(brakes.NETWORK, "n")]):
                allowed.append(1)
        connection.close()

    threads = [threading.Thread(target=guess) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(allowed) == 6
