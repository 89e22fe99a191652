"""What completion offers is what the renderer finds: any script, any sign, Polish cases."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from social.comments import markdown
from social.comments.markdown import render
from social.comments.models import Comment
from social.comments.names import Name, fold
from tests.factories import make_department, make_news, make_person

pytestmark = pytest.mark.django_db

SIGNS = "-'’ʼ.·()[]{}/&,;:!?\"„”*_~`|<>+="
WORDS = st.text(
    st.one_of(
        st.characters(categories=("Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc")), st.sampled_from(SIGNS)
    ),
    min_size=1,
    max_size=12,
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).filter(fold)


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(NAMES, st.sampled_from(["Cześć @{}", "Cześć @{} i inni", "**@{}**, zobacz", "- @{}\n- x"]))
def test_every_name_that_is_inserted_is_found(monkeypatch, text, sentence) -> None:
    name = Name("person", 7, text, fold(text))
    other = Name("person", 8, "Ania", "ania")
    names = {other.folded: [other], name.folded: [name]}
    monkeypatch.setattr(markdown, "directory", lambda: names)
    assert render(sentence.format(text)).people == {7}


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(NAMES)
def test_of_two_with_one_name_the_number_says_which(monkeypatch, text) -> None:
    both = [Name("person", number, text, fold(text)) for number in (7, 8)]
    monkeypatch.setattr(markdown, "directory", lambda: {fold(text): both})
    assert render(f"@{text}#8 i @{text}").people == {8}


@pytest.mark.parametrize(
    ("first", "last"),
    [("Seán", "O'Neil"), ("Anna", "Nowak (Kadry)"), ("अनिता", "देवी"), ("محمد", "علي"),
     ("Đorđe", "Ćirić-Šimić"), ("Ива́н", "Ивано́в"), ("小明", "王"), ("Jean-Luc", "D’Arc, jr."),
     ("Lluís", "Gal·la"), ("Þór", "Ægisson"), ("İpek", "Öz"), ("Zoë", "van 't Hof")],
)  # fmt: skip
def test_suggestion_becomes_a_mention(client_of, employee, first, last) -> None:
    """Through the view that completion asks, and the form that posts."""
    person, page = make_person(first, last), make_news()
    make_person(first, f"{last}-Nowak")
    client = client_of(employee)
    answer = client.get(f"/conversation/{page.pk}/names/", {"q": f"{first} {last}"})
    offered = [item["insert"] for item in json.loads(answer.content)["items"]]
    insert = next(text for text in offered if text == f"@{person}")
    client.post(f"/conversation/{page.pk}/write/", {"text": f"Pytanie do {insert}: kiedy?"})
    comment = Comment.objects.get(page_id=page.pk)
    assert list(comment.mentions.values_list("person_id", flat=True)) == [person.pk]


CASES = {
    ("Anna", "Kowalska"): ["Annę Kowalską", "Annie Kowalskiej", "Anny Kowalskiej", "Anną Kowalską"],
    ("Jan", "Nowak"): ["Jana Nowaka", "Janowi Nowakowi", "Janem Nowakiem"],
    ("Paweł", "Wiśniewski"): ["Pawła Wiśniewskiego", "Pawłowi Wiśniewskiemu"],
    ("Marek", "Zieliński"): ["Marka Zielińskiego", "Markowi Zielińskiemu"],
    ("Ewa", "Lis"): ["Ewę Lis", "Ewie Lis"],
}


def test_polish_cases_name_the_person() -> None:
    people = {name: make_person(*name) for name in CASES}
    found = {
        form: render(f"Zapytam @{form} jutro.").people == {people[name].pk}
        for name, forms in CASES.items()
        for form in forms
    }
    assert [form for form, is_found in found.items() if not is_found] == []
    html = render("Zapytam @Annę Kowalską.").html
    assert "@Annę Kowalską</a>" in html  # as it was typed


def test_a_case_that_two_could_be_names_nobody() -> None:
    make_person("Jan", "Nowak")
    make_person("Janina", "Nowakowska")
    make_person("Jan", "Nowaki")
    assert len(render("@Jana Nowaka").people) <= 1
    assert not render("@Janek Nowakiewicz").people


def test_completion_knows_polish_cases(client_of, employee) -> None:
    person, page = make_person("Anna", "Kowalska"), make_news()
    client = client_of(employee)
    for query in ("Annę Kow", "Annie Kowalskiej"):
        answer = client.get(f"/conversation/{page.pk}/names/", {"q": query})
        assert f"@{person}" in [item["insert"] for item in json.loads(answer.content)["items"]]


def test_a_longer_name_is_not_its_beginning() -> None:
    make_person("Jan", "Nowak")
    assert not render("@Jan Nowakowski @Jan Nowak-Lis @Jan Nowak2").people
    assert render("@Jan Nowak's @Jan Nowak- ok").people


def test_link_of_a_department_opens_its_people(client_of, employee) -> None:
    team = make_department("Logistyka i zakupy (R&D)")
    inside, outside = make_person("Olga", "Wewnątrz", department=team), make_person("Piotr", "Poza")
    html = render("@Logistyka i zakupy (R&D) pomoże").html
    address = html.split('href="')[1].split('"')[0].replace("&amp;", "&")
    listed = client_of(employee).get(address).content.decode()
    assert str(inside) in listed and str(outside) not in listed
