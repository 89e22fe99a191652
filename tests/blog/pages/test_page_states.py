"""Every page type opens in every state that its editors and readers meet it in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html

from blog.events.models import EventIndexPage, EventPage
from blog.onboarding.models import OnboardingPathPage
from blog.pages.models import (
    ContentPage,
    GuideIndexPage,
    GuidePage,
    KnowledgePage,
    NewsPage,
    ProjectPage,
)
from blog.pages.models.base import SectionPage
from blog.questions.models import QuestionPage
from home.start.models import HomePage
from tests.blog.admin import streamfield, words
from tests.factories import make_guide, make_page, make_person, make_project, restrict

pytestmark = pytest.mark.django_db


def make(model: Any, **fields: Any) -> Page:
    """A page of that type in its place, with somebody in its relations."""
    soon = timezone.now() + timedelta(days=3)
    if model is EventPage:
        fields |= {
            "starts_at": soon,
            "ends_at": soon + timedelta(hours=2),
            "sign_up": True,
            "place": "Hala",
        }
        fields["parent"] = EventIndexPage.objects.get(locale__language_code="pl")
    elif model is KnowledgePage:
        fields["parent"] = make_project()
    elif model is OnboardingPathPage:
        fields["parent"] = GuideIndexPage.objects.get(locale__language_code="pl")
    elif model is ProjectPage:
        fields["members"] = [make_person(), make_person(is_active=False)]
    elif model is GuidePage:
        fields["contributors"] = [make_person()]
    page = make_page(model, text="Treść", topics=("BHP",), **fields)
    page.refresh_from_db()
    return page


CONTENT = sorted(
    (m for m in (NewsPage, GuidePage, ProjectPage, KnowledgePage, EventPage, QuestionPage,
                 OnboardingPathPage)),
    key=lambda model: model.__name__,
)  # fmt: skip


def test_no_page_type_is_forgotten() -> None:
    def below(model: type) -> set[type]:
        return {model, *(m for child in model.__subclasses__() for m in below(child))}

    assert {m for m in below(ContentPage) if m is not ContentPage} == set(CONTENT)


def opens(client: Client, address: str, *, says: str = "") -> None:
    response = client.get(address)
    assert response.status_code == 200, (address, response.status_code)
    assert says in response.content.decode()


def form_of(client: Client, address: str, title: str) -> dict[str, Any]:
    """What the browser would send from a form as it stands, with one paragraph in the body."""
    html = client.get(address).content.decode()
    data = dict(querydict_from_html(html, form_id="page-edit-form").items())
    for name in ("addressed_audiences", "must_reads", "updates", "comments", "steps",
                 "assigned_audiences"):  # fmt: skip
        data |= nested_form_data({name: inline_formset([])})
    body = nested_form_data({"body": streamfield([("text", words("Treść"))])})
    return data | body | {"title": title, "slug": "podglad"}


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
class TestEveryState:
    def test_new_page_is_previewed(self, client_of: Callable, editor: Any, model: Any) -> None:
        client, parent = client_of(editor), make(model).get_parent()
        place = [model._meta.app_label, model._meta.model_name, parent.pk]
        data = form_of(client, reverse("wagtailadmin_pages:add", args=place), "Podgląd nowej")
        if model is EventPage:
            data |= {
                "starts_at": "2027-01-08 10:00",
                "ends_at": "2027-01-08 12:00",
                "sign_up": "on",
            }
            data |= {"place": "Hala"}
        self._previews(client, reverse("wagtailadmin_pages:preview_on_add", args=place), data)

    def test_edited_page_is_previewed(self, client_of: Callable, editor: Any, model: Any) -> None:
        client, page = client_of(editor), make(model)
        data = form_of(client, reverse("wagtailadmin_pages:edit", args=[page.pk]), "Podgląd nowej")
        self._previews(client, reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data)

    def _previews(self, client: Client, address: str, data: dict[str, Any]) -> None:
        answer = client.post(address, data)
        assert answer.status_code == 200
        assert answer.json()["is_valid"], answer.json()
        for query in ("?in_preview_panel=true", "?mode=", ""):
            opens(client, f"{address}{query}", says="Podgląd nowej")

    def test_draft_and_old_versions_are_looked_at(
        self, client_of: Callable, editor: Any, model: Any
    ) -> None:
        client, draft, page = client_of(editor), make(model, live=False), make(model)
        page.title = "Drugie brzmienie"
        page.save_revision(user=editor)
        opens(client, reverse("wagtailadmin_pages:view_draft", args=[draft.pk]))
        for revision in page.revisions.all():
            at = [page.pk, revision.pk]
            opens(client, reverse("wagtailadmin_pages:revisions_view", args=at))
            opens(client, reverse("wagtailadmin_pages:revisions_revert", args=at))
        first = page.revisions.order_by("pk").first()
        between = [page.pk, first.pk, page.latest_revision_id]
        opens(client, reverse("wagtailadmin_pages:revisions_compare", args=between))

    def test_scheduled_page_opens_when_its_moment_has_come(
        self, client_of: Callable, employee: Any, editor: Any, model: Any
    ) -> None:
        page = make(model, live=False)
        page.go_live_at = timezone.now() + timedelta(hours=1)
        page.save_revision(user=editor).publish()
        opens(client_of(editor), reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        revision = page.revisions.get(approved_go_live_at__isnull=False)
        past = timezone.now() - timedelta(minutes=1)
        revision.content |= {"go_live_at": past.isoformat()}
        revision.approved_go_live_at = past
        revision.save()
        call_command("publish_scheduled")
        page.refresh_from_db()
        opens(client_of(employee), page.url)

    def test_alias_and_copy_open_and_are_published_again(
        self, client_of: Callable, employee: Any, editor: Any, model: Any
    ) -> None:
        page = make(model)
        restrict(page, "Editors")
        alias = page.create_alias(update_slug="alias")
        copied = page.copy(update_attrs={"slug": "kopia", "title": "Kopia"}, user=editor)
        for version in (alias, copied):
            opens(client_of(editor), version.url)
            assert client_of(employee).get(version.url).status_code == 404
        copied.specific.save_revision(user=editor).publish()
        assert copied.get_view_restrictions().count() == 1

    def test_translation_opens_in_both_languages(
        self, client_of: Callable, employee: Any, editor: Any, model: Any
    ) -> None:
        page = make(model)
        english = page.copy_for_translation(
            Locale.objects.get(language_code="en"), copy_parents=True
        )
        opens(client_of(editor), reverse("wagtailadmin_pages:view_draft", args=[english.pk]))
        english.save_revision(user=editor).publish()
        english.refresh_from_db()
        for version in (page, english):
            opens(client_of(employee), version.url)

    def test_moved_and_restored_page_opens(
        self, client_of: Callable, employee: Any, editor: Any, model: Any
    ) -> None:
        page = make(model)
        place = {KnowledgePage: make_project, GuidePage: make_guide}.get(model)
        if place:
            page.move(place(), pos="last-child", user=editor)
        first = page.revisions.order_by("pk").first()
        page.title = "Drugie brzmienie"
        page.save_revision(user=editor).publish()
        first.publish(user=editor)
        page = Page.objects.get(pk=page.pk).specific
        page.unpublish(user=editor)
        assert client_of(employee).get(page.url).status_code == 404
        page.save_revision(user=editor).publish()
        opens(client_of(employee), Page.objects.get(pk=page.pk).url)


@pytest.mark.parametrize("model", [*SectionPage.__subclasses__(), HomePage])
def test_sections_open_empty_and_in_preview(client_of: Callable, editor: Any, model: Any) -> None:
    page = model.objects.get(locale__language_code="pl")
    client = client_of(editor)
    opens(client, page.url)
    opens(client, f"{page.url}?page=999")
    opens(client, reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
