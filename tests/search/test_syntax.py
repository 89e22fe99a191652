"""What is made of what people type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.page.syntax import LONGEST, parse, parse_day

KEYS = {"author": "author", "autor": "author", "after": "after"}


@pytest.mark.parametrize(
    ("text", "words", "phrases", "excluded", "filters"),
    [
        ("raport roczny", ["raport", "roczny"], [], [], []),
        ('"raport roczny" 2026', ["2026"], ["raport roczny"], [], []),
        ("„raport roczny”", [], ["raport roczny"], [], []),
        ("raport -roczny", ["raport"], [], ["roczny"], []),
        ('raport -"wersja robocza"', ["raport"], [], ["wersja robocza"], []),
        ("e-mail KSeF-2026/04", ["e-mail", "KSeF-2026/04"], [], [], []),
        ("autor:kowal plan", ["plan"], [], [], [("author", "kowal")]),
        ('AUTHOR:"Jan Łącki"', [], [], [], [("author", "Jan Łącki")]),
        ("after:2026-01 x1", ["x1"], [], [], [("after", "2026-01")]),
        ("https://rynek.example.com", ["https://rynek.example.com"], [], [], []),
        ("uwaga: pilne", ["uwaga:", "pilne"], [], [], []),
        ('"niedomknięty cudzysłów', ["niedomknięty", "cudzysłów"], [], [], []),
        ("- : \" '", [], [], [], []),
    ],
)
def test_parts_of_a_query(text, words, phrases, excluded, filters) -> None:
    typed = parse(text, KEYS)
    assert list(typed.words) == words
    assert list(typed.phrases) == phrases
    assert list(typed.excluded) == excluded
    assert list(typed.filters) == filters


@given(st.text(max_size=2 * LONGEST))
def test_any_text_is_a_query(text) -> None:
    typed = parse(text, KEYS)
    assert len(typed.text) <= LONGEST
    assert len(typed.words) + len(typed.phrases) + len(typed.excluded) <= 24


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-3-7", date(2026, 3, 7), date(2026, 3, 7)),
        ("dziś", date(2026, 11, 23), date(2026, 11, 23)),
        ("7d", date(2026, 11, 16), date(2026, 11, 16)),
        ("2026-13", None, None),
        ("0000", None, None),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
        ("kiedyś", None, None),
    ],
)
def test_days(text, start, end) -> None:
    today = date(2026, 11, 23)
    assert parse_day(text, today) == start
    assert parse_day(text, today, end=True) == end


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_none(text) -> None:
    parse_day(text, date(2026, 11, 23), end=True)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("typ:x urlop", "typ:x urlop"),
        ('autor:kowal "raport roczny" plan -szkic', 'plan "raport roczny" -"szkic"'),
        ('after:2026-01 -"wersja robocza" x', 'x -"wersja robocza"'),
        ("author:kowal", ""),
    ],
)
def test_a_query_without_its_filters(text, bare) -> None:
    typed = parse(text, KEYS)
    assert typed.without_filters == bare
    again = parse(bare, KEYS)
    assert (again.words, again.phrases, again.excluded) == (
        typed.words,
        typed.phrases,
        typed.excluded,
    )
    assert not again.filters
