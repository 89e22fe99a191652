"""Why something is, or is not, among the results."""

import pytest

from social.activity.actions import record_view
from tests.factories import make_guide, make_news, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def explain(client_of, employee, fresh_index):
    """The sentences for a query and an address, as the employee reads them in English."""
    employee.language = "en"
    employee.save()
    client = client_of(employee)

    def ask(query: str, address: str, *, drained: bool = True) -> str:
        if drained:
            fresh_index()
        page = client.get("/search/why/", {"q": query, "address": address})
        assert page.status_code == 200
        return " ".join(page.context["explained"].sentences)

    return ask


def test_it_tells_the_place_of_what_is_found(explain) -> None:
    page = make_news("Plan urlopów")
    assert "at place 1" in explain("urlop", page.url)


def test_it_tells_what_is_not_indexed_yet(explain) -> None:
    page = make_news("Plan urlopów")
    assert "not in the index yet" in explain("urlop", page.url, drained=False)


def test_it_names_missing_words_and_filters(explain) -> None:
    page = make_guide("Plan urlopów")
    assert "does not hold: samochód" in explain("samochód", page.url)
    assert "leaves it out: Kind" in explain("urlop type:news", page.url)
    assert "leaves it out: -plan" in explain("urlop -plan", page.url)


def test_filters_that_were_clicked_count_too(explain, client_of, employee) -> None:
    page = make_guide("Plan urlopów")
    explain("urlop", page.url)
    client = client_of(employee)
    html = client.get("/search/", {"q": "urlop", "kind": "guide", "page": "1"}).content.decode()
    assert f'/search/why/?q=urlop&amp;kind=guide&amp;address=page%3A{page.pk}"' in html
    assert '/search/why/?q=urlop&amp;kind=guide"' in html
    answer = client.get("/search/why/", {"q": "urlop", "kind": "news", "address": page.url})
    assert "leaves it out: Kind" in " ".join(answer.context["explained"].sentences)
    assert '<input type="hidden" name="kind" value="news">' in answer.content.decode()
    assert '"/search/?q=urlop&amp;kind=news"' in answer.content.decode()


def test_it_admits_a_lost_page_only_to_those_who_have_read_it(explain, employee) -> None:
    page = make_news("Plan fuzji")
    nothing = explain("fuzja", "/pl/aktualnosci/nie-ma/")
    restrict(page, "Board")
    assert explain("fuzja", page.url) == nothing
    record_view(employee, page)
    assert "You may not see this any more" in explain("fuzja", page.url)
