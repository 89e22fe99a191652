"""What the search page promises whatever engine answers: Whoosh or the database's full text.

`test_postgres.py` runs this module again on a PostgreSQL server.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from search.outbox.drain import drain
from search.page import engines
from tests.factories import (
    make_guide,
    make_knowledge,
    make_news,
    make_person,
    make_project,
    restrict,
)
from tests.social.conversation import say

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["whoosh", "database"])
def search(request, settings, tmp_path, client_of):
    """Ask as somebody: `search(person, "words", kind="news")` gives the answer."""
    backends = {
        "whoosh": {"BACKEND": "search.engine.whoosh", "PATH": str(tmp_path / "index")},
        "database": {"BACKEND": "wagtail.search.backends.database"},
    }
    settings.WAGTAILSEARCH_BACKENDS = {"default": backends[request.param] | {"AUTO_UPDATE": False}}
    call_command("update_index", verbosity=0)

    def ask(person, text, **parameters):
        while drain():
            pass
        response = client_of(person).get("/search/", {"q": text, **parameters})
        assert response.status_code == 200
        return response.context["answer"]

    ask.engine = request.param
    return ask


def titles(answer) -> set[str]:
    return {hit.title for hit in answer.hits}


def counts(answer, facet: str) -> dict[str, int]:
    found = [f for f in answer.facets if f.name == facet]
    return {str(o.value): o.count for f in found for o in f.options}


def test_it_finds_pages_people_and_comments(search, employee, colleague) -> None:
    page = make_news("Kantyna zaprasza", text="Od dziś pierogi.")
    person = make_person("Hanna", "Pierogi")
    comment = say(colleague, page, "Lubię pierogi ruskie.")
    answer = search(employee, "pierogi")
    assert {(hit.kind, hit.pk) for hit in answer.hits} == {
        ("news", page.pk),
        ("person", person.pk),
        ("comment", comment.pk),
    }
    assert answer.total == 3


def test_what_the_reader_may_not_see_counts_nowhere(search, employee, colleague) -> None:
    secret = make_news("Fuzja", text="kryptonim", author=colleague, topics=("fuzje",))
    say(colleague, secret, "kryptonim jest dobry")
    restrict(secret, "Board")
    make_news("Krzyżówka", text="kryptonim", author=employee)
    make_guide("Szyfry", text="kryptonim", author=employee)
    answer = search(employee, "kryptonim")
    assert titles(answer) == {"Krzyżówka", "Szyfry"}
    assert answer.total == 2
    assert counts(answer, "kind") == {"news": 1, "guide": 1}
    assert str(colleague.pk) not in counts(answer, "author")
    member = make_person(groups=["Board"])
    assert search(member, "kryptonim").total == 4


def test_permission_holds_before_the_index_knows(search, employee, client_of) -> None:
    page = make_news("Jawna notatka", text="szczegół")
    assert search(employee, "szczegół").total == 1
    restrict(page, "Board")
    answer = client_of(employee).get("/search/", {"q": "szczegół"}).context["answer"]
    assert answer.total == 0
    type(page).objects.filter(pk=page.pk).update(live=False)
    member = make_person(groups=["Board"])
    answer = client_of(member).get("/search/", {"q": "szczegół"}).context["answer"]
    assert answer.total == 0


def test_facets_narrow_and_count_as_if_not_chosen(search, employee, colleague) -> None:
    project = make_project("Alfa", text="budżet", author=employee)
    make_knowledge("Lekcja", project=project, text="budżet", author=colleague)
    make_news("Budżet", text="budżet", author=colleague)
    answer = search(employee, "budżet", project=str(project.pk))
    assert titles(answer) == {"Alfa", "Lekcja"}
    assert counts(answer, "project") == {str(project.pk): 2}
    answer = search(employee, "budżet", kind="news")
    assert titles(answer) == {"Budżet"}
    assert counts(answer, "kind") == {"news": 1, "project": 1, "knowledge": 1}
    assert titles(search(employee, "budżet", author=str(colleague.pk))) == {"Lekcja", "Budżet"}
    answer = search(employee, f"budżet author:{employee.last_name}")
    assert titles(answer) == {"Alfa"}


def test_phrases_and_exclusions(search, employee) -> None:
    make_news("Pierwszy", text="plan urlopów na lato")
    make_news("Drugi", text="urlopów plan")
    assert titles(search(employee, '"plan urlopów"')) == {"Pierwszy"}
    assert titles(search(employee, "plan -lato")) == {"Drugi"}


def test_dates_and_newest_first(search, employee) -> None:
    make_news("Stare", text="remont")
    make_news("Nowe", text="remont")
    assert search(employee, "remont after:2999").total == 0
    assert search(employee, "remont before:2999").total == 2
    answer = search(employee, "remont", order="newest")
    assert [hit.title for hit in answer.hits] == ["Nowe", "Stare"]


def dated(title: str, days_ago: int):
    page = make_news(title, text="remont")
    page.first_published_at = page.last_published_at = timezone.now() - timedelta(days=days_ago)
    page.save()
    return page


def test_spans_of_time_count_as_if_not_chosen(search, employee) -> None:
    for days_ago in (1, 20, 200, 900):
        dated(f"Sprzed {days_ago} dni", days_ago)
    restrict(dated("Tajne", 2), "Board")
    make_person("Remont", "Kowalski")  # people have no date: found at any time only
    for parameters, own in (({}, []), ({"after": "2000-01-01"}, [4]), ({"kind": "news"}, [])):
        answer = search(employee, "remont", **parameters)
        anytime = 4 if "kind" in parameters else 5
        assert [span.count for span in answer.spans] == [anytime, 1, 2, 3, *own], parameters
    month = answer.spans[2]
    answer = search(employee, "remont", after=month.after)
    assert (answer.total, month.count) == (2, 2)
    assert [span.count for span in answer.spans if span.is_chosen] == [2]
    day = (timezone.localdate() - timedelta(days=10)).isoformat()
    answer = search(employee, "remont", before=day, kind="news")
    assert [span.count for span in answer.spans] == [3, 0, 1, 2]


def test_suggestions_while_typing(search, employee, client_of) -> None:
    page = make_news("Regulamin parkingu")
    secret = make_news("Regulamin premii zarządu")
    restrict(secret, "Board")
    search(employee, "x")
    panel = client_of(employee).get("/search/panel/", {"q": "regul"}).content.decode()
    assert page.url in panel
    assert "premii" not in panel


def test_the_engine_is_the_configured_one(search) -> None:
    assert engines.current().name == ("whoosh" if search.engine == "whoosh" else "database")


@pytest.mark.parametrize(
    "text", ['"', "a AND (b", "NEAR(x y)", "col:x OR *", "-", "x -y -z", "%_'"]
)
def test_signs_of_the_engines_own_language_are_plain_words(search, employee, text) -> None:
    make_news("Cokolwiek")
    search(employee, text)
