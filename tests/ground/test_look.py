"""The tags that all templates share, and what the frame of every page promises."""

import re
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation
from django.utils.formats import date_format
from wagtail.models import Page, get_page_models

from ground.design import slots
from ground.design.templatetags import look
from tests.html import tight

WARSAW = ZoneInfo("Europe/Warsaw")
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=WARSAW)


def person(**fields: Any) -> SimpleNamespace:
    return SimpleNamespace(pk=7, photo="", initials="<A", **fields)


def test_initials_are_escaped_and_a_missing_person_has_a_face() -> None:
    assert "&lt;A" in look.avatar(person())
    assert "avatar--sm" in look.avatar(None, "sm")


@pytest.mark.parametrize(
    ("before", "english", "polish"),
    [
        (timedelta(seconds=5), "just now", "przed chwilą"),
        (timedelta(minutes=25), "25 min ago", "25 min temu"),
        (timedelta(hours=3), "3 h ago", "3 godz. temu"),
        (timedelta(days=1), "yesterday", "wczoraj"),
        (timedelta(days=5), "18 November", "18 listopada"),
        (timedelta(days=400), "19 October 2025", "19 października 2025"),
    ],
)
def test_times_are_said_as_people_say_them(before: timedelta, english: str, polish: str) -> None:
    for language, expected in (("en", english), ("pl", polish)):
        with translation.override(language):
            assert look.spoken_time(NOON - before, NOON) == expected


def test_english_dates_are_one_kind_everywhere() -> None:
    kinds = {
        "DATE_FORMAT": "23 November 2026",
        "DATETIME_FORMAT": "23 November 2026, 12:00",
        "SHORT_DATETIME_FORMAT": "23 Nov 2026, 12:00",
        "j E Y": "23 November 2026",
    }
    with translation.override("en"):
        assert {kind: date_format(NOON, kind) for kind in kinds} == kinds


def test_pagination_shows_first_last_and_neighbours() -> None:
    page = Paginator(range(200), 10).page(9)
    assert look.page_numbers(page) == [1, None, 8, 9, 10, None, 20]
    assert look.page_numbers(Paginator(range(40), 10).page(1)) == [1, 2, 3, 4]


def test_a_slot_that_no_room_fills_is_empty() -> None:
    assert Template("{% load look %}[{% slot 'nobody_fills_this' %}]").render(Context()) == "[]"


def test_an_app_of_any_name_may_fill_a_slot(tmp_path: Path, settings: Any) -> None:
    """Such as a package that a company adds, with its own folder of templates."""
    part = tmp_path / "templates/django/contrib/humanize/slots/filled_by_another.html"
    part.parent.mkdir(parents=True)
    part.write_text("<b>{{ word }}</b>\n")
    folders = [*settings.TEMPLATES[0]["DIRS"], tmp_path / "templates"]
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": folders}]
    source = "{% load look %}[{% slot 'filled_by_another' %}]"
    assert Template(source).render(Context({"word": "Hello"})) == "[<b>Hello</b>]"
    slots.templates_of.cache_clear()


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (settings.BASE_DIR / "ground/design/static/rynek/icons/icons.svg").read_text()
    known = set(re.findall(r'id="([\w-]+)"', sprite))
    named: set[str] = set()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        named |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
    assert named <= known


def test_no_template_carries_inline_style_or_script() -> None:
    forbidden = re.compile(
        r"<style|\sstyle=\"|<script(?![^>]*\bsrc=)[^>]*>|\son(click|load|error)="
    )
    guilty = [
        str(path.relative_to(settings.BASE_DIR))
        for path in Path(settings.BASE_DIR, "templates").rglob("*.html")
        if not ({"mail", "mails", "email", "emails"} & set(path.parts))
        and forbidden.search(path.read_text())
    ]
    assert guilty == []


def test_badges_among_facts_keep_their_padding() -> None:
    """A child of `.meta` gives its padding to the dot before it: a badge stands inside one."""
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        for facts in re.findall(r'<p class="meta">.*?</p>', path.read_text(), re.DOTALL):
            assert not re.search(r'(?<!<span>)<span class="badge', tight(facts)), path


@pytest.mark.django_db
def test_the_frame_names_its_parts(client_of: Any, employee: Any) -> None:
    html = client_of(employee).get("/people/").content.decode()
    for part in (
        'class="skip-link"',
        "<header",
        "<main",
        "<footer",
        'id="nav-sheet"',
        "bottom-nav",
    ):
        assert part in html
    assert html.count("<h1") == 1


@pytest.mark.django_db
def test_the_accent_is_served_as_a_stylesheet(client: Any) -> None:
    response = client.get("/accent.css")
    assert response["Content-Type"] == "text/css"
    assert "--brand: #" in response.content.decode()


def test_every_page_type_of_ours_names_its_icon() -> None:
    sprite = (settings.BASE_DIR / "ground/design/static/rynek/icons/icons.svg").read_text()
    known = set(re.findall(r'id="([\w-]+)"', sprite))
    ours = [model for model in get_page_models() if model.__module__.startswith("blog.")]
    types = [model for model in ours if model.is_creatable]
    assert [model for model in types if getattr(model, "icon", "") not in known] == []


@pytest.mark.django_db
def test_the_icon_of_a_page_is_found_without_its_own_row(home: Any) -> None:
    home.icon = "bell"  # its own row would say so
    page = Page.objects.get(pk=home.pk)
    page.content_type = ContentType.objects.get_for_model(get_user_model())
    assert look.kind_icon(page) == "file"
    page.content_type = ContentType.objects.get(model="newspage")
    assert look.kind_icon(page) == "news"


def test_a_small_face_is_a_small_file() -> None:
    anna = get_user_model()(photo="big.jpg", thumbnail="small.jpg")
    assert anna.photo_url(64).endswith("small.jpg")
    assert anna.photo_url(128).endswith("big.jpg")
    assert get_user_model()(photo="big.jpg").photo_url(24).endswith("big.jpg")
