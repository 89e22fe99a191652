"""The days that something is counted for."""

import datetime as dt

import pytest
from django.utils import timezone

from social.analytics.period import Period, months_later

DAY = dt.timedelta(days=1)
MARCH = Period.month(dt.date(2026, 3, 17))


def test_a_month_knows_its_days_its_name_and_its_neighbours():
    assert (MARCH.start, MARCH.end) == (dt.date(2026, 3, 1), dt.date(2026, 4, 1))
    assert MARCH.label == "2026-03"
    assert MARCH.previous == Period.month(dt.date(2026, 2, 28))
    assert MARCH.following.end == dt.date(2026, 5, 1)
    assert MARCH.later(-15).label == "2024-12"
    assert MARCH.previous.following == MARCH == MARCH.later(0)


def test_whole_months_are_preceded_by_as_many_months_and_other_days_by_as_many_days():
    quarter = Period(dt.date(2026, 1, 1), dt.date(2026, 4, 1))
    assert quarter.previous == Period(dt.date(2025, 10, 1), dt.date(2026, 1, 1))
    week = Period(dt.date(2026, 3, 2), dt.date(2026, 3, 9))
    assert week.previous == Period(dt.date(2026, 2, 23), week.start)
    assert (week.label, week.weeks) == ("2026-03-02 – 2026-03-08", 1)


def test_windows_hang_on_a_period():
    assert MARCH.last(dt.timedelta(days=90)) == Period(dt.date(2026, 1, 1), MARCH.end)
    assert MARCH.reaching_back(3 * DAY) == Period(dt.date(2026, 2, 26), MARCH.end)
    assert MARCH.moved(-DAY) == Period(dt.date(2026, 2, 28), dt.date(2026, 3, 31))
    assert [month.label for month in MARCH.months_to(MARCH.later(2))] == [
        "2026-03",
        "2026-04",
        "2026-05",
    ]
    assert list(MARCH.months_to(MARCH.previous)) == []


def test_days_begin_at_the_companys_midnight_whoever_reads():
    with timezone.override("Asia/Tokyo"):
        assert MARCH.begins.isoformat() == "2026-03-01T00:00:00+01:00"
        assert MARCH.ends.isoformat() == "2026-04-01T00:00:00+02:00"  # summer time began
        late = dt.datetime(2026, 3, 31, 22, 30, tzinfo=dt.UTC)
        assert Period.last_days(late, 2 * DAY) == Period(dt.date(2026, 3, 30), dt.date(2026, 4, 2))


def test_the_last_closed_month_is_the_one_before_today():
    assert Period.last_closed(dt.date(2026, 1, 1)).label == "2025-12"
    assert Period.last_closed() == Period.month(timezone.localdate()).previous


@pytest.mark.parametrize("months", range(-25, 26))
def test_there_and_back_is_the_same_month(months):
    first = dt.date(2026, 1, 1)
    assert months_later(months_later(first, months), -months) == first
