"""The demo company as it was loaded: people, pages, talk, reading and looking for things."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db.models import F, Q
from wagtail.contrib.search_promotions.models import SearchPromotion

from blog.pages.models import ContentPage, NewsPage
from home.demo import load as loading
from home.demo.content import company
from search.page import report
from search.page.models import Synonym
from social.activity.models import Event, Verb
from social.comments.models import Comment, Conversation
from social.people.models import Department, User
from social.people.personas import offered
from social.reactions.models import Reaction
from tests.home.demo.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_people_pages_and_conversations_are_there(kalorys: loading.Amounts, settings: Any) -> None:
    settings.RYNEK_DEMO = True
    amounts = kalorys
    assert amounts.people == len(company().people)
    assert [persona.key for persona, _ in offered()] == [
        *("employee", "editor", "community-manager", "board", "administrator")
    ]
    assert not User.objects.filter(Q(folded_name="") | Q(sort_key="")).exists()
    assert Department.find_problems() == ([], [], [], [], [])
    assert User.objects.filter(manager=None).count() == 1
    assert ContentPage.find_problems() == ([], [], [], [], [])
    polish, english = NewsPage.objects.filter(slug="wyniki-2024").order_by("pk")
    assert polish.translation_key == english.translation_key
    assert polish.first_published_at.date() == date(2025, 3, 11)
    covers = NewsPage.objects.exclude(cover=None)
    assert covers and not covers.filter(cover__created_at__gt=F("first_published_at"))
    thread = Comment.objects.filter(page=polish)
    assert thread.count() == polish.conversation.comment_count == 11
    question = Conversation.objects.get(page__slug="rampa-profile")
    assert question.is_question and question.accepted_answer.user.last_name == "Kuś"
    assert Reaction.objects.count() == amounts.reactions > 50


def test_events_tell_of_it_in_order_of_time(kalorys: loading.Amounts) -> None:
    amounts = kalorys
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


def test_search_of_the_demo_is_steered(kalorys: loading.Amounts) -> None:
    assert Synonym.objects.filter(words__contains="L4").exists()
    (promotion,) = SearchPromotion.objects.all()
    assert promotion.page.specific.slug == "ksef-faktury"


def test_a_page_of_the_board_stays_with_the_board(kalorys: loading.Amounts) -> None:
    page = NewsPage.objects.get(slug="budzet-2027-zarzad")
    employee = User.objects.get(email__startswith="employee@")
    board = User.objects.get(email__startswith="board@")
    assert not NewsPage.objects.visible_to(employee).filter(pk=page.pk).exists()
    assert NewsPage.objects.visible_to(board).filter(pk=page.pk).exists()
    # Views lose their names a month after `TODAY`; who commented stays named.
    readers = set(
        Event.objects.filter(page=page, actor__isnull=False).values_list("actor", flat=True)
    )
    assert readers and readers <= set(
        Group.objects.get(name="Board").user_set.values_list("pk", flat=True)
    )


def test_people_have_looked_for_things_and_not_found_all(kalorys: loading.Amounts) -> None:
    frequent = {row.text: row for row in report.rows(report.FREQUENT, 90, TODAY)}
    assert frequent["urlop"].people >= 20
    nothing = report.rows(report.NOTHING, 90, TODAY)
    assert "okulary" in {row.text for row in nothing}
    assert not any(row.hits or row.clicks for row in nothing)
    unopened = {row.text for row in report.rows(report.UNOPENED, 90, TODAY)}
    assert "faktura korygująca" in unopened
