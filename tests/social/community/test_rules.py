"""A rule of the queue is one object; a check names what it lacks."""

import importlib
import re
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.urls import reverse

from ground.queues.models import SetAside
from social.activity.messages import sentence_of, tell
from social.activity.models import Event
from social.community.models import Item, Mute, Nudge
from social.community.queue.rule import LONGEST_NAME, RULES, Hint, Line, Rule, Step
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[3]
WHOLE = Rule(
    name="whole",
    question="Which?",
    find=lambda now: [],
    label="Whole",
    icon="info",
    line=Line(
        why="Because",
        step=Step("Go", name="go", do=lambda item, manager: 0, done="%(n)s"),
    ),
    hint=Hint(why="Because", told="Listen"),
)


def complaints(rule):
    with mock.patch.dict(RULES, {rule.name: rule}):
        found = [error for error in run_checks() if str(error.id).startswith("community.")]
    return [error.msg for error in found]


def test_every_rule_of_the_house_is_whole_and_has_an_icon():
    assert [error for error in run_checks() if str(error.id).startswith("community.")] == []
    drawn = "".join(
        path.read_text() for path in ROOT.rglob("icons.svg") if ".venv" not in str(path)
    )
    assert [rule.name for rule in RULES.values() if f'id="{rule.icon}"' not in drawn] == []
    assert complaints(WHOLE) == []


STEP = WHOLE.line.step


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        *((part, replace(WHOLE, **{part: ""})) for part in ("question", "label", "icon")),
        ("find", replace(WHOLE, find=None)),
        ("line or hint", replace(WHOLE, line=None, hint=None)),
        ("line.why", replace(WHOLE, line=Line(step=STEP))),
        ("line.step.label", replace(WHOLE, line=Line(why="x", step=replace(STEP, label="")))),
        ("line.step.done", replace(WHOLE, line=Line(why="x", step=replace(STEP, done="")))),
        ("line.step.do", replace(WHOLE, line=Line(why="x", step=replace(STEP, do=None)))),
        ("line.step.name", replace(WHOLE, line=Line(why="x", step=replace(STEP, name="")))),
        (
            "line.step.otherwise",
            replace(WHOLE, line=Line(why="x", step=replace(STEP, about_people=True))),
        ),
        ("hint.why", replace(WHOLE, hint=Hint(told="x"))),
        ("hint.told", replace(WHOLE, hint=Hint(why="x"))),
    ],
)
def test_a_rule_that_lacks_a_part_is_named(part, rule):
    (complaint,) = complaints(rule)
    assert "“whole”" in complaint
    assert complaint.endswith(f"lacks: {part}.")


def test_a_name_that_does_not_fit_its_column_is_named():
    (complaint,) = complaints(replace(WHOLE, name="x" * (LONGEST_NAME + 1)))
    assert str(LONGEST_NAME) in complaint


def test_the_app_that_finds_something_brings_its_rule():
    for name in ("late", "review"):
        assert RULES[name].find.__module__.startswith("blog.")
        assert not re.search(
            rf'["\']{name}["\']',
            "".join(p.read_text() for p in ROOT.glob("social/community/**/*.py")),
        )


def test_no_code_calls_a_rule_by_a_letter():
    rooms = ("site", "home", "blog", "social", "search", "ground", "templates")
    named = [
        path
        for room in rooms
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".html", ".txt"}
        and "migrations" not in path.parts
        and re.search(r"""["']N[1-9]\b""", path.read_text())
    ]
    assert named == []


def test_a_line_of_a_rule_that_nobody_brings_any_more_says_its_name(community_manager, client_of):
    Item.objects.create(rule="gone", key="x", page=factories.make_news("Left over"))
    client = client_of(community_manager)
    for address in ("queue", "outcomes", "overview"):
        html = client.get(reverse(f"community:{address}")).content.decode()
        assert ("Left over" in html) is (address != "outcomes")
    assert "gone" in client.get(reverse("community:queue")).content.decode()


def test_choosing_a_kind_says_what_its_rule_asks(community_manager, client_of):
    Item.objects.create(rule="search", key="x", data={"title": "klucze", "count": 5})
    client = client_of(community_manager)
    question = "Czego szuka kilka osób i nigdy nie znajduje?"
    address = reverse("community:queue")
    assert question not in client.get(address).content.decode()
    assert question in client.get(address, {"kind": "search"}).content.decode()


def test_a_deed_of_another_rule_is_refused(community_manager, client_of):
    item = Item.objects.create(rule="review", key="x", page=factories.make_news())
    client = client_of(community_manager)
    for deed in ("ask", "remind", "whole"):
        client.post(reverse("community:act", args=[item.pk]), {"act": deed})
    item.refresh_from_db()
    assert (item.owner, item.acted_at, item.state) == (None, None, Item.State.OPEN)


def test_rows_with_letters_are_carried_to_names_and_back(employee):
    moved = importlib.import_module("social.community.migrations.0002_names_of_rules")
    item = Item.objects.create(rule="N2", key="a")
    hint = Nudge.objects.create(rule="N3", key="buddy:7:14", person=employee)
    mute = Mute.objects.create(rule="N6", person=employee)
    waits = SetAside.objects.create(queue="community-rule", key="N9", reason="x")
    other = SetAside.objects.create(queue="elsewhere", key="N9", reason="x")
    untold = SetAside.objects.create(queue="community-hint", key="N1:7:question:page:3", reason="x")
    told = [
        tell(employee, "community-hint", rule=rule, title="How?") for rule in ("N1", "N3-buddy")
    ]
    kept = tell(employee, "community-reminder", title="How?")

    def rows():
        for row in (item, hint, mute, waits, other, untold, *told):
            row.refresh_from_db()
        return item.rule, hint.rule, mute.rule, waits.key, other.key

    moved.to_names(apps, None)
    assert rows() == ("unanswered", "newcomers", "few-helpers", "could-meet", "N9")
    assert untold.key == "helper-wanted:7:question:page:3"
    assert [sentence_of(event) for event in told] == [
        "Czeka pytanie, na które możesz znać odpowiedź: „How?”.",
        "Nowa osoba ucieszy się z Twojego „cześć”.",
    ]
    moved.to_letters(apps, None)
    assert rows() == ("N2", "N3", "N6", "N9", "N9")
    assert untold.key == "N1:7:question:page:3"
    assert [event.data["rule"] for event in told] == ["N1", "N3-buddy"]
    assert Event.objects.get(pk=kept.pk).data == kept.data


def test_older_addresses_of_metrics_lead_to_their_names(community_manager, client_of):
    client = client_of(community_manager)
    answer = client.get("/community/numbers/A1/", {"month": "2026-10"})
    assert (answer.status_code, answer["Location"]) == (
        301,
        "/community/numbers/answered-questions/?month=2026-10",
    )
    assert client.get(answer["Location"]).status_code == 200
    assert client.get("/community/numbers/Z9/").status_code == 404
