"""`/healthz` and the doctor know whether search answers and keeps up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rynek import health
from search.outbox.models import Change

pytestmark = pytest.mark.django_db


def test_a_missing_index_is_not_well_and_says_what_to_do(whoosh) -> None:
    check = health.search()
    assert not check.ok
    assert "rebuild" in check.advice


def test_a_fresh_index_is_well(fresh_index) -> None:
    fresh_index()
    assert health.search().ok


def test_a_change_that_waits_too_long_is_not_well(fresh_index) -> None:
    fresh_index()
    long_ago = timezone.now() - timedelta(seconds=health.SEARCH_LATE_AFTER + 60)
    Change.objects.create(model="wagtailcore.page", object_id="1", created_at=long_ago)
    check = health.search()
    assert not check.ok
    assert "waited" in check.detail
    assert "search" in {c.name for c in health.vital()}
