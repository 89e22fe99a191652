"""Loading the demo company: complete, repeatable, refused where somebody lives, removable."""

import io
from dataclasses import replace
from datetime import date
from typing import Any
from unittest.mock import Mock

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from blog.models import ContentPage, NewsPage
from home.demo import load as loading
from home.demo.content import company
from search.page import report
from social.activity.models import Event, Verb
from social.comments.models import Comment, Conversation
from social.notifications.models import Undecided
from social.people.models import Department, User
from social.people.personas import offered
from social.reactions.models import Reaction
from tests.factories import make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
PAGES = (
    *("wyniki-2024", "ksef-start", "budzet-2027-zarzad", "vpn", "klasy-informacji"),
    *("linia-pir", "pir-160-proby", "q-rampa-profile", "q-zamrozenie", "pierwszy-miesiac"),
    *("ksef-faktury", "premia-roczna", "pomoc-it", "drukarka-etykiet"),
)


@pytest.fixture(autouse=True)
def small_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """All people and a tenth of the pages, with small pictures, so that tests stay quick."""
    whole = company()
    small = replace(
        whole,
        pages=[text for text in whole.pages if text.id in PAGES],
        threads={page: thread for page, thread in whole.threads.items() if page in PAGES},
    )
    tiny = Image.new("RGB", (64, 36), "teal")
    monkeypatch.setattr(loading, "company", lambda: small)
    monkeypatch.setattr("home.demo.people.PHOTO_PIXELS", 16)
    monkeypatch.setattr("home.demo.people.THUMBNAIL_PIXELS", 8)
    monkeypatch.setattr("home.demo.people.portrait", lambda rng, **kwargs: tiny)
    monkeypatch.setattr("home.demo.pages.cover", lambda scene, rng: tiny)


def fingerprint() -> Any:
    rows = (
        Event.objects.filter(page__isnull=False)
        .order_by("pk")
        .values_list("verb", "day", "actor__email", "subject_kind")
    )
    people = User.objects.order_by("email").values_list("email", "phone", "working_time")
    comments = Comment.objects.order_by("pk").values_list("comment", "submit_date", "user__email")
    return list(rows), list(people), list(comments)


def test_people_pages_and_conversations_are_there(settings: Any) -> None:
    settings.RYNEK_DEMO = True
    amounts = loading.load(today=TODAY)
    assert amounts.people == len(company().people)
    assert [persona.key for persona, _ in offered()] == [
        *("employee", "editor", "community-manager", "board", "administrator")
    ]
    assert Department.find_problems() == ([], [], [], [], [])
    assert User.objects.filter(manager=None).count() == 1
    assert ContentPage.find_problems() == ([], [], [], [], [])
    polish, english = NewsPage.objects.filter(slug="wyniki-2024").order_by("pk")
    assert polish.translation_key == english.translation_key
    assert polish.first_published_at.date() == date(2025, 3, 11)
    thread = Comment.objects.filter(page=polish)
    assert thread.count() == polish.conversation.comment_count == 11
    question = Conversation.objects.get(page__slug="rampa-profile")
    assert question.is_question and question.accepted_answer.user.last_name == "Kuś"
    assert Reaction.objects.count() == amounts.reactions > 50


def test_events_tell_of_it_in_order_of_time() -> None:
    amounts = loading.load(today=TODAY)
    # The diary comes first; what the rooms record themselves while they are filled follows.
    last = Event.objects.order_by("pk").values_list("pk", flat=True)[amounts.events - 1]
    diary = Event.objects.filter(pk__lte=last)
    moments = list(diary.order_by("pk").values_list("created_at", flat=True))
    assert moments == sorted(moments)
    assert len(moments) == amounts.events
    counts = {verb: diary.filter(verb=verb).count() for verb in Verb}
    roots = Comment.objects.filter(root__isnull=True).count()
    assert counts[Verb.COMMENTED] == roots
    assert counts[Verb.REPLIED] == Comment.objects.count() - roots
    assert counts[Verb.REACTED] + counts[Verb.FOUND_HELPFUL] == amounts.reactions
    assert counts[Verb.VIEWED] > counts[Verb.REACTED]
    early = diary.exclude(actor__start_date=None).exclude(verb=Verb.FOLLOWED)
    assert not [e for e in early.select_related("actor") if e.day < e.actor.start_date]


def test_a_page_of_the_board_stays_with_the_board(client_of: Any) -> None:
    loading.load(today=TODAY)
    page = NewsPage.objects.get(slug="budzet-2027-zarzad")
    employee = User.objects.get(email__startswith="employee@")
    board = User.objects.get(email__startswith="board@")
    assert not NewsPage.objects.visible_to(employee).filter(pk=page.pk).exists()
    assert NewsPage.objects.visible_to(board).filter(pk=page.pk).exists()
    readers = set(Event.objects.filter(page=page).values_list("actor", flat=True))
    assert readers <= set(Group.objects.get(name="Board").user_set.values_list("pk", flat=True))


def test_people_have_looked_for_things_and_not_found_all() -> None:
    loading.load(today=TODAY)
    frequent = {row.text: row for row in report.rows(report.FREQUENT, 90, TODAY)}
    assert frequent["urlop"].people >= 20
    nothing = report.rows(report.NOTHING, 90, TODAY)
    assert "okulary" in {row.text for row in nothing}
    assert not any(row.hits or row.clicks for row in nothing)
    unopened = {row.text for row in report.rows(report.UNOPENED, 90, TODAY)}
    assert "faktura korygująca" in unopened


def test_the_same_seed_gives_the_same_company() -> None:
    loading.load(seed=4, today=TODAY)
    first = fingerprint()
    loading.remove()
    loading.load(seed=4, today=TODAY)
    assert fingerprint() == first
    loading.remove()
    loading.load(seed=5, today=TODAY)
    assert fingerprint() != first


def test_scale_gives_more_people_and_more_talk() -> None:
    once = len(company().people)
    amounts = loading.load(scale=2, today=TODAY)
    assert amounts.people == 2 * once
    assert amounts.comments >= once * loading.COMMENTS_FOR_EACH_PERSON
    assert User.objects.filter(manager=None).count() == 1


def test_it_is_refused_where_somebody_lives() -> None:
    make_person("Ewa", "Obecna")
    with pytest.raises(CommandError, match="for an empty house"):
        call_command("demo")
    call_command("demo", "--if-empty")
    assert User.objects.count() == 1
    with pytest.raises(CommandError, match="do not belong to the demo company"):
        call_command("demo", "--reset", "--yes")


def test_nothing_is_removed_unless_somebody_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.input", Mock(side_effect=["no", EOFError]))
    for _answer in ("no", "a closed terminal"):
        with pytest.raises(CommandError, match="--yes"):
            call_command("demo", "--reset")


def test_an_administrator_may_be_there_before() -> None:
    make_person("Ada", "Adamska", is_superuser=True)
    out = io.StringIO()
    call_command("demo", "--today", "2026-11-23", stdout=out)
    assert "Kalorys moved in" in out.getvalue()
    with pytest.raises(CommandError, match="for an empty house"):
        call_command("demo")


def test_removing_leaves_an_empty_house() -> None:
    before = ContentPage.objects.count(), User.objects.count(), Department.objects.count()
    loading.load(today=TODAY)
    Undecided.objects.create(event=Event.objects.latest("pk"))  # the worker has not run yet
    loading.remove()
    connection.check_constraints()
    after = ContentPage.objects.count(), User.objects.count(), Department.objects.count()
    assert after == before
    assert not Event.objects.exists()
    assert not Comment.objects.exists()
    assert loading.is_empty()


def test_nothing_half_done_stays_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(loading, "_talk", broken)
    with pytest.raises(RuntimeError):
        loading.load(today=TODAY)
    assert loading.is_empty()
