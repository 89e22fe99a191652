"""Loading the demo company: complete, repeatable, refused where somebody lives, removable."""

import io
from datetime import date
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from wagtail.contrib.search_promotions.models import Query

from blog.pages.models import ContentPage
from home.demo import load as loading
from home.demo.content import company
from search.page.models import Synonym
from social.activity.models import Event
from social.analytics.models import Release
from social.comments.models import Comment
from social.community.models import Item
from social.notifications.models import Undecided
from social.people.models import Department, User
from tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_company")]
TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The company is loaded in almost every test here: a little of its exchange is enough, and the
    numbers of two months."""
    monkeypatch.setattr("home.demo.exchange.ACTS_A_MONTH", 1)
    monkeypatch.setattr("social.analytics.refresh.LOOK_BACK_MONTHS", 2)


def fingerprint() -> Any:
    rows = (
        Event.objects.filter(page__isnull=False)
        .order_by("pk")
        .values_list("verb", "day", "actor__email", "subject_kind")
    )
    people = User.objects.order_by("email").values_list("email", "phone", "working_time")
    comments = Comment.objects.order_by("pk").values_list("comment", "submit_date", "user__email")
    return list(rows), list(people), list(comments)


def company_of(seed: int) -> Any:
    with transaction.atomic():
        loading.load(seed=seed, today=TODAY)
        found = fingerprint()
        transaction.set_rollback(True)
    return found


def test_the_same_seed_gives_the_same_company() -> None:
    first = company_of(4)
    assert company_of(4) == first
    assert company_of(5) != first


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
    assert not Release.objects.exists() and not Item.objects.exists()
    assert not Synonym.objects.exists() and not Query.objects.exists()
    assert loading.is_empty()


def test_nothing_half_done_stays_when_it_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(loading, "_talk", broken)
    with pytest.raises(RuntimeError):
        loading.load(today=TODAY)
    assert loading.is_empty()
