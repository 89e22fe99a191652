"""One search over all models, as readers ask it: ranking, permission, spelling, passages."""

from collections.abc import Callable
from typing import Any

import pytest

from blog.pages.models import GuidePage, NewsPage
from social.people.models import User
from tests.factories import make_page, make_person, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client_of: Callable, employee: Any, rebuild: Callable) -> Callable:
    """`ask("words", kind="news")` gives the answer of the search page."""

    def asked(typed: str, **parameters: str) -> Any:
        person = User.objects.get(pk=employee.pk)
        response = client_of(person).get("/search/", {"q": typed, **parameters})
        assert response.status_code == 200
        return response.context["answer"]

    return asked


@pytest.fixture
def suggest(client_of: Callable, employee: Any, rebuild: Callable) -> Callable:
    """`suggest("wor")` gives the hits of the panel while one types."""

    def asked(typed: str) -> list[Any]:
        response = client_of(employee).get("/search/panel/", {"q": typed})
        assert response.status_code == 200
        return [hit for group in response.context["groups"] for hit in group.hits]

    return asked


def titles(answer: Any) -> list[str]:
    return [hit.title for hit in answer.hits]


def counts(answer: Any, name: str) -> dict[str, int]:
    return {o.value: o.count for f in answer.facets if f.name == name for o in f.options}


def test_one_search_ranks_pages_and_people_together(ask: Callable, rebuild: Callable) -> None:
    make_page(NewsPage, "Nowy magazyn w Radomiu", text="Kierownikiem magazynu jest Adam Borek.")
    make_person("Adam", "Borek", job_title="Kierownik magazynu")
    rebuild()
    answer = ask("Adam Borek")
    assert titles(answer)[0] == "Adam Borek"
    assert "Nowy magazyn w Radomiu" in titles(answer)
    assert counts(answer, "kind")["news"] == 1


def test_inflection_and_missing_diacritics_find_the_page(ask: Callable, rebuild: Callable) -> None:
    make_page(GuidePage, "Ochrona żółwi", text="Zwierzęta chronione")
    rebuild()
    for typed in ("zolw", "żółwie", "ŻÓŁWIOM", "zwierzat"):
        assert titles(ask(typed)) == ["Ochrona żółwi"], typed


def test_a_restricted_page_leaks_into_nothing(
    ask: Callable, suggest: Callable, rebuild: Callable
) -> None:
    page = make_page(NewsPage, "Zwolnienia grupowe Kwarcyt", text="Tajny plan kwarcytowy")
    rebuild()
    restrict(page)  # the index does not know yet
    for typed in ("kwarcyt", "kwarcit", "kwarcytu plan"):
        answer = ask(typed)
        assert (answer.total, list(answer.hits), list(answer.similar)) == (0, [], []), typed
        assert not any(option.count for facet in answer.facets for option in facet.options)
        assert {span.count for span in answer.spans} <= {0}
    assert suggest("kwar") == []


def test_a_withdrawn_page_is_not_shown_before_the_index_knows(
    ask: Callable, rebuild: Callable
) -> None:
    page = make_page(NewsPage, "Piknik firmowy")
    rebuild()
    page.unpublish()
    assert titles(ask("piknik")) == []


def test_a_typo_is_corrected_and_said(ask: Callable, rebuild: Callable) -> None:
    make_page(GuidePage, "Delegacje zagraniczne", text="Rozliczenie delegacji")
    rebuild()
    answer = ask("rozlizcenie delegacji")
    assert titles(answer) == ["Delegacje zagraniczne"]
    assert answer.similar[0] == "rozliczenie delegacji"


def test_quotes_want_the_words_as_written_and_a_minus_excludes(
    ask: Callable, rebuild: Callable
) -> None:
    make_page(GuidePage, "Praca zdalna", text="Zasady pracy zdalnej dla wszystkich")
    make_page(GuidePage, "Narzędzia", text="Praca jest zdalna lub na miejscu")
    rebuild()
    assert titles(ask('"praca zdalna"')) == ["Praca zdalna"]
    assert titles(ask("zdalna -zasady")) == ["Narzędzia"]


@pytest.mark.parametrize(
    "typed", ['"', "-", '-"', "AND OR", "*", "a:b:c", "((", "\\", "'", " ", "„"]
)
def test_no_text_is_a_syntax_error(
    ask: Callable, suggest: Callable, rebuild: Callable, typed: str
) -> None:
    rebuild()
    ask(typed)
    suggest(typed)


def test_ticking_a_facet_narrows_hits_but_not_its_own_counts(
    ask: Callable, rebuild: Callable
) -> None:
    make_page(NewsPage, "Urlop zimą")
    make_page(GuidePage, "Urlop krok po kroku")
    rebuild()
    answer = ask("urlop", kind="guide")
    assert titles(answer) == ["Urlop krok po kroku"]
    assert counts(answer, "kind") == {"guide": 1, "news": 1}


def test_passages_mark_the_words_found_and_escape_the_rest(
    ask: Callable, rebuild: Callable
) -> None:
    make_page(GuidePage, "Faktury", text="Numer <b>KSeF-2026/04</b> & terminy płatności faktury")
    rebuild()
    (hit,) = ask("terminów płatności").hits
    assert "<mark>terminy</mark> <mark>płatności</mark>" in hit.passage
    assert "<b>" not in hit.passage and "&amp;" in hit.passage


def test_suggestions_start_like_the_typed_words(suggest: Callable, rebuild: Callable) -> None:
    make_page(GuidePage, "Delegacje zagraniczne")
    make_person("Zagrodny", "Jan")
    rebuild()
    assert {hit.title for hit in suggest("zagr")} == {"Delegacje zagraniczne", "Zagrodny Jan"}
