"""What comes first, and what is found at all."""

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engine import scoring
from search.engine.vocabulary import edit_cost, similar_words
from search.engine.writer import Document, Text
from search.page.engines.wording import engine_query
from search.page.syntax import parse
from tests.search.engines import find, make_document, make_index, ranked, read, write

DAY = 86_400_000_000  # microseconds


def test_documents_with_all_words_come_first_without_excluding_the_rest(tmp_path: Path) -> None:
    folder = make_index(
        tmp_path,
        [
            make_document("some", "Urlop", "urlop urlop urlop urlop"),
            make_document("all", "Kadry", "Wniosek o bezpłatny urlop składa się u kierownika"),
            make_document("none", "Obiady"),
        ],
    )
    assert find(folder, "bezpłatny urlop") == ["all", "some"]


def test_words_close_together_beat_words_far_apart(tmp_path: Path) -> None:
    gap = "oraz inne sprawy organizacyjne omawiane podczas zebrania zespołu " * 2
    folder = make_index(
        tmp_path,
        [
            make_document("far", "A", f"karta {gap} parkingowa"),
            make_document("near", "B", f"karta parkingowa {gap}"),
        ],
    )
    assert find(folder, "karta parkingowa")[0] == "near"


def test_a_title_counts_more_than_a_body(tmp_path: Path) -> None:
    folder = make_index(
        tmp_path,
        [make_document("body", "Inne", "delegacja"), make_document("title", "Delegacja", "inne")],
    )
    assert find(folder, "delegacja") == ["title", "body"]


def test_fresh_and_authoritative_documents_win_among_equals(tmp_path: Path) -> None:
    now = int(time.time() * 1e6)
    folder = make_index(
        tmp_path,
        [
            make_document("old", "Regulamin", search_date=now - 2000 * DAY),
            make_document("new", "Regulamin", search_date=now),
            make_document("reviewed", "Regulamin", search_date=now, search_authority=1.0),
        ],
    )
    assert find(folder, "regulamin") == ["reviewed", "new", "old"]


def test_freshness_never_outweighs_a_clearly_better_match() -> None:
    assert scoring.freshness(scoring.np.array([1e6]))[0] >= 0.8
    assert scoring.freshness(scoring.np.array([0.0]))[0] == 1.0


@pytest.mark.parametrize(
    "typed", ["KSeF-2026/04", "ksef-2026/04", "KSeF 2026/04", "ksef", "2026/04"]
)
def test_codes_are_found_whole_and_in_parts(tmp_path: Path, typed: str) -> None:
    folder = make_index(
        tmp_path,
        [make_document("code", "Faktury", "Zgodnie z KSeF-2026/04"), make_document("x", "Inne")],
    )
    assert find(folder, typed) == ["code"]


@pytest.mark.parametrize(
    "typed", ["jan.kowal@firma.pl", "raport_2026.xlsx", "iso27001", "ISO 27001"]
)
def test_addresses_file_names_and_standards_are_found(tmp_path: Path, typed: str) -> None:
    body = "Pisz na jan.kowal@firma.pl, plik raport_2026.xlsx, norma ISO 27001"
    folder = make_index(tmp_path, [make_document("it", "Kontakt", body), make_document("x", "Y")])
    assert find(folder, typed)[0] == "it"


def test_stop_words_never_break_a_name(tmp_path: Path) -> None:
    folder = make_index(
        tmp_path,
        [
            make_document("name", "Projekt Dla Ciebie"),
            make_document("who", "The Who", "zespół", language="en"),
            make_document("it", "Dział IT", "pomoc techniczna"),
        ],
    )
    assert find(folder, "dla ciebie") == ["name"]
    assert find(folder, "the who")[0] == "who"
    assert find(folder, '"projekt dla ciebie"') == ["name"]
    assert find(folder, "dział IT")[0] == "it"


def test_an_unknown_word_finds_those_spelt_alike_anywhere_in_the_text(tmp_path: Path) -> None:
    folder = make_index(
        tmp_path,
        [make_document("1", "Kadry", "Zaświadczenie o zatrudnieniu"), make_document("2", "Inne")],
    )
    snapshot = read(folder)
    ranking = ranked(snapshot, "zaswiadzcenie o zatrudnieniu")
    assert ranking.corrected == {"zaswiadzcenie": "zaswiadczenie"}
    assert find(folder, "zaswiadzcenie") == ["1"]


def test_known_words_and_codes_are_not_corrected(tmp_path: Path) -> None:
    folder = make_index(tmp_path, [make_document("1", "Praca zdalna 2026")])
    snapshot = read(folder)
    for typed in ("praca", "pracy", "2027", "abc"):
        assert ranked(snapshot, typed).corrected == {}, typed


def test_a_phrase_nobody_wrote_is_relaxed_and_said(tmp_path: Path) -> None:
    folder = make_index(tmp_path, [make_document("1", "Program „Zielone Biuro”")])
    snapshot = read(folder)
    ranking = ranked(snapshot, '"zielonego biura"')
    assert ranking.is_relaxed
    assert find(folder, '"zielonego biura"') == ["1"]


def test_phrases_do_not_run_over_the_end_of_a_field(tmp_path: Path) -> None:
    folder = make_index(tmp_path, [make_document("1", "Praca", "zdalna")])
    snapshot = read(folder)
    assert ranked(snapshot, '"praca zdalna"').is_relaxed


def test_both_languages_are_searched_and_ranked_together(tmp_path: Path) -> None:
    folder = make_index(
        tmp_path,
        [
            make_document("pl", "Onboarding nowych osób", "plan wdrożenia", language="pl"),
            make_document("en", "Onboarding new people", "the plan", language="en"),
        ],
    )
    assert set(find(folder, "onboarding plan")) == {"pl", "en"}
    assert find(folder, "plans people")[0] == "en"


def test_weights_of_fields_follow_their_role(tmp_path: Path) -> None:
    def document(key: str, role: str) -> Document:
        made = make_document(key, "Bez znaczenia")
        made.texts.append(Text("x", "kwarcyt", role))
        return made

    folder = make_index(tmp_path, [document(r, r) for r in ("comment", "attachment", "heading")])
    assert find(folder, "kwarcyt") == ["heading", "attachment", "comment"]


def test_merging_segments_changes_no_result(tmp_path: Path) -> None:
    documents = [
        make_document(
            str(n), f"Wpis numer{n % 7}", "wspólne słowa " * (n % 3 + 1), topics=[n % 5, n % 3]
        )
        for n in range(40)
    ]
    whole = make_index(tmp_path / "whole", documents)
    parts = make_index(tmp_path / "parts")
    for document in documents:
        write(parts, [document])
    write(parts, [documents[3], documents[17]], deleted=["5"])
    write(whole, [], deleted=["5"])
    assert len(read(parts).segments) < 13
    for typed in ("wpis numer3", "wspólne słowa", '"wspólne słowa"', "numer1 -numer1", "wspolne"):
        assert sorted(find(parts, typed)) == sorted(find(whole, typed)), typed
    live = read(parts)
    assert live.facet("topics", live.live) == read(whole).facet("topics", read(whole).live)


def test_the_price_of_a_typo_is_bounded(tmp_path: Path) -> None:
    words = " ".join(f"{a}{b}{c}owanie" for a in "bcdfghjk" for b in "aeiouy" for c in "lmnprstwz")
    snapshot = read(make_index(tmp_path, [make_document("1", "Słowa", words)]))
    assert len(similar_words(snapshot, "xaxowanie")) <= 5


@given(st.text(max_size=60))
def test_any_text_is_a_query(typed: str) -> None:
    query = engine_query(parse(typed, {}))
    assert len(query.text) <= 400


@pytest.fixture(scope="module")
def small(tmp_path_factory: Any) -> Any:
    path = tmp_path_factory.mktemp("small")
    return read(make_index(path, [make_document("1", "Żółta teczka", "Teczki leżą w szafie")]))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_no_query_raises(small: Any, typed: str) -> None:
    ranked(small, typed)
    ranked(small, f'"{typed}" teczka -{typed}')


@pytest.mark.parametrize(
    ("first", "second", "cost"),
    [("kot", "kot", 0), ("kadry", "kardy", 1), ("kadry", "kadr", 1), ("kadry", "madry", 1.25)],
)
def test_edit_cost_counts_swaps_once_and_first_letters_more(
    first: str, second: str, cost: float
) -> None:
    assert edit_cost(first, second, 2) == cost


def test_the_number_of_a_code_alone_finds_nothing(tmp_path: Path) -> None:
    folder = make_index(
        tmp_path,
        [
            make_document("1", "PIT roczny"),
            make_document("2", "Budżet 2 mln"),
            make_document("3", "Formularz PIT-2"),
            make_document("4", "Dyżury 24 i 12 grudnia"),
        ],
    )
    assert find(folder, "PIT-2") == ["3", "1"]
    assert find(folder, "VAT-2") == []
    assert find(folder, "24/12") == ["4"]
