"""What the results page finds, shows and hides."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from blog.events.models import EventIndexPage
from search.engine.ranking import FEW_HOLDERS
from search.page.models import Exclusion
from social.people.models import Skill
from tests.factories import (
    make_department,
    make_guide,
    make_news,
    make_person,
    make_project,
    restrict,
)
from tests.html import tight
from tests.social.conversation import say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def index(fresh_index) -> None:
    global catch_up
    catch_up = fresh_index


def found(client, **parameters) -> str:
    catch_up()
    response = client.get("/search/", parameters)
    assert response.status_code == 200
    return response.content.decode()


def test_it_finds_a_page_by_its_text_and_marks_the_words(client_of, employee) -> None:
    make_news("Zmiany w kantynie", text="Od poniedziałku podajemy wegańskie obiady.")
    page = found(client_of(employee), q="wegańskie obiady")
    assert "Zmiany w kantynie" in page
    assert "<mark>wegańskie</mark> <mark>obiady</mark>" in page


def test_it_finds_a_person_by_name_and_job(client_of, employee) -> None:
    person = make_person("Hanna", "Wrona", job_title="Geodetka")
    page = found(client_of(employee), q="Wrona")
    assert person.get_absolute_url() in page


def test_it_hides_a_restricted_page_from_others_and_shows_it_to_its_group(
    client_of, employee
) -> None:
    page = make_guide("Poufny plan fuzji", text="feniks")
    restrict(page, "Board")
    member = make_person(groups=["Board"])
    assert "Poufny plan" not in found(client_of(employee), q="feniks")
    assert "Poufny plan" in found(client_of(member), q="feniks")


def test_it_asks_anonymous_visitors_to_sign_in(client) -> None:
    for address in ("/search/?q=x", "/search/panel/?q=xy"):
        assert client.get(address).status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        '"',
        "-",
        ":",
        "author:",
        'author:"',
        "(",
        "*",
        "a AND OR NOT",
        "żółw\x00",
        "🙂" * 200,
        "' OR 1=1",
    ],
)
def test_it_never_fails_whatever_is_typed(client_of, employee, text) -> None:
    make_news("Cokolwiek")
    client = client_of(employee)
    assert client.get("/search/", {"q": text}).status_code == 200
    assert client.get("/search/panel/", {"q": text}).status_code == 200


def plain(page: str) -> str:
    return page.replace("<mark>", "").replace("</mark>", "")


def test_it_finds_a_comment_with_its_page_and_author(client_of, employee, colleague) -> None:
    page = make_news("Nowa kantyna")
    comment = say(colleague, page, "Naleśniki z jagodami są najlepsze w mieście.")
    text = found(client_of(employee), q="naleśnik jagody")
    assert comment.get_absolute_url() in text
    assert "Nowa kantyna" in text
    assert "<mark>Naleśniki</mark> z <mark>jagodami</mark>" in text


def test_a_comment_on_a_restricted_page_is_found_by_its_group_only(
    client_of, employee, colleague
) -> None:
    page = make_news("Zarząd o fuzji")
    say(colleague, page, "To się opłaci: feniks.")
    restrict(page, "Board")
    member = make_person(groups=["Board"])
    assert "opłaci" not in found(client_of(employee), q="feniks")
    assert "opłaci" in found(client_of(member), q="feniks")


def test_facets_count_and_narrow(client_of, employee, colleague) -> None:
    make_news("Delegacje od maja", author=colleague)
    make_guide("Delegacje krok po kroku", author=employee, topics=("podróże",))
    client = client_of(employee)
    catch_up()
    facets = {f.name: {o.label: o.count for o in f.options} for f in shown(client, q="delegacje")}
    assert set(facets["kind"].values()) == {1}
    assert len(facets["kind"]) == 2
    assert facets["author"] == {employee.full_name: 1, colleague.full_name: 1}
    text = plain(found(client, q="delegacje", kind="guide"))
    assert "krok po kroku" in text
    assert "od maja" not in text
    text = plain(found(client, q=f"delegacje author:{colleague.last_name}"))
    assert "od maja" in text
    assert "krok po kroku" not in text


@pytest.mark.parametrize("query", ["delegacja", "delegacji", "działu zakupów", "zakupami"])
def test_topics_and_departments_are_found_in_every_inflection(client_of, employee, query) -> None:
    make_guide("Poradnik", topics=("Delegacje",))
    make_department("Dział zakupów")
    catch_up()
    hits = client_of(employee).get("/search/", {"q": query}).context["answer"].hits
    assert {hit.title for hit in hits} & {"Delegacje", "Dział zakupów"}


def test_a_suggested_spelling_has_its_diacritics(client_of, employee) -> None:
    make_news("Budżet i załączniki")
    catch_up()
    for typed, meant in (("buzdet", "budżet"), ("zalaxzniki", "załączniki")):
        answer = client_of(employee).get("/search/", {"q": typed}).context["answer"]
        assert answer.similar == [meant]


def test_a_spelling_is_suggested_that_one_sees_once_and_others_often(client_of, employee) -> None:
    make_news("Kalafior na obiad")
    section = make_guide("Tylko dla zarządu")
    restrict(section, "Board")
    for number in range(FEW_HOLDERS + 1):
        make_guide(f"Kalafior {number}", parent=section)
    catch_up()
    answer = client_of(employee).get("/search/", {"q": "kalafjor"}).context["answer"]
    assert answer.similar == ["kalafior"]
    assert [hit.title for hit in answer.hits] == ["Kalafior na obiad"]


def test_a_phrase_that_nothing_holds_is_said_to_be_relaxed(client_of, employee) -> None:
    make_news("Urlop w maju, zdrowotny w czerwcu")
    catch_up()
    client = client_of(employee)
    assert client.get("/search/", {"q": '"urlop zdrowotny"'}).context["answer"].is_relaxed
    assert "dokładnie tak" in found(client, q='"urlop zdrowotny"')
    assert "dokładnie tak" not in found(client, q='"urlop w maju"')


def test_it_tells_how_many_filters_narrow_the_results(client_of, employee) -> None:
    make_guide("Delegacje krok po kroku")
    client = client_of(employee)
    assert "search-filter" in found(client, q="delegacje")
    assert "w użyciu" not in found(client, q="delegacje")
    assert "1 filtr w użyciu" in found(client, q="delegacje", kind="guide")
    page = found(client, q="delegacje typ:poradnik", language="pl", after="2020")
    assert "3 filtry w użyciu" in page


def test_typed_filters_are_choices_that_can_be_taken_back(client_of, employee) -> None:
    make_guide("Delegacje krok po kroku")
    page = tight(found(client_of(employee), q="delegacje typ:poradnik after:2020-02 before:2999"))
    assert '<input type="hidden" name="q" value="delegacje" data-searched>' in page
    assert 'name="kind" value="guide" checked' in page
    assert 'type="radio" name="after" value="2020-02-01" checked' in page
    assert 'type="checkbox" name="before" value="2999-12-31" checked' in page


def test_a_typed_project_is_one_choice_in_all_its_languages(client_of, employee) -> None:
    project = make_project("Most nad Wartą")
    copy = project.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    copy.save_revision().publish()
    page = tight(found(client_of(employee), q="project:Wart"))
    assert f'name="project" value="{project.pk}" checked' in page
    assert f'value="{copy.pk}"' not in page


def test_a_section_shows_its_introduction(client_of, employee) -> None:
    section = EventIndexPage.objects.get(locale__language_code="pl")
    section.introduction = "Wigilia, święta i pikniki w jednym miejscu."
    section.save_revision().publish()
    assert "Wigilia, <mark>święta</mark> i pikniki" in found(client_of(employee), q="święta")


def test_cells_of_a_table_do_not_run_into_each_other(client_of, employee) -> None:
    page = make_guide("Nieobecności")
    columns = [{"type": "text", "heading": "Powód"}, {"type": "number", "heading": "Dni"}]
    rows = [{"values": ["<p>Opieka kalinowa</p>", 2]}, {"values": ["<p>Siła wyższa</p>", 3]}]
    page.body = json.dumps(
        [{"type": "table", "value": {"caption": "", "columns": columns, "rows": rows}}]
    )
    page.save_revision().publish()
    catch_up()
    (hit,) = client_of(employee).get("/search/", {"q": "kalinowa"}).context["answer"].hits
    assert "Powód · Dni" in hit.text
    assert "Opieka kalinowa · 2; Siła wyższa · 3" in hit.text


def test_an_item_does_not_run_into_the_list_nested_in_it(client_of, employee) -> None:
    page = make_guide("Urlopy")
    text = "<ul><li>Opieka kalinowa<ul><li>dwa dni</li></ul></li></ul>"
    page.body = json.dumps([{"type": "text", "value": text}])
    page.save_revision().publish()
    catch_up()
    (hit,) = client_of(employee).get("/search/", {"q": "kalinowa"}).context["answer"].hits
    assert "Opieka kalinowa dwa dni" in hit.text


def test_an_unknown_filter_is_named_with_words_and_without(client_of, employee) -> None:
    client = client_of(employee)
    for text in ("project:polnoc", "project:polnoc urlop"):
        assert "„project:polnoc” nic tu nie znaczy" in found(client, q=text)


def test_the_panel_understands_what_the_box_does(client_of, employee, colleague) -> None:
    plan = make_guide("Plan urlopów", author=employee)
    make_news("Urlop na żądanie", author=colleague)
    catch_up()
    client = client_of(employee)

    def panel(query: str) -> str:
        return plain(client.get("/search/panel/", {"q": query}).content.decode())

    assert "Plan urlopów" in panel("urlop") and "na żądanie" in panel("urlop")
    assert "Plan" not in panel("urlop -plan").replace("-plan", "")
    assert "na żądanie" not in panel("urlop typ:poradnik")
    assert "na żądanie" in panel(f"autor:{colleague.last_name}")
    assert "Plan urlopów" not in panel("project:nieznany")
    Exclusion.objects.create(phrase="urlop", page=plan)
    assert "Plan urlopów" not in panel("urlop")


def shown(client, **parameters):
    return client.get("/search/", parameters).context["answer"].facets


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ('"raport roczny"', {"Raport roczny"}),
        ("raport -roczny", {"Raport kwartalny"}),
        ("raport type:guide", {"Raport kwartalny"}),
        ("raport typ:poradnik", {"Raport kwartalny"}),
        ("raport after:2999", set()),
        ("raport before:2999-01", {"Raport roczny", "Raport kwartalny"}),
        ("raprot", {"Raport roczny", "Raport kwartalny"}),
        ("RAPORTY", {"Raport roczny", "Raport kwartalny"}),
        ("author:nikt raport", {"Raport roczny", "Raport kwartalny"}),
    ],
)
def test_words_that_people_type(client_of, employee, query, titles) -> None:
    make_news("Raport roczny")
    make_guide("Raport kwartalny")
    catch_up()
    answer = client_of(employee).get("/search/", {"q": query}).context["answer"]
    assert {hit.title for hit in answer.hits} == titles


def test_a_word_of_a_restricted_page_is_never_suggested(client_of, employee) -> None:
    page = make_news("Projekt Orzechowiec")
    restrict(page, "Board")
    member = make_person(groups=["Board"])
    catch_up()
    insider = client_of(member).get("/search/", {"q": "orzechoviec"})
    outsider = client_of(employee).get("/search/", {"q": "orzechoviec"})
    assert insider.context["answer"].total == 1
    assert "orzechowiec" in insider.content.decode()
    assert "orzechowiec" not in outsider.content.decode().lower()


def test_a_respelt_word_is_said_however_much_it_finds(client_of, employee) -> None:
    for number in range(4):
        make_news(f"Delegacje zagraniczne {number}")
    catch_up()
    answer = client_of(employee).get("/search/", {"q": "delegacej zagraniczne"})
    assert answer.context["answer"].total == 4
    assert list(answer.context["answer"].similar) == ["delegacje zagraniczne"]
    assert "?q=delegacje+zagraniczne" in answer.content.decode()


def test_a_page_comes_before_the_picture_that_illustrates_it(client_of, employee) -> None:
    cover = Image.objects.create(title="Reklamacje", file=get_test_image_file())
    make_guide(
        "Reklamacje: pierwsza godzina", cover=cover, text="Zanim oddzwonisz, obejrzyj zdjęcia płyt."
    )
    catch_up()
    hits = client_of(employee).get("/search/", {"q": "reklamacje"}).context["answer"].hits
    assert [hit.kind for hit in hits] == ["guide", "image"]
    assert [place for place, _address in hits[1].trail] == ["Reklamacje: pierwsza godzina"]


def test_the_panel_shows_a_picture_only_where_its_page_is_not_above_it(client_of, employee) -> None:
    for title, cover in (("Reklamacje", "Reklamacje"), ("Magazyn", "Widok regałów")):
        image = Image.objects.create(title=cover, file=get_test_image_file())
        make_guide(title, cover=image)
    catch_up()
    for text, kinds in (("reklam", ["guide"]), ("rega", ["image"])):
        groups = client_of(employee).get("/search/panel/", {"q": text}).context["groups"]
        assert [hit.kind for group in groups for hit in group.hits] == kinds
    hits = client_of(employee).get("/search/", {"q": "reklamacje"}).context["answer"].hits
    assert [list(hit.trail) for hit in hits if hit.picture] == [[]]  # its page has its name


def test_who_knows_names_people_with_reasons(client_of, employee, colleague) -> None:
    for title in ("Negocjacje z dostawcami", "Negocjacje cen"):
        make_guide(title, author=colleague)
    skilled = make_person("Sara", "Mak")
    skilled.skills.add(Skill.objects.create(name="Negocjacje"))
    catch_up()
    answer = client_of(employee).get("/search/", {"q": "negocjacje"}).context["answer"]
    assert {e.person for e in answer.experts} == {colleague, skilled}
    assert all(e.reasons for e in answer.experts)


def test_the_number_of_queries_does_not_grow_with_the_results(
    client_of, employee, colleague, django_assert_max_num_queries
) -> None:
    client = client_of(employee)
    for number in range(3):
        say(colleague, make_news(f"Grafik {number}", author=colleague), "Grafik jest na tablicy.")
    catch_up()
    client.get("/search/", {"q": "grafik"})
    with CaptureQueriesContext(connection) as few:
        client.get("/search/", {"q": "grafik"})
    before = len(few)
    for number in range(6):
        say(make_person(), make_guide(f"Grafik {number}", author=employee), "Grafik na maj.")
    catch_up()
    client.get("/search/", {"q": "grafik"})
    with django_assert_max_num_queries(before + 2):
        client.get("/search/", {"q": "grafik"})


def test_the_chooser_of_the_admin_finds_people_by_the_beginning_of_a_name(
    client_of, editor
) -> None:
    make_person("Hanna", "Wrona")
    make_person("Jan", "Brzoza")
    catch_up()
    url = reverse("person_chooser:choose_results")
    html = client_of(editor).get(url, {"q": "wron"}).content.decode()
    assert "Hanna Wrona" in html and "Jan Brzoza" not in html
