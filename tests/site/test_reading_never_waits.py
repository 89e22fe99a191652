"""Reading never waits for a writer: every page is answered while another process holds the database."""

import re
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client
from django.urls import get_resolver, reverse
from wagtail.admin.models import EditingSession
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file

from ground import reading
from home.start.models import HouseSettings
from rynek import health
from search.page.models import Asked, SearchSettings
from social.activity.models import Event, Verb
from social.comments.models import Comment
from social.following import followups
from social.notifications.decide import decide_undecided
from social.notifications.models import Notice
from social.notifications.push import vapid
from tests import template_database
from tests.factories import make_guide, make_news, make_person, make_question
from tests.site.test_login_wall import addresses, fill

WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE|BEGIN (IMMEDIATE|EXCLUSIVE))", re.I)
ROLES = {
    "nobody": None,
    "employee": {},
    "board": {"groups": ["Board"]},
    "editor": {"groups": ["Editors"]},
    "manager": {"groups": ["Community managers"]},
    "administrator": {"is_superuser": True},
}


@contextmanager
def written_before_the_answer() -> Iterator[list[str]]:
    """Collects what is written while a view runs, not what comes after its answer."""
    found: list[str] = []

    def look(execute, sql, params, many, context):
        if WRITES.match(sql) and reading.is_reading():
            found.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield found


def settle() -> None:
    """What is written once in the life of a house."""
    HouseSettings.load()
    SearchSettings.load()
    vapid()


@pytest.fixture
def house(db) -> dict[str, Any]:
    return furnished()


@pytest.fixture
def own_house(django_db_setup, django_db_blocker, tmp_path) -> Iterator[dict[str, Any]]:
    """A house in a file of its own, without the transaction around a test: others may lock it."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL has many writers")
    with django_db_blocker.unblock():
        usual = connection.settings_dict["NAME"]
        connection.close()
        assert template_database.copy_to(tmp_path / "house.sqlite3")
        connection.settings_dict["NAME"] = str(tmp_path / "house.sqlite3")
        try:
            yield furnished()
        finally:
            connection.close()
            connection.settings_dict["NAME"] = usual
            for name in settings.CACHES:
                caches[name].clear()


def furnished() -> dict[str, Any]:
    """Something of everything; returns the addresses of pages."""
    settle()
    giver = make_person("Adam", "Nowak")
    image = Image.objects.create(title="Hala", file=get_test_image_file(), collection_id=1)
    news, guide = make_news("Nowa hala", cover=image), make_guide("Urlopy")
    question = make_question("Kiedy?")
    pages = {page.title: page.url for page in (news, guide, question)}
    return pages | {"giver": giver, "news": news}


def main_addresses(house: dict) -> list[str]:
    plain = ["/", "/pl/", "/search/?q=urlop", "/search/panel/?q=ur", "/notifications/"]
    plain += ["/notifications/bell/", "/notifications/preferences/", "/people/", "/people/me/"]
    plain += [
        "/people/1/",
        "/events/calendar/",
        "/community/",
        "/sign-in/",
        "/healthz",
        "/pl/pytania/",
    ]
    plain += [house["Nowa hala"], house["Urlopy"], house["Kiedy?"], "/admin/", "/admin/pages/"]
    plain += [f"/admin/pages/{house['news'].pk}/edit/", "/admin/images/", "/pl/aktualnosci/"]
    return plain


@pytest.mark.parametrize("role", ROLES)
def test_no_get_of_any_route_writes_before_its_answer(house, role: str) -> None:
    person = None if ROLES[role] is None else make_person(**ROLES[role])
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(person)
    routes = {"/" + fill(route) for route in addresses(get_resolver().url_patterns)}
    guilty, asked = {}, 0
    for address in sorted(routes | set(main_addresses(house))):
        if "logout" in address or "/sso/" in address:
            continue
        with written_before_the_answer() as found:
            client.get(address)
        asked += 1
        if found:
            guilty[address] = found
    assert asked > 400
    # An editor's presence is noted where pages are edited, and pictures get their sizes, once: see
    # the tests below for what happens when they cannot.
    for address in list(guilty):
        guilty[address] = [
            sql
            for sql in guilty[address]
            if "wagtailadmin_editingsession" not in sql and "wagtailimages_rendition" not in sql
        ]
    assert {address: found for address, found in guilty.items() if found} == {}


@contextmanager
def another_process_writes() -> Iterator[None]:
    """Holds the database as a long writer does."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def test_every_main_page_is_answered_while_somebody_writes(own_house, monkeypatch) -> None:
    monkeypatch.setattr(reading, "READING_MS", 100)
    people = {
        role: make_person(**options) for role, options in ROLES.items() if options is not None
    }
    followups.assign(own_house["giver"], own_house["news"], people["employee"], note="Zajrzyj")
    decide_undecided()
    clients = {"nobody": Client()}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].force_login(person)
    slow, wrong = [], []
    with another_process_writes():
        for role, client in clients.items():
            client.raise_request_exception = False
            for address in main_addresses(own_house):
                start = time.monotonic()
                answer = client.get(address)
                if answer.status_code not in {200, 301, 302, 403, 404} and address != "/healthz":
                    wrong.append((role, address, answer.status_code))
                if (took := time.monotonic() - start) > 3:
                    slow.append((role, address, took))
        assert not health.writing().ok
    assert wrong == [] and slow == []
    assert not Event.objects.filter(verb=Verb.VIEWED).exists()
    answer = clients["employee"].get(own_house["Nowa hala"])
    assert answer.status_code == 200 and health.writing().ok
    assert Event.objects.filter(verb=Verb.VIEWED).count() == 1, "a lost view is counted next time"
    assert not Notice.objects.filter(person=people["employee"], read_at=None).exists()
    clients["employee"].get("/search/?q=urlop")
    assert Asked.objects.count() == 1
    assert clients["employee"].session["recent_searches"] == ["urlop"]


def test_the_original_stands_in_for_a_size_that_cannot_be_made(own_house, monkeypatch) -> None:
    monkeypatch.setattr(reading, "READING_MS", 50)
    client = Client()
    client.force_login(make_person(groups=["Editors"]))
    image = Image.objects.get()
    with another_process_writes():
        shown = client.get(own_house["Nowa hala"]).content.decode()
        assert client.get(f"/admin/pages/{own_house['news'].pk}/edit/").status_code == 200
    assert image.file.url in shown and not Rendition.objects.exists()
    assert not EditingSession.objects.exists()
    caches["renditions"].clear()
    shown = client.get(own_house["Nowa hala"]).content.decode()
    assert image.file.url not in shown and Rendition.objects.exists()


def test_what_cannot_be_saved_is_shown_to_be_sent_again(own_house, monkeypatch) -> None:
    monkeypatch.setattr(reading, "WRITING_MS", 50)
    client = Client(raise_request_exception=False)
    person = make_person(language="pl")
    client.force_login(person)
    address = reverse("comments:write", args=[own_house["news"].pk])
    text = "Długi komentarz, którego nikt nie chce pisać drugi raz."
    with another_process_writes():
        answer = client.post(address, {"comment": text, "text": text})
    assert answer.status_code == 503 and answer["Retry-After"]
    assert (
        text in answer.content.decode()
        and "Nie udało się tego teraz zapisać" in answer.content.decode()
    )
    assert not Comment.objects.exists()


def test_a_short_writer_costs_nothing(own_house) -> None:
    client = Client()
    client.force_login(make_person())
    other = sqlite3.connect(
        connection.settings_dict["NAME"], isolation_level=None, check_same_thread=False
    )
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, lambda: other.execute("ROLLBACK")).start()
    assert client.get(own_house["Urlopy"]).status_code == 200
    assert Event.objects.filter(verb=Verb.VIEWED).count() == 1
    other.close()


@pytest.mark.django_db
def test_one_thing_that_fails_after_an_answer_fails_alone(rf, caplog) -> None:
    done: list[str] = []

    def view(request):
        from django.http import HttpResponse

        reading.after_answer(lambda: done.append("first"))
        reading.after_answer(lambda: 1 / 0)
        reading.after_answer(lambda: done.append("last"))
        assert done == []
        return HttpResponse()

    reading.ReadingNeverWaits(view)(rf.get("/")).close()
    assert done == ["first", "last"]
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.django_db
def test_what_must_be_found_again_is_in_the_log_when_it_is_lost(rf, caplog) -> None:
    def lose() -> None:
        raise OperationalError("database or disk is full")

    def view(request):
        from django.http import HttpResponse

        reading.after_answer(lose, if_lost="person 7 looked at [8] in cards")
        return HttpResponse()

    reading.ReadingNeverWaits(view)(rf.get("/")).close()
    assert "person 7 looked at [8] in cards" in caplog.text
