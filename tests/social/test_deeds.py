"""A kind of event describes itself in one object, and a check names what is missing."""

from dataclasses import replace

import pytest
from django.core.checks import run_checks
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from social.activity import deeds
from social.activity.actions import record
from social.activity.deeds import DEEDS, Occasion, Telling, deed_of, said
from social.activity.models import Verb
from social.notifications import occasions
from social.notifications.decide import decide_undecided
from social.notifications.models import Notice
from social.notifications.stories import tell
from tests.factories import make_news, make_person


def complaints() -> list[str]:
    return [
        f"{one.id} {one.msg}" for one in run_checks() if one.id.startswith(("activity", "notif"))
    ]


def test_nothing_is_missing() -> None:
    assert complaints() == []
    assert set(DEEDS) == set(Verb)


def test_every_deed_is_said_in_both_voices_and_languages() -> None:
    for language in ("pl", "en"):
        with override(language):
            for deed in DEEDS.values():
                for one in deed.tellings:
                    alone, many = said(one.words, 1), said(one.words, 5)
                    assert alone and many
                    is_the_same = deed.verb == Verb.REMINDED
                    assert (alone == many) is is_the_same, (language, deed.verb)
                if deed.in_feed:
                    assert said(deed.in_feed, 1) != said(deed.in_feed, 2)


def test_polish_words_are_polish() -> None:
    for deed in DEEDS.values():
        for one in deed.tellings:
            with override("en"):
                english = said(one.words, 5)
            with override("pl"):
                assert said(one.words, 5) != english


@pytest.mark.parametrize(
    ("verb", "wrong", "complaint"),
    [
        (Verb.JOINED, None, "activity.E001 Verb.JOINED has no Deed."),
        (Verb.JOINED, {"noun": ""}, "activity.E002"),
        (Verb.JOINED, {"direct": Telling(Occasion.MENTION, "shares this")}, "activity.E003"),
        (Verb.JOINED, {"direct": Telling(Occasion.MENTION, gettext_lazy("Save"))}, "activity.E003"),
        (Verb.REPLIED, {"in_feed": "replies"}, "activity.E003"),
        (Verb.REACTED, {"in_feed": ngettext_lazy("comments on", "comment on")}, "activity.E004"),
        (Verb.JOINED, {"direct": Telling(Occasion.QUEUE, deeds.WRITES)}, "notifications.E002"),
    ],
)
def test_the_check_names_what_is_missing(monkeypatch, verb, wrong, complaint) -> None:
    if wrong is None:
        monkeypatch.delitem(DEEDS, verb)
    else:
        monkeypatch.setitem(DEEDS, verb, replace(DEEDS[verb], **wrong))
    assert len(complaints()) == 1
    assert complaints()[0].startswith(complaint)
    assert f"Verb.{verb.name}" in complaints()[0]


def test_the_check_names_an_occasion_without_a_place(monkeypatch) -> None:
    monkeypatch.delitem(occasions.OCCASIONS, Occasion.THANKS)
    assert complaints() == ["notifications.E001 Occasion.THANKS has no default and no weight."]


@pytest.mark.django_db
def test_a_new_verb_on_an_old_occasion_says_its_own_words(monkeypatch) -> None:
    """It said “mentions you”."""
    words = ngettext_lazy("shares this with you", "share this with you")
    new = replace(DEEDS[Verb.JOINED], direct=Telling(Occasion.MENTION, words))
    monkeypatch.setitem(DEEDS, Verb.JOINED, new)
    person = make_person()
    record(make_person("Ewa"), Verb.JOINED, make_news("Strona"), target=person)
    decide_undecided()
    notices = Notice.objects.filter(person=person).select_related("event__actor")
    with override("en"):
        ((line,),) = [story.lines for story in tell(person, notices)]
        assert line.text.endswith("shares this with you")


def test_what_another_version_wrote_is_told_to_whom_it_is_directed_at() -> None:
    with override("en"):
        assert deed_of("waved").sentence(Occasion.OTHER, 1) == "writes to you"
        assert deed_of(Verb.REPLIED).sentence(Occasion.THANKS, 1) == "answers you"


def test_what_counts_as_contact_and_as_taking_part() -> None:
    """Views, follows and confirmations never do."""
    silent = (Verb.VIEWED, Verb.FOLLOWED, Verb.ACKNOWLEDGED, Verb.TOLD, Verb.REMINDED, Verb.JOINED)
    assert not any(DEEDS[verb].is_contact or DEEDS[verb].takes_part for verb in silent)
    assert set(deeds.SAID) == {Verb.COMMENTED, Verb.ASKED, Verb.REPLIED}
