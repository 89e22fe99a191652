"""Reach of older pages: names of readers go, what the first 30 days reached stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from blog.comparing import annotated, numbers_for
from blog.models import ContentPage, ReachSnapshot
from blog.reach import Period, reach_of
from social.activity.actions import company_day
from social.activity.models import Event, Verb
from social.community.refresh import forget_names_of_old_views
from tests.factories import make_department, make_news, make_person

pytestmark = pytest.mark.django_db
NOW = timezone.now()
TODAY = timezone.localdate()


@pytest.fixture
def plant():
    return make_department("Zakład")


def old_page(days: int):
    page = make_news("Strategia")
    Page.objects.filter(pk=page.pk).update(first_published_at=NOW - timedelta(days=days))
    return ContentPage.objects.get(pk=page.pk)


def viewed(people, page, days_ago: int) -> None:
    at = NOW - timedelta(days=days_ago)
    Event.objects.bulk_create(
        Event(
            actor=person,
            verb=Verb.VIEWED,
            page_id=page.pk,
            subject_kind="page",
            subject_id=page.pk,
            created_at=at,
            day=company_day(at),
        )
        for person in people
    )


def test_first_thirty_days_stay_when_names_go(plant, client_of, editor) -> None:
    people = [make_person(department=plant) for _ in range(8)]
    page = old_page(40)
    viewed(people[:6], page, 38)
    assert forget_names_of_old_views(TODAY) == 6
    reach = reach_of(page)
    assert reach.period == Period.FIRST
    assert (reach.total.people, reach.total.readers) == (9, 6)
    assert [(s.name, s.readers) for s in reach.departments if s.percent is not None] == []
    assert [number for _day, number in reach.days] == [6]
    assert reach.lately.readers == 0
    viewed(people[:5], page, 1)
    reach = reach_of(page)
    assert (reach.total.readers, reach.lately.readers) == (6, 5)
    text = client_of(editor).get(reverse("blog:reach", args=[page.pk])).content.decode()
    assert "67 %" in text
    assert not Event.objects.filter(
        verb=Verb.VIEWED, actor__in=people, created_at__lt=NOW - timedelta(days=31)
    )


def test_numbers_by_department_are_kept_with_small_ones_hidden(plant) -> None:
    office, pair = make_department("Biuro"), make_department("Para")
    people = [make_person(department=plant) for _ in range(8)]
    clerks = [make_person(department=office) for _ in range(6)]
    others = [make_person(department=pair) for _ in range(2)]
    page = old_page(40)
    viewed([*people[:4], *clerks[:3], *others], page, 35)
    forget_names_of_old_views(TODAY)
    kept = {name: readers for name, _people, readers in ReachSnapshot.objects.get().departments}
    assert kept == {"Zakład": 4, "Biuro": None, "Para": None}


def test_views_of_later_days_do_not_count_as_first_and_nothing_is_kept_twice(plant) -> None:
    people = [make_person(department=plant) for _ in range(8)]
    page = old_page(80)
    viewed(people[:5], page, 75)
    viewed(people[5:], page, 40)
    forget_names_of_old_views(TODAY)
    forget_names_of_old_views(TODAY)
    assert ReachSnapshot.objects.get().readers == 5


def test_page_whose_early_names_are_gone_shows_the_last_thirty_days(plant) -> None:
    people = [make_person(department=plant) for _ in range(8)]
    page = old_page(400)
    viewed(people[:5], page, 2)
    Event.objects.create(
        verb=Verb.VIEWED, page_id=page.pk, day=TODAY, created_at=NOW - timedelta(days=390)
    )
    forget_names_of_old_views(TODAY)
    reach = reach_of(page)
    assert reach.period == Period.LATELY
    assert reach.total.readers == 5


def test_report_compares_old_pages_by_their_first_thirty_days(plant) -> None:
    people = [make_person(department=plant) for _ in range(8)]
    page = old_page(40)
    viewed(people[:6], page, 38)
    forget_names_of_old_views(TODAY)
    pages = list(annotated(ContentPage.objects.live()))
    numbers_for(pages)
    assert [(p.addressed, p.readers, p.percent) for p in pages] == [(8, 6, 75)]
