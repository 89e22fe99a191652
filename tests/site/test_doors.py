"""Extreme values through the doors that people use, and then the pages that show what was stored.

Each form is asked for, each of its fields gets each value while the others stay, and it is sent. What the
form takes is stored for good; whatever it was, the pages open.
"""

from collections.abc import Iterator

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import reverse
from wagtail.contrib.settings.registry import registry

from ground.typed.moments import validate_day
from ground.typed.text import validate_line, validate_text
from social.comments.actions import post_comment
from social.people.models import Location, User
from tests.factories import make_news, make_person
from tests.matrix.forms import Fields

pytestmark = pytest.mark.django_db
EXTREMES = ["", "a\x00b", "‮Anna", "\u200b", "x" * 3000, "😀", '{"a": [1]}', "<script>", "-1", "9" * 30,
            "0001-01-01", "9999-12-31", "2026-13-45", "Warszawa", "²", "2"]  # fmt: skip


def doors(person: User) -> Iterator[tuple[str, User]]:
    """Addresses of forms, and who sends them."""
    administrator = make_person("Ada", "Admin", is_superuser=True, groups=["Community managers"])
    place = Location.objects.create(name="Piła", city="Piła")
    yield "/people/me/", person
    yield "/notifications/preferences/", person
    yield reverse("wagtailusers_users:edit", args=[person.pk]), administrator
    yield reverse("wagtailsnippets_people_location:edit", args=[place.pk]), administrator
    yield "/community/settings/", administrator
    for model in registry:
        model.objects.get_or_create(pk=1)
        names = (model._meta.app_label, model._meta.model_name)
        yield reverse("wagtailsettings:edit", args=[*names, 1]), administrator


def quiet(client: Client) -> Client:
    """One that answers 500 as the house would, and goes on."""
    client.raise_request_exception = False
    return client


def stored_badly(row: models.Model) -> list[str]:
    """Texts and days of a row that could break what shows them."""
    found = []
    for column in row._meta.concrete_fields:
        checks = [v for v in column.validators if v in (validate_line, validate_text, validate_day)]
        for check in checks:
            try:
                check(getattr(row, column.attname))
            except ValidationError:
                found.append(f"{column}: {getattr(row, column.attname)!r}")
    return found


def test_whatever_is_sent_the_pages_open(client_of) -> None:
    person = make_person("Ewa", "Żak", job_title="Spawacz", phone="601 202 303")
    page = make_news("Nowina", owner=person, author=person)
    post_comment(person, page, "Dzień dobry")
    shown = [
        "/",
        "/pl/",
        page.url,
        "/people/",
        f"/people/{person.pk}/",
        "/people/me/",
        "/community/me/",
    ]
    broken, sent = [], 0
    for address, sender in list(doors(person)):
        client = quiet(client_of(sender))
        fields = Fields(client.get(address).content.decode())
        typed = [name for name in fields.names if name not in fields.hidden and name != "password1"]
        for value in EXTREMES:
            for name in typed:
                status = client.post(address, fields.names | {name: value}).status_code
                sent += 1
                if status >= 500:
                    broken.append(f"{address} {name} = {value[:20]!r}: {status}")
            for row in (User.objects.get(pk=person.pk), *Location.objects.all()):
                broken += stored_badly(row)
            reader = quiet(client_of(User.objects.get(pk=person.pk)))
            opened = {where: reader.get(where).status_code for where in [*shown, address]}
            broken += [
                f"{where} after {value[:20]!r}: {s}" for where, s in opened.items() if s >= 500
            ]
    assert broken == []
    assert sent > 500
