"""Words, their forms, languages, synonyms."""

import pytest

from search.analysis import analyze, detect_language, fold, query_words, synonyms
from search.analysis.analyzer import LANGUAGES, language_code, word_forms


def exact(text: str, language: str = "pl") -> list[str]:
    return [forms.exact for _, forms, _ in analyze(text, language)]


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Żółw", "zolw"),
        ("ŁÓDŹ", "lodz"),
        ("Straße", "strasse"),
        ("Ĥéllø", "hello"),
        ("don’t", "dont"),
    ],
)
def test_folding_leaves_one_spelling(word: str, folded: str) -> None:
    assert fold(word) == folded


def test_inflected_polish_words_share_a_stem_or_a_prefix() -> None:
    first, second = word_forms("delegacjami", "pl"), word_forms("delegacji", "pl")
    assert first.prefix == second.prefix == "deleg"
    assert word_forms("umowy", "pl").stem == word_forms("umowa", "pl").stem


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("KSeF-2026/04", ["ksef-2026/04", "ksef", "2026", "04"]),
        ("umowa_v2.docx", ["umowa_v2.docx", "umowa", "v2", "docx"]),
        ("jan.kowal@firma.pl", ["jan.kowal@firma.pl", "jan", "kowal", "firma", "pl"]),
        ("ISO27001", ["iso27001", "iso", "27001"]),
        ("C++", ["c++", "c"]),
        ("B2B", ["b2b"]),
    ],
)
def test_codes_are_kept_whole_and_in_parts(run: str, words: list[str]) -> None:
    assert exact(run) == words


def test_parts_of_a_code_stand_one_after_another() -> None:
    positions = [position for position, _, _ in analyze("faktura KSeF-2026 nowa", "pl")]
    assert positions == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Zasady pracy zdalnej obowiązują wszystkich", "pl"),
        ("jak zglosic urlop w systemie", "pl"),
        ("The rules of remote work apply to all of us", "en"),
        ("how to request vacation", "en"),
        ("12345 67", "xx"),
        ("Der Antrag wird von der Personalabteilung geprüft und ist nicht nötig", "de"),
        ("Les règles du télétravail sont les mêmes pour tous les salariés", "fr"),
        ("Las reglas del teletrabajo son las mismas para todos los empleados", "es"),
        ("Napis na tablicy: Der Eingang ist nicht hier. Proszę wejść z boku.", "pl"),
    ],
)
def test_language_is_recognised_by_words_and_spelling(text: str, language: str) -> None:
    assert detect_language(text, default="xx") == language


def test_a_long_word_is_cut() -> None:
    assert len(exact("x" * 10_000)[0]) == 64


def test_a_sign_that_folds_to_nothing_is_no_word() -> None:
    assert [forms.exact for _, forms, _ in analyze("rock ʼ roll", "en")] == ["rock", "roll"]


def test_stop_words_are_marked_unless_in_capitals() -> None:
    stops = {w.text: w.is_stop for w in query_words("dział IT i kadry", ["en", "pl"])}
    assert stops == {"dział": False, "it": False, "i": True, "kadry": False}


def test_language_codes_choose_an_analyzer() -> None:
    assert [language_code(c) for c in ("pl-PL", "en_GB", "tlh", None)] == ["pl", "en", "xx", "xx"]
    assert {"pl", "en", "de", "fr"} <= LANGUAGES


def test_synonyms_are_read_anew_without_a_restart(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = [["L4", "zwolnienie lekarskie"]]
    monkeypatch.setattr(synonyms, "provider", lambda: groups)
    synonyms.forget()
    assert synonyms.synonyms_of("l4") == ("zwolnienie lekarskie",)
    groups.append(["wfh", "zdalna"])
    assert synonyms.synonyms_of("wfh") == ()
    synonyms.forget()
    assert synonyms.synonyms_of("wfh") == ("zdalna",)
    synonyms.forget()


def test_a_failing_synonym_provider_does_not_stop_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> list[list[str]]:
        raise RuntimeError("no table")

    for provider in (lambda: [["L4", "zwolnienie lekarskie"]], fail):
        monkeypatch.setattr(synonyms, "provider", provider)
        synonyms.forget()
        assert synonyms.synonyms_of("l4") == ("zwolnienie lekarskie",)
    synonyms.forget()
