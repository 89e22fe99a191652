"""Promoted and excluded pages, synonyms, the report of queries."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from search.page import log, report
from search.page.models import Asked, Exclusion, SearchSettings, Synonym
from search.page.request import from_query
from tests.factories import make_guide, make_news, make_person, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def search(client_of, employee, fresh_index):
    """The results page of the employee for a query, after the index caught up."""
    client = client_of(employee)

    def results(text: str, **parameters: str) -> str:
        fresh_index()
        page = client.get("/search/", {"q": text, **parameters}).content.decode()
        return page.replace("<mark>", "").replace("</mark>", "")

    return results


def promote(text: str, page=None, **fields) -> None:
    SearchPromotion.objects.create(query=Query.get(text), page=page, sort_order=0, **fields)


def test_a_promoted_page_stands_first_if_the_reader_sees_it(search) -> None:
    page = make_guide("Wnioski urlopowe")
    promote("wolne", page)
    assert "Wnioski urlopowe" in search("Wolne")
    restrict(page, "Board")
    assert "Wnioski urlopowe" not in search("Wolne")


def test_a_promoted_address_needs_no_page(search) -> None:
    promote("vpn", external_link_url="https://vpn.example.com/", external_link_text="Brama VPN")
    assert "Brama VPN" in search("vpn")


def test_an_excluded_page_is_left_out_of_that_query_only(search) -> None:
    page = make_news("Stary cennik delegacji")
    Exclusion.objects.create(phrase="Cennik delegacji", page=page)
    assert "Stary cennik" not in search("cennik DELEGACJI")
    assert "Stary" in search("stary cennik")


def test_synonyms_work_at_once_in_both_directions(search) -> None:
    make_guide("Druk zwolnienia", text="Zwolnienie lekarskie przynieś w ciągu siedmiu dni.")
    assert "Druk zwolnienia" not in search("chorobowe")
    Synonym.objects.create(words="L4, zwolnienie lekarskie, chorobowe")
    assert "Druk zwolnienia" in search("chorobowe")


def test_a_phrase_of_several_words_has_synonyms_too(search) -> None:
    make_guide("Formularz ZLA", text="Wyślij formularz.")
    Synonym.objects.create(words="zla, zwolnienie lekarskie")
    assert "Formularz ZLA" in search("zwolnienie lekarskie")


def ask(text: str, people: int, *, hits: int = 3, days_ago: int = 0) -> None:
    request = from_query({"q": text}, None)
    for _ in range(people):
        log.remember(request, make_person(), hits)
    day = timezone.localdate() - timedelta(days=days_ago)
    Asked.objects.filter(query=log.normalised(text), day=timezone.localdate()).update(day=day)


def test_queries_of_few_people_are_not_shown() -> None:
    ask("zwolnienia grupowe", 4)
    ask("urlop", 5)
    assert [row.text for row in report.rows(report.FREQUENT, 30)] == ["urlop"]
    assert log.popular() == ["urlop"]


def test_one_person_asking_often_is_one_person(employee) -> None:
    request = from_query({"q": "urlop"}, employee)
    for _ in range(9):
        log.remember(request, employee, 1)
    row = Asked.objects.get()
    assert row.times == 9
    assert not report.rows(report.FREQUENT, 30)


def test_the_log_cannot_join_one_persons_queries(employee) -> None:
    for text in ("urlop", "lekarz"):
        log.remember(from_query({"q": text}, employee), employee, 1)
    assert Asked.objects.values("marker").distinct().count() == 2


def test_the_report_tells_queries_without_results_and_without_clicks(employee) -> None:
    ask("ksef", 5, hits=0)
    ask("kantyna", 6, hits=2)
    assert [row.text for row in report.rows(report.NOTHING, 30)] == ["ksef"]
    assert [row.text for row in report.rows(report.UNOPENED, 30)] == ["kantyna"]
    log.remember(from_query({"q": "kantyna"}, employee), employee, 2)
    log.clicked("kantyna", employee)
    assert not report.rows(report.UNOPENED, 30)


def test_the_trend_compares_with_the_period_before() -> None:
    ask("urlop", 5, days_ago=35)
    ask("urlop", 8)
    (row,) = report.rows(report.FREQUENT, 30)
    assert (row.times, row.before, row.change) == (8, 5, 3)


def test_old_searches_are_forgotten_and_none_kept_if_so_wished(employee) -> None:
    ask("dawno", 2, days_ago=200)
    assert log.forget_old() == 2
    house = SearchSettings.load()
    house.keep_days = 0
    house.save()
    log.remember(from_query({"q": "urlop"}, employee), employee, 1)
    assert not Asked.objects.exists()


def test_a_click_is_counted_by_post_only(client_of, employee, search) -> None:
    make_news("Kantyna")
    client = client_of(employee)
    search("kantyna")
    assert client.get("/search/opened/").status_code == 405
    assert client.post("/search/opened/", {"q": "kantyna"}).status_code == 204
    assert Asked.objects.get(query="kantyna").clicks == 1


@pytest.mark.parametrize("typed", ['"nowa kantyna"', "Kantyna -parking"])
def test_the_page_reports_a_click_as_its_query_was_remembered(
    client_of, employee, search, typed
) -> None:
    """Else the report would say of every query with signs that nobody opens what it finds."""
    make_news("Nowa kantyna")
    query = re.search(r'data-query="([^"]*)"', search(typed))
    assert query is not None
    client_of(employee).post("/search/opened/", {"q": html.unescape(query[1])})
    assert Asked.objects.get().clicks == 1


def test_recent_searches_are_the_persons_own_and_can_be_forgotten(
    client_of, employee, colleague, fresh_index
) -> None:
    client, other = client_of(employee), client_of(colleague)
    client.get("/search/", {"q": "rzadkie słowo"})
    assert "rzadkie słowo" in client.get("/search/panel/", {"q": ""}).content.decode()
    assert "rzadkie słowo" not in other.get("/search/panel/", {"q": ""}).content.decode()
    client.post("/search/forget/")
    assert "rzadkie słowo" not in client.get("/search/").content.decode()


def test_only_those_who_may_read_the_report(client_of, employee, community_manager) -> None:
    ask("urlop", 5)
    page = client_of(community_manager).get("/admin/search/queries/")
    assert page.status_code == 200
    assert "urlop" in page.content.decode()
    assert client_of(employee).get("/admin/search/queries/").status_code in (302, 403)


def test_what_can_be_done_about_a_query_begins_with_its_words(client_of, administrator) -> None:
    ask("praca zdalna", 5)
    client = client_of(administrator)
    ((row, deeds),) = client.get("/admin/search/queries/").context["rows"]
    assert row.text == "praca zdalna"
    for deed, value in (
        ("write", "Praca zdalna"),
        ("promote", "praca zdalna"),
        ("synonym", "praca zdalna, "),
    ):
        page = client.get(deeds[deed])
        assert page.status_code == 200
        assert f'value="{value}"' in page.content.decode()


def test_a_page_is_recommended_in_the_filled_in_form(client_of, administrator) -> None:
    guide = make_guide("Wnioski urlopowe")
    form = {"query_string": "wolne", "editors_picks-TOTAL_FORMS": "1"}
    form |= {"editors_picks-INITIAL_FORMS": "0", "editors_picks-0-page": str(guide.pk)}
    form |= {"editors_picks-0-ORDER": "1", "editors_picks-0-description": ""}
    client_of(administrator).post("/admin/search/recommend/", form)
    assert SearchPromotion.objects.get().query.query_string == "wolne"


def test_a_report_of_single_people_is_refused_in_words_for_people(client_of, administrator) -> None:
    address = f"/admin/settings/search_page/searchsettings/{SearchSettings.load().pk}/"
    form = {"keep_days": "180", "minimum_people": "1"}
    page = client_of(administrator).post(address, form).content.decode()
    assert "większa lub równa 2" in page
    assert "search_report_hides_single_people" not in page


def test_the_list_of_synonyms_speaks_the_readers_language(client_of, administrator) -> None:
    Synonym.objects.create(words="L4, chorobowe")
    page = client_of(administrator).get("/admin/snippets/search_page/synonym/").content.decode()
    assert "Changed at" not in page
    assert "Zmieniono" in page
    assert re.search(r"<td[^>]*>\s*tak\s*</td>", page)
