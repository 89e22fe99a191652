"""Reach of older pages: names of readers go, what the first 30 days reached stays."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from blog.pages.models import ContentPage
from blog.reading.comparing import annotated, numbers_for
from blog.reading.reach import reach_of
from social.activity.actions import company_day
from social.activity.models import Event, Verb
from social.analytics.models import Release
from social.analytics.refresh import forget_names_of_old_views
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
    people = [make_person(department=plant) for _ in range(19)]
    page = old_page(40)
    viewed(people[:13], page, 38)
    assert forget_names_of_old_views(TODAY) == 13
    reach = reach_of(page)
    assert (reach.state, reach.latest.period, reach.latest.text) == ("shown", "month", "około 65 %")
    viewed(people[13:], page, 1)
    assert reach_of(page) == reach
    text = client_of(editor).get(reverse("blog:reach", args=[page.pk])).content.decode()
    assert "około 65 %" in text
    assert not Event.objects.filter(
        verb=Verb.VIEWED, actor__in=people, created_at__lt=NOW - timedelta(days=31)
    )


def test_numbers_by_department_are_kept_with_small_ones_hidden(plant) -> None:
    office, pair = make_department("Biuro"), make_department("Para")
    people = [make_person(department=plant) for _ in range(20)]
    clerks = [make_person(department=office) for _ in range(12)]
    others = [make_person(department=pair) for _ in range(2)]
    page = old_page(40)
    viewed([*people[:10], *clerks[:6], *others], page, 35)
    forget_names_of_old_views(TODAY)
    departments = reach_of(page).departments
    assert [(name, share.percent) for name, share in departments.shares] == [
        ("Inne działy", 55),
        ("Zakład", 50),
    ]
    assert departments.hidden == 0  # the pair and the office are counted together, always


def test_views_of_later_days_do_not_count_as_first_and_nothing_is_kept_twice(plant) -> None:
    people = [make_person(department=plant) for _ in range(20)]
    page = old_page(80)
    viewed(people[:10], page, 75)
    viewed(people[10:], page, 40)
    forget_names_of_old_views(TODAY)
    forget_names_of_old_views(TODAY)
    assert Release.objects.filter(period="month").count() == 1
    assert reach_of(page).latest.text == "około 50 %"


def test_page_whose_early_names_are_gone_tells_nothing(plant, client_of, editor) -> None:
    """What happens to be left of names would be a number of its own, and another each day."""
    people = [make_person(department=plant) for _ in range(12)]
    page = old_page(400)
    viewed(people[:8], page, 2)
    Event.objects.create(
        verb=Verb.VIEWED, page_id=page.pk, day=TODAY, created_at=NOW - timedelta(days=390)
    )
    forget_names_of_old_views(TODAY)
    assert reach_of(page).state == "waiting"
    text = client_of(editor).get(reverse("blog:reach", args=[page.pk])).content.decode()
    assert "zanim" in text


def test_report_compares_old_pages_by_their_first_thirty_days(plant) -> None:
    people = [make_person(department=plant) for _ in range(20)]
    page = old_page(40)
    viewed(people[:15], page, 38)
    forget_names_of_old_views(TODAY)
    pages = list(annotated(ContentPage.objects.live()))
    numbers_for(pages)
    assert [(p.pk, p.readers) for p in pages] == [(page.pk, "około 75 %")]
