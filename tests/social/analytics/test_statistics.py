"""Survival, intervals, ranks and working time."""

import datetime as dt
import zoneinfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from social.analytics.analysis import statistics, working_time


def test_kaplan_meier_of_the_textbook_leukaemia_trial():
    # Freireich 1963, 6-MP arm: the published survival estimates.
    weeks = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    relapse = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    times, survival = statistics.kaplan_meier(np.array(weeks, float), np.array(relapse, bool))
    assert times.tolist() == [6, 7, 10, 13, 16, 22, 23]
    assert survival == pytest.approx([0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], abs=5e-4)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=1, max_size=60).filter(
        lambda cases: any(ended for _, ended in cases)
    )
)
def test_kaplan_meier_equals_scipy(cases):
    durations = np.array([float(time) for time, _ in cases])
    ended = np.array([end for _, end in cases])
    data = stats.CensoredData(uncensored=durations[ended], right=durations[~ended])
    reference = stats.ecdf(data).sf
    times, survival = statistics.kaplan_meier(durations, ended)
    assert survival == pytest.approx(reference.evaluate(times))


def test_open_questions_lengthen_the_median():
    answered = np.array([1.0, 2.0, 3.0, 4.0])
    everyone = np.ones(4, dtype=bool)
    assert statistics.survival_quantile(answered, everyone, 0.5) == 2.0
    some_open = np.array([True, True, False, False])
    assert statistics.survival_quantile(answered, some_open, 0.5) == 2.0
    assert np.isnan(statistics.survival_quantile(answered, some_open, 0.9))


@given(st.integers(0, 40), st.integers(1, 40))
def test_wilson_equals_scipy(hits, more):
    cases = hits + more
    expected = stats.binomtest(hits, cases).proportion_ci(0.95, method="wilson")
    low, high = statistics.wilson(np.array([hits]), np.array([cases]))
    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-6)


@given(st.lists(st.integers(0, 9), min_size=3, max_size=30))
def test_spearman_equals_scipy(values):
    first = np.array(values, float)
    second = np.array(values[::-1], float) + np.arange(len(values)) % 3
    if first.std() == 0 or second.std() == 0:
        return
    expected = stats.spearmanr(first, second).statistic
    assert statistics.spearman(first, second) == pytest.approx(expected)


def test_bands_are_percentiles_among_the_eligible():
    values = np.append(np.arange(100.0), np.nan)
    found = statistics.bands(values)
    assert [found.count(band) for band in statistics.Band] == [10, 15, 50, 25, 1]


def test_where_nearly_all_are_equal_nobody_is_at_the_top_for_it():
    found = statistics.bands(np.array([0.0] * 99 + [1.0]))
    assert found.count(statistics.Band.MIDDLE_HALF) == 99
    assert found[-1] is statistics.Band.TOP_TENTH


MONDAY = dt.date(2026, 11, 2)
CALENDAR = working_time.WorkingTime(holidays=working_time.polish_holidays(2025, 2027))


def hours(start, end):
    moments = np.array([start, end], dtype="datetime64[s]")
    return CALENDAR.hours_between(moments[:1], moments[1:])[0]


def test_working_hours_skip_nights_weekends_and_holidays():
    assert hours("2026-11-02T15:00", "2026-11-03T09:00") == 2
    assert hours("2026-11-06T15:00", "2026-11-09T09:00") == 2
    # 11 November is Independence Day
    assert hours("2026-11-10T15:00", "2026-11-12T09:00") == 2
    assert hours("2026-11-07T10:00", "2026-11-08T10:00") == 0
    assert np.isnan(hours("2026-11-07T10:00", "NaT"))


def test_clocks_change_without_changing_working_hours():
    warsaw = zoneinfo.ZoneInfo("Europe/Warsaw")
    friday = dt.datetime(2026, 10, 23, 13, 0, tzinfo=dt.UTC)  # 15:00 summer time
    monday = dt.datetime(2026, 10, 26, 8, 0, tzinfo=dt.UTC)  # 09:00 winter time
    start, end = working_time.local_moments([friday, monday], warsaw)
    assert CALENDAR.hours_between(np.array([start]), np.array([end]))[0] == 2


def test_polish_holidays_follow_easter_and_the_law():
    assert working_time.easter(2026) == dt.date(2026, 4, 5)
    days = working_time.polish_holidays(2024, 2026)
    assert dt.date(2026, 6, 4) in days  # Corpus Christi
    assert dt.date(2025, 12, 24) in days
    assert dt.date(2024, 12, 24) not in days
    assert not CALENDAR.is_working_day(dt.date(2026, 11, 11))
    assert CALENDAR.is_working_day(MONDAY)
