"""Spans of time that people type have an end: a date in their place must not break a page."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.utils import timezone

SPANS = [
    ("people.AudienceRule", "started_within_days", "days"),
    ("onboarding.PathStep", "due_day", "days"),
    ("reading.MustRead", "days_for_newcomers", "days"),
    ("pages.GuidePage", "review_months", "weeks"),
    ("comments.ConversationSettings", "edit_minutes", "minutes"),
    ("comments.ConversationSettings", "close_after_days", "days"),
    ("comments.ConversationSettings", "new_person_days", "days"),
    ("comments.Policy", "close_after_days", "days"),
    ("search_page.SearchSettings", "keep_days", "days"),
]


@pytest.mark.parametrize(("label", "name", "unit"), SPANS)
def test_a_date_typed_as_a_span_is_refused(label: str, name: str, unit: str) -> None:
    field = apps.get_model(label)._meta.get_field(name)
    with pytest.raises(ValidationError):
        field.run_validators(20261201)
    largest = min(v.limit_value for v in field.validators if v.code == "max_value")
    span = timedelta(**{unit: largest})
    assert timezone.now() - span < timezone.now() + span  # neither leaves the calendar


def test_working_hours_lie_within_a_day() -> None:
    for name in ("opens", "closes"):
        with pytest.raises(ValidationError):
            apps.get_model("community.RoomSettings")._meta.get_field(name).run_validators(25)
