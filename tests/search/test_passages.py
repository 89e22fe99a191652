"""Passages: the right piece, the right words marked, nothing unescaped."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from search.page.passages import PASSAGE, Marker
from search.page.syntax import parse


def marker(query: str) -> Marker:
    return Marker(parse(query, {}))


def test_inflected_forms_and_missing_diacritics_are_marked() -> None:
    text = "Pracownicy składają wnioski o urlop. Żółwie śpią."
    assert "<mark>wnioski</mark>" in marker("wniosek urlopowy").passage(text, "pl")
    assert "<mark>Żółwie</mark>" in marker("zolwie").passage(text, "pl")


def test_the_passage_with_most_words_is_shown_from_the_start_of_a_sentence() -> None:
    noise = "Nic tu nie ma o tym. " * 40
    text = noise + "Delegację rozlicz w ciągu siedmiu dni. " + noise
    passage = marker("rozliczenie delegacji").passage(text, "pl")
    assert "<mark>Delegację</mark> <mark>rozlicz</mark>" in passage
    assert passage.startswith("… ")
    assert len(re.sub(r"<[^>]+>", "", unescape(passage))) < PASSAGE + 80


def test_html_in_texts_is_escaped() -> None:
    passage = marker("urlop").passage("<script>alert(1)</script> urlop <b>", "pl")
    assert "<script>" not in passage
    assert "<mark>urlop</mark>" in passage


@given(st.text(max_size=400), st.text(max_size=60))
def test_no_text_and_no_query_breaks_it_or_gets_tags_through(text, query) -> None:
    passage = marker(query).passage(text, "pl")
    assert set(re.findall(r"<[^>]*>", passage)) <= {"<mark>", "</mark>"}
