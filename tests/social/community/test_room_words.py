"""Words of the room: plurals, sentences, months and nouns that readers understand."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import translation

from social.activity.models import Verb
from social.community.numbers import dashboard
from social.community.numbers.summary import Piece, Sentence
from social.community.queue import effects
from social.community.reports import text as reports
from social.community.volunteers import actions, cards
from tests.html import tight
from tests.social.analytics.numbers import tell
from tests.social.company import event

pytestmark = pytest.mark.django_db


def polish(client):
    client.cookies["django_language"] = "pl"
    return client


def test_every_verb_has_a_noun():
    from social.community.mine.own_data import DEEDS

    assert set(DEEDS) == set(Verb)


def test_what_somebody_did_is_told_in_nouns(employee, client_of):
    event(employee, Verb.ANSWER_ACCEPTED)
    html = polish(client_of(employee)).get(reverse("community:recorded")).content.decode()
    assert "<dt>przyjęte odpowiedzi</dt>" in tight(html)


def test_looks_are_told_in_words(employee, community_manager, client_of):
    actions.look(community_manager, [employee.pk], "cards", "e")
    actions.look(community_manager, [employee.pk], "planner")
    audit = polish(client_of(community_manager)).get(reverse("community:audit")).content.decode()
    mine = polish(client_of(employee)).get(reverse("community:recorded")).content.decode()
    with translation.override("pl"):
        criterion = str(cards.CRITERIA["e"])
    for html in (audit, mine):
        assert f"Karty, według „{criterion}”" in html
        assert "Planowanie zespołu" in html
        assert "cards" not in html.split("<main")[1].replace("table--cards", "")


def test_points_below_zero_are_counted_by_their_size(community_manager, client_of, monkeypatch):
    hinted, held_out = effects.Share(50, 40, 30, 50), effects.Share(50, 46, 35, 55)
    found = [effects.Effect("helper-wanted", hinted, held_out)]
    monkeypatch.setattr("social.community.queue.views.effects", lambda: found)
    html = polish(client_of(community_manager)).get(reverse("community:outcomes")).content.decode()
    assert "-6 punktów" in html


def test_an_abbreviation_at_the_end_ends_the_sentence_too():
    pieces = (Piece("Po "), Piece("31,7 godz.", "A2", "p90"), Piece("."), Piece(" To lepiej."))
    sentence = Sentence(pieces)
    assert str(sentence) == "Po 31,7 godz. To lepiej."
    assert sentence.markdown == "Po **31,7 godz.** [time-to-first-answer.p90]. To lepiej."


@pytest.mark.parametrize(("language", "month"), [("pl", "październik"), ("en", "October")])
def test_a_report_names_its_month_as_its_language_does(language, month):
    with translation.override(language):
        report = reports.draft(dt.date(2026, 10, 1), language)
    assert report.title.endswith(f"{month} 2026")


@pytest.mark.parametrize(("met", "word"), [(1, "contact lately"), (2, "contacts lately")])
def test_one_new_contact_is_singular(met, word):
    evidence = {"values": {}, "typical": {}, "levels_met": 0, "brokered": 0, "newly_met": met}
    with translation.override("en"):
        assert word in cards._fact("c", evidence, None, None)


def test_cohorts_are_named_by_their_month():
    tell(
        metric="C5", part="cohort", cell="cohort:2024-12", value=0.5, n=60, contributors=60,
        period=dt.date(2025, 3, 1),
    )  # fmt: skip
    with translation.override("en"):
        assert dashboard.cohort_heat().rows[0][0] == "December 2024"
