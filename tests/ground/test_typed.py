"""What people type is text that can be seen, and days that can be reckoned with, through every door."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Page

from ground.typed.moments import validate_day
from ground.typed.text import cleaned, line, lines, validate_line, validate_text
from social.people.models import Audience, Level, Skill, User
from tests.ground.places_of_fields import PARSED, all_places

ROOMS = {"ground", "search", "social", "blog", "home", "rynek"}
UNSEEN = ["a\x00b", "a\x07b", "a\x9bb", "‮Anna", "a\u2066b", "a\ud83db", "a\ufffeb", "\u202a+48"]
NOTHING = ["\u200b", "\u200b \u2060", "\u3164", "\u2800", "\u00ad", "\u00a0\u2003"]
FINE = ["Zażółć gęślą jaźń", "李小龍", "علي رضا", "نص‌عربی", "👨‍👩‍👧‍👦", "O’Brien-Łęcki", "a (b) {c} <d> & \"e\" \\f",
        "e\u0301", "1 − 2 × 3", "🏴\U000e0067\U000e0062\U000e007f"]  # fmt: skip


@pytest.mark.parametrize("text", UNSEEN)
def test_unseen_characters_are_named_or_taken_out(text: str) -> None:
    with pytest.raises(ValidationError) as error:
        validate_line(text)
    assert "U+" in error.value.messages[0]
    validate_line(cleaned(text, one_line=True))


@pytest.mark.parametrize("text", NOTHING)
def test_what_shows_nothing_is_nothing(text: str) -> None:
    assert cleaned(text) == "" == line(text, 80)
    for validate in (validate_line, validate_text):
        with pytest.raises(ValidationError):
            validate(text)


@pytest.mark.parametrize("text", FINE)
def test_every_script_is_left_as_it_was_typed(text: str) -> None:
    assert cleaned(text) == text == cleaned(text, one_line=True)
    validate_line(text)
    validate_text(text)


def test_a_line_has_no_breaks_and_a_text_may() -> None:
    assert line("Bcc: x\r\n\u2028To: y\t", 80) == "Bcc: x To: y"
    assert lines("raz\r\ndwa\u000btrzy ", 80) == "raz\ndwa\ntrzy"
    validate_text("raz\r\n\tdwa")
    with pytest.raises(ValidationError):
        validate_line("raz\ndwa")


@given(st.text(st.characters()) | st.integers() | st.none() | st.lists(st.text()))
def test_whatever_a_program_is_given_becomes_a_line(value: Any) -> None:
    found = line(value, 20)
    assert len(found) <= 20
    validate_line(found)
    found.encode()
    validate_text(lines(value, 20))


@pytest.mark.parametrize(
    "day", [date(1, 1, 1), date(9999, 12, 31), datetime(9999, 12, 31, tzinfo=UTC)]
)
def test_days_near_the_ends_of_time_are_refused(day: date) -> None:
    with pytest.raises(ValidationError):
        validate_day(day)
    for field in (forms.DateField(), forms.DateTimeField()):
        with pytest.raises(ValidationError):
            field.clean(f"{day.year:04}-01-02")
    column: Any = User._meta.get_field("start_date")
    with pytest.raises(ValidationError):
        column.clean(day, User())
    assert validate_day(date(2026, 12, 1)) is None


class _Form(forms.Form):
    name = forms.CharField(max_length=10)
    words = forms.CharField(widget=forms.Textarea, required=False)
    password = forms.CharField(strip=False)


@pytest.mark.parametrize("text", [*UNSEEN, *NOTHING])
def test_forms_take_out_what_nobody_means_but_not_from_passwords(text: str) -> None:
    form = _Form(
        {"name": f"x{text}", "words": f"raz\n{text}", "password": text.replace("\x00", "")}
    )
    assert form.is_valid(), form.errors
    validate_line(form.cleaned_data["name"])
    validate_text(form.cleaned_data["words"])
    assert form.cleaned_data["password"] == text.replace("\x00", "")
    assert "name" in _Form({"name": NOTHING[0], "password": "x"}).errors


@pytest.mark.parametrize("text", [*UNSEEN, *NOTHING])
@pytest.mark.parametrize(
    ("model", "field"),
    [
        (User, "first_name"),
        (User, "job_title"),
        (Page, "title"),
        (Skill, "name"),
        (Audience, "name"),
    ],
)
def test_models_of_ours_and_of_wagtail_refuse_them(model: Any, field: str, text: str) -> None:
    with pytest.raises(ValidationError):
        model._meta.get_field(field).clean(text, None)


def test_lengths_and_sizes_hold_on_every_database() -> None:
    for model, field, value in ((User, "about", "x" * 2001), (Level, "rank", 40_000)):
        with pytest.raises(ValidationError) as error:
            model(**{field: value}).clean_fields()
        assert field in error.value.message_dict


def _typed_fields() -> Iterator[models.Field]:
    kinds = (models.CharField, models.TextField, models.JSONField, models.IntegerField,
             models.FloatField, models.FileField)  # fmt: skip
    for model in apps.get_models():
        if model.__module__.partition(".")[0] in ROOMS:
            for column in model._meta.local_fields:
                is_typed = isinstance(column, kinds) or column.name == "body"
                if (
                    is_typed
                    and column.editable
                    and not column.is_relation
                    and not column.primary_key
                ):
                    yield column


def _looks_after_itself(column: models.Field) -> bool:
    """By choices, or by a validator beyond those that every field of its class has."""
    if isinstance(column, models.IntegerField):
        return bool(column.choices or column._validators)
    general = (validate_line, validate_text)
    own = [v for v in column.validators if v not in general]
    return bool(column.choices) or any(not isinstance(v, MaxLengthValidator) for v in own)


def test_every_field_has_its_place() -> None:
    """One that is new fails here until it has choices, a validator, or a line in the list."""
    open_fields = [
        f"{f.model.__name__}.{f.name}" for f in _typed_fields() if not _looks_after_itself(f)
    ]
    places = all_places()
    assert sorted(places) == sorted(set(places)), "two places"
    assert sorted(set(open_fields) - set(places)) == [], "without a place"
    assert sorted(set(places) - set(open_fields)) == [], "a place for nothing"


def test_every_parser_is_there() -> None:
    for path in PARSED.values():
        module, _dot, name = path.rpartition(".")
        try:
            assert import_module(path)
        except ModuleNotFoundError:
            assert hasattr(import_module(module), name), path


def test_every_text_of_every_model_is_bounded_or_named() -> None:
    """Of Wagtail's models, too: the general validators are on each of them."""
    for model in apps.get_models():
        for column in model._meta.local_fields:
            if type(column) in {models.CharField, models.TextField}:
                general = validate_text if type(column) is models.TextField else validate_line
                assert general in column.validators, column
            if type(column) in {models.DateField, models.DateTimeField}:
                assert validate_day in column.validators, column
