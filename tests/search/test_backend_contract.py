"""What every Wagtail project may expect of the backend, on the house's own models."""

from typing import Any

import pytest
from django.db.models import F
from modelsearch.backends.base import FilterError, FilterFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText
from wagtail.models import Page

from blog.pages.models import GuidePage, NewsPage
from social.people.models import User
from tests.factories import make_department, make_page, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(rebuild: Any) -> dict[str, Any]:
    made = {
        "zdalna": make_page(GuidePage, "Praca zdalna", text="Zasady pracy z domu"),
        "biuro": make_page(GuidePage, "Praca w biurze", text="Rezerwacja biurka"),
        "news": make_page(NewsPage, "Nowe biuro", text="Przeprowadzka do Gdyni"),
        "draft": make_page(NewsPage, "Szkic o biurze", live=False),
    }
    rebuild()
    return made


def titles(results: Any) -> list[str]:
    return [page.title for page in results]


def test_operators_phrases_and_negation(whoosh: Any, pages: dict[str, Any]) -> None:
    def found(query: Any) -> set[str]:
        return set(titles(whoosh.search(query, GuidePage)))

    both = {"Praca zdalna", "Praca w biurze"}
    assert found("praca zdalna") == both
    assert set(titles(whoosh.search("praca zdalna", GuidePage, operator="and"))) == {"Praca zdalna"}
    assert found(Phrase("praca w biurze")) == {"Praca w biurze"}
    assert found(And([PlainText("praca"), Not(PlainText("zdalna"))])) == {"Praca w biurze"}
    assert found(Or([PlainText("zdalna"), PlainText("biurko")])) == both
    assert found(Fuzzy("zdlana")) == {"Praca zdalna"}
    assert found(PlainText("zdlana")) == set()


def test_boosted_words_come_first(whoosh: Any, pages: dict[str, Any]) -> None:
    query = Or([PlainText("zdalna"), Boost(PlainText("biurze"), 5.0)])
    assert titles(whoosh.search(query, GuidePage))[0] == "Praca w biurze"


def test_subclasses_are_found_through_the_parent(whoosh: Any, pages: dict[str, Any]) -> None:
    found = titles(whoosh.search("biuro", Page))
    assert {"Praca w biurze", "Nowe biuro", "Szkic o biurze"} <= set(found)


def test_filters_of_the_queryset_hold(whoosh: Any, pages: dict[str, Any]) -> None:
    live = whoosh.search("biuro", Page.objects.live())
    assert "Szkic o biurze" not in titles(live)
    below = Page.objects.descendant_of(pages["news"].get_parent())
    assert titles(whoosh.search("biuro", below.live())) == ["Nowe biuro"]
    assert whoosh.search("biuro", Page.objects.none()).count() == 0
    this = pages["news"]
    assert titles(whoosh.search("biuro", Page.objects.exclude(pk=this.pk).live())) == [
        "Praca w biurze"
    ]


def test_filters_on_related_rows_are_asked_of_the_database(whoosh: Any, rebuild: Any) -> None:
    department = make_department("Logistyka")
    make_person("Ola", "Lis", department=department, job_title="Spedytorka")
    make_person("Ula", "Lis", job_title="Spedytorka")
    rebuild()
    found = whoosh.search("spedytorka", User.objects.filter(department__name="Logistyka"))
    assert [u.first_name for u in found] == ["Ola"]


def test_unknown_lookups_and_unindexed_fields_are_named(whoosh: Any, pages: Any) -> None:
    with pytest.raises(FilterError):
        list(whoosh.search("x", Page.objects.filter(title__iregex="x")))
    with pytest.raises(FilterFieldError):
        list(whoosh.search("x", Page.objects.filter(seo_title="x")))
    with pytest.raises(FilterFieldError):
        whoosh.search("biuro", Page).facet("seo_title")


def test_slices_count_and_order(whoosh: Any, pages: Any) -> None:
    ordered = whoosh.search(
        MATCH_ALL, GuidePage.objects.order_by("-title"), order_by_relevance=False
    )
    assert titles(ordered[:2])[0] == "Praca zdalna"
    assert ordered[0].title == "Praca zdalna"
    assert len(ordered[1:2]) == 1
    assert whoosh.search("praca", GuidePage).count() == 2
    by_expression = GuidePage.objects.order_by(F("title").asc())
    assert (
        titles(whoosh.search("praca", by_expression, order_by_relevance=False))[0]
        == "Praca w biurze"
    )


def test_scores_and_facets(whoosh: Any, pages: Any) -> None:
    results = whoosh.search("praca", GuidePage)
    scores = [page.score for page in results.annotate_score("score")]
    assert scores == sorted(scores, reverse=True) and scores[-1] > 0
    counts = whoosh.search("biuro", Page).facet("live")
    assert counts == {True: 2, False: 1}


def test_autocomplete_folds_does_not_stem_and_needs_every_word(whoosh: Any, rebuild: Any) -> None:
    make_person("Łucja", "Żeromska")
    rebuild()
    for typed in ("łu", "luc", "lucja zer", "ZEROM"):
        assert whoosh.autocomplete(typed, User).count() == 1, typed
    assert whoosh.autocomplete("lucja kow", User).count() == 0


def test_results_need_two_queries_however_many(
    whoosh: Any, pages: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        list(whoosh.search("praca", GuidePage)[:10])


def test_an_object_deleted_in_the_database_is_not_returned(whoosh: Any, pages: Any) -> None:
    pages["news"].delete()
    assert "Nowe biuro" not in titles(whoosh.search("biuro", Page))


def test_add_bulk_delete_and_reset(whoosh: Any, rebuild: Any) -> None:
    rebuild()
    people = [make_person("Masowa", f"Osoba{n}") for n in range(3)]
    whoosh.add_bulk(User, people)
    whoosh.add_bulk(User, [])
    assert whoosh.search("masowa", User).count() == 3
    whoosh.delete(people[0])
    assert whoosh.search("masowa", User).count() == 2
    whoosh.reset_indexes()
    assert whoosh.search("masowa", User).count() == 0


def test_before_the_first_rebuild_the_database_answers(whoosh: Any) -> None:
    make_person("Pierwsza", "Osoba", job_title="Kontrolerka")
    assert whoosh.search("Kontrolerka", User).count() == 1
