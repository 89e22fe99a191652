"""What is scheduled waits: its aliases, its news, its announcements."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.pages.models import NewsPage
from social.activity.models import Event, Verb
from tests.factories import make_news

pytestmark = pytest.mark.django_db


def schedule(page: NewsPage, editor: Any, **changes: Any) -> None:
    """Publish in an hour, as the editor does it."""
    page.go_live_at = timezone.now() + timedelta(hours=1)
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision(user=editor).publish(user=editor)


def let_it_become_time(page: NewsPage) -> None:
    revision = page.revisions.get(approved_go_live_at__isnull=False)
    past = timezone.now() - timedelta(minutes=1)
    revision.content |= {"go_live_at": past.isoformat()}
    revision.approved_go_live_at = past
    revision.save()
    call_command("publish_scheduled")
    page.refresh_from_db()


def verbs_about(page: NewsPage) -> list[str]:
    return list(Event.objects.filter(page=page).order_by("pk").values_list("verb", flat=True))


def test_alias_goes_live_with_its_source_and_not_before(editor) -> None:
    page = make_news("Wyniki", live=False)
    alias = page.create_alias(update_slug="wyniki-2")
    schedule(page, editor)
    alias.refresh_from_db()
    assert not page.live and not alias.live
    let_it_become_time(page)
    alias.refresh_from_db()
    assert page.live and alias.live


def test_alias_shows_the_next_version_when_its_source_does(editor) -> None:
    page = make_news("Wyniki")
    alias = page.create_alias(update_slug="wyniki-2")
    schedule(page, editor, title="Wyniki poprawione")
    alias.refresh_from_db()
    assert alias.title == "Wyniki"
    let_it_become_time(page)
    alias.refresh_from_db()
    assert alias.title == "Wyniki poprawione"


def test_publication_is_news_when_it_happens(editor) -> None:
    page = make_news("Wyniki", live=False)
    schedule(page, editor)
    assert verbs_about(page) == []
    let_it_become_time(page)
    assert verbs_about(page) == [Verb.PUBLISHED]


def test_alias_tells_nobody_what_its_original_has_told(editor) -> None:
    page = make_news("Wyniki")
    alias = page.create_alias(update_slug="wyniki-2")
    page.save_revision(user=editor).publish(user=editor)
    assert verbs_about(page) == [Verb.PUBLISHED, Verb.UPDATED]
    assert verbs_about(alias) == []
