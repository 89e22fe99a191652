"""Helpers of tests about reach: people, pages published for them, and time that has passed."""

from datetime import timedelta

from django.utils import timezone
from wagtail.models import Page

from blog.pages.models import NewsPage, PageAudience
from blog.reading.reach import event_of, reach_of, release_due
from social.activity.models import Event, Verb
from social.analytics.models import Enrolment
from social.analytics.release import words
from social.people.audiences import rebuild
from tests.factories import make_audience, make_news, make_person

NOW = timezone.now()


def people_of(department, number: int) -> list:
    return [make_person(department=department) for _ in range(number)]


def aged(page, days: int) -> None:
    """As if the page had been published so many days ago, and its views an hour later."""
    then = NOW - timedelta(days=days)
    Page.objects.filter(translation_key=page.translation_key).update(first_published_at=then)
    Event.objects.filter(page_id=page.pk, verb=Verb.VIEWED).update(
        created_at=then + timedelta(hours=1)
    )
    Enrolment.objects.filter(event=event_of(page)).update(since=then)


def told(page, days: int = 31):
    aged(page, days)
    release_due()
    return reach_of(page)


def shown(bars) -> dict[str, str]:
    return {name: words(share) for name, share in bars.shares}


def addressed_to(*departments) -> NewsPage:
    """A page for departments, published as editors do."""
    audience = make_audience(departments=list(departments))
    rebuild()
    page = make_news(live=False)
    PageAudience.objects.create(page=page, audience=audience)
    page = NewsPage.objects.get(pk=page.pk)
    page.save_revision().publish()
    return NewsPage.objects.get(pk=page.pk)
