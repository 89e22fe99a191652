"""One search over all models: scopes, facets, spelling, highlights, suggestions."""

from typing import Any

import pytest
from wagtail.models import Page

from blog.models import GuidePage, NewsPage
from search.engine import api
from social.people.models import User
from social.subjects.access import visible_pages
from tests.factories import make_page, make_person, restrict

pytestmark = pytest.mark.django_db


def titles(results: Any) -> list[str]:
    return [hit.title for hit in results.hits]


def scopes(user: Any) -> dict[Any, Any]:
    return {Page: visible_pages(user), User: User.objects.filter(is_active=True)}


def test_one_search_ranks_pages_and_people_together(employee: Any, rebuild: Any) -> None:
    make_page(NewsPage, "Nowy magazyn w Radomiu", text="Kierownikiem magazynu jest Adam Borek.")
    make_person("Adam", "Borek", job_title="Kierownik magazynu")
    rebuild()
    results = api.search("Adam Borek", scopes=scopes(employee), facets=["kind"])
    assert titles(results)[0] == "Adam Borek"
    assert "Nowy magazyn w Radomiu" in titles(results)
    assert dict(results.facets["kind"])["blog.newspage"] == 1


def test_inflection_and_missing_diacritics_find_the_page(employee: Any, rebuild: Any) -> None:
    make_page(GuidePage, "Ochrona żółwi", text="Zwierzęta chronione")
    rebuild()
    for typed in ("zolw", "żółwie", "ŻÓŁWIOM", "zwierzat"):
        assert titles(api.search(typed, scopes=scopes(employee))) == ["Ochrona żółwi"], typed


def test_a_restricted_page_leaks_into_nothing(employee: Any, rebuild: Any) -> None:
    page = make_page(NewsPage, "Zwolnienia grupowe Kwarcyt", text="Tajny plan kwarcytowy")
    rebuild()
    restrict(page)
    person = User.objects.get(pk=employee.pk)
    for typed in ("kwarcyt", "kwarcit", "kwarcytu plan"):
        results = api.search(typed, scopes=scopes(person), facets=["kind", "language"])
        assert (results.total, results.hits, results.did_you_mean) == (0, [], ""), typed
        assert not any(results.facets.values())
    suggestions = api.suggest("kwar", scopes=scopes(person))
    assert (suggestions.hits, suggestions.words) == ([], [])


def test_a_deleted_page_is_not_shown_before_the_index_knows(employee: Any, rebuild: Any) -> None:
    page = make_page(NewsPage, "Piknik firmowy")
    rebuild()
    page.unpublish()
    assert api.search("piknik", scopes=scopes(employee)).hits == []


def test_a_typo_is_corrected_and_said(employee: Any, rebuild: Any) -> None:
    make_page(GuidePage, "Delegacje zagraniczne", text="Rozliczenie delegacji")
    rebuild()
    results = api.search("rozlizcenie delegacji", scopes=scopes(employee))
    assert titles(results) == ["Delegacje zagraniczne"]
    assert results.did_you_mean == "rozliczenie delegacji"


def test_quotes_want_the_words_as_written_and_a_minus_excludes(employee: Any, rebuild: Any) -> None:
    make_page(GuidePage, "Praca zdalna", text="Zasady pracy zdalnej dla wszystkich")
    make_page(GuidePage, "Narzędzia", text="Praca jest zdalna lub na miejscu")
    rebuild()
    assert titles(api.search('"praca zdalna"', scopes=scopes(employee))) == ["Praca zdalna"]
    assert titles(api.search("zdalna -zasady", scopes=scopes(employee))) == ["Narzędzia"]


@pytest.mark.parametrize(
    "typed", ['"', "-", '-"', "AND OR", "*", "a:b:c", "((", "\\", "'", " ", "„"]
)
def test_no_text_is_a_syntax_error(employee: Any, rebuild: Any, typed: str) -> None:
    rebuild()
    api.search(typed, scopes=scopes(employee))
    api.suggest(typed, scopes=scopes(employee))


def test_ticking_a_facet_narrows_hits_but_not_its_own_counts(employee: Any, rebuild: Any) -> None:
    make_page(NewsPage, "Urlop zimą")
    make_page(GuidePage, "Urlop krok po kroku")
    rebuild()
    results = api.search(
        "urlop",
        scopes=scopes(employee),
        selected={"kind": ["blog.guidepage"]},
        facets=["kind"],
    )
    assert titles(results) == ["Urlop krok po kroku"]
    assert dict(results.facets["kind"]) == {"blog.guidepage": 1, "blog.newspage": 1}


def test_passages_mark_the_words_found_and_escape_the_rest(employee: Any, rebuild: Any) -> None:
    make_page(GuidePage, "Faktury", text="Numer <b>KSeF-2026/04</b> & terminy płatności faktury")
    rebuild()
    hit = api.search("terminów płatności", scopes=scopes(employee)).hits[0]
    html = hit.passages[0].html
    assert "<mark>terminy</mark> <mark>płatności</mark>" in html
    assert "<b>" not in html and "&amp;" in html


def test_suggestions_start_like_the_typed_words(employee: Any, rebuild: Any) -> None:
    make_page(GuidePage, "Delegacje zagraniczne")
    make_person("Zagrodny", "Jan")
    rebuild()
    suggestions = api.suggest("zagr", scopes=scopes(employee))
    assert {hit.kind for hit in suggestions.hits} == {"blog.guidepage", "people.user"}
    assert "zagraniczne" in suggestions.words
