"""Reach: numbers about groups, never names; reports, newsletters and translations."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data

from blog.care.links import broken_links
from blog.care.models import Review
from blog.newsletters.models import Newsletter, NewsletterDelivery, NewsletterItem
from blog.newsletters.rendering import render
from blog.newsletters.sending import due, send
from blog.pages.models import Campaign, GuidePage, NewsPage, PageAudience
from blog.pages.translations import state_of
from blog.reading.comparing import reach_of_campaign
from blog.reading.reach import reach_of
from social.activity.actions import record_view
from social.notifications.mail import outbox
from social.people.audiences import rebuild
from tests.blog.admin import inline_formset
from tests.blog.reaching import people_of, told
from tests.factories import (
    make_audience,
    make_department,
    make_guide,
    make_news,
    make_person,
    restrict,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def test_author_and_editor_see_reach_and_others_do_not(
    client_of, employee, colleague, editor
) -> None:
    page = make_news(author=employee)
    people_of(make_department("Zakład"), 6)
    url = reverse("blog:reach", args=[page.pk])
    assert client_of(colleague).get(url).status_code == 403
    for person in (employee, editor):
        text = client_of(person).get(url).content.decode()
        assert "Nowak" not in text
    assert client_of(employee).get(reverse("blog:reach", args=[999999])).status_code == 404


def test_owner_outside_the_audience_sees_reach_and_others_no_page(
    client_of, employee, editor, community_manager
) -> None:
    page = make_news(owner=editor)
    restrict(page, "Board")
    url = reverse("blog:reach", args=[page.pk])
    response = client_of(editor).get(url)
    assert response.status_code == 200
    assert f'href="{page.url}"' not in response.content.decode()
    assert client_of(employee).get(url).status_code == 404
    assert client_of(community_manager).get(url).status_code == 404


def test_reach_costs_the_same_with_twice_the_readers() -> None:
    page = make_news()
    counts = []
    for _round in range(2):
        for reader in people_of(make_department(), 6):
            record_view(reader, page)
        with CaptureQueriesContext(connection) as queries:
            reach_of(page)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_campaign_takes_its_pages_together() -> None:
    people = people_of(make_department(), 20)
    campaign = Campaign.objects.create(name="Bezpieczna zima")
    pages = [make_news(campaign=campaign), make_news(campaign=campaign)]
    for page, number in zip(pages, (5, 15), strict=True):
        for reader in people[:number]:
            record_view(reader, page)
        told(page)
    reach = reach_of_campaign(campaign)
    assert [page.readers for page in reach.pages] == ["około 25 %", "około 75 %"]
    assert reach.readers == "około 50 %"


# Reports --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["reach", "care", "translation"])
def test_reports_open_and_export_for_editors_only(client_of, editor, employee, name) -> None:
    make_guide("Urlopy")
    make_news("Piknik")
    url = reverse(f"blog_{name}_report")
    client = client_of(editor)
    assert client.get(url).status_code == 200
    assert client_of(employee).get(url).status_code in {302, 403}
    for form in ("csv", "xlsx"):
        assert client.get(url, {"export": form}).status_code == 200


def test_reach_report_filters_by_campaign(client_of, editor) -> None:
    campaign = Campaign.objects.create(name="Zima")
    make_news("W kampanii", campaign=campaign)
    make_news("Poza nią")
    text = client_of(editor).get(reverse("blog_reach_report"), {"campaign": campaign.pk}).content
    assert "W kampanii" in text.decode()
    assert "Poza nią" not in text.decode()


def test_care_report_finds_what_is_wrong(client_of, editor, employee) -> None:
    overdue = make_guide("Przeterminowany", caretaker=employee, review_months=6)
    Review.objects.filter(page_id=overdue.pk).update(next_on="2020-01-01")
    read = make_guide("Czytany", caretaker=employee)
    record_view(employee, read)
    gone = make_guide("Zniknie")
    linking = make_guide("Z linkiem")
    linking.body = [("text", f'<p><a linktype="page" id="{gone.pk}">tam</a></p>')]
    linking.save_revision().publish()
    gone.unpublish()
    assert broken_links() == {linking.pk: 1}
    client, url = client_of(editor), reverse("blog_care_report")
    assert "Pod opieką:" not in client.get(url).content.decode()

    def titles(state: str) -> set[str]:
        response = client.get(url, {"state": state})
        return {page.title for page in response.context["object_list"]}

    assert titles("overdue") == {"Przeterminowany"}
    assert titles("ownerless") == {"Z linkiem"}
    assert titles("unread") == {"Przeterminowany", "Z linkiem"}
    assert titles("broken") == {"Z linkiem"}


# Translations ---------------------------------------------------------------------------------


def test_translation_falls_behind_and_catches_up(client_of, editor) -> None:
    page = make_news("Piknik")
    url = reverse("simple_translation:submit_page_translation", args=[page.pk])
    english_locale = Locale.objects.get(language_code="en")
    response = client_of(editor).post(url, {"locales": [english_locale.pk]})
    assert response.status_code == 302
    english = page.get_translation(english_locale).specific
    english.title = "Picnic"
    english.save_revision().publish()
    assert not state_of(english).is_outdated
    page.title = "Piknik w sobotę"
    page.save_revision().publish()
    english = NewsPage.objects.get(pk=english.pk)
    assert state_of(english).is_outdated
    text = client_of(editor).get(reverse("wagtailadmin_pages:edit", args=[english.pk])).content
    assert "Piknik w sobotę" in text.decode()
    english.says_the_same = False
    english.save_revision().publish()
    assert state_of(english).is_outdated
    english.says_the_same = True
    english.save_revision().publish()
    assert not state_of(NewsPage.objects.get(pk=english.pk)).is_outdated


def test_reader_is_told_when_only_the_other_language_exists(client_of, employee) -> None:
    page = make_news("Piknik")
    employee.language = "en"
    employee.save()
    client = client_of(employee)
    assert "only in this language" in client.get(page.url).content.decode()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Picnic"
    english.save_revision().publish()
    text = client.get(page.url).content.decode()
    assert "only in this language" not in text
    assert "Picnic" in text


def test_translation_of_a_restricted_page_is_restricted_too(editor) -> None:
    from social.subjects.access import can_see

    department = make_department()
    member, outsider = make_person(department=department), make_person()
    audience = make_audience(departments=[department])
    rebuild()
    page = make_news("Premia", restricted=True)
    PageAudience.objects.create(page=page, audience=audience)
    NewsPage.objects.get(pk=page.pk).save_revision().publish()
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    english.refresh_from_db()
    assert can_see(member, english)
    assert not can_see(outsider, english)


# Newsletters ----------------------------------------------------------------------------------


@pytest.fixture
def newsletter():
    department = make_department("Zakład")
    people_of(department, 3)
    audience = make_audience("Załoga", departments=[department])
    rebuild()
    made = Newsletter.objects.create(
        subject_pl="Tydzień w firmie",
        subject_en="The week",
        intro_pl="Dzień dobry!",
        audience=audience,
        send_at=NOW - timedelta(minutes=1),
    )
    NewsletterItem.objects.create(newsletter=made, page=make_news("Piknik", lead="W sobotę."))
    return Newsletter.objects.get(pk=made.pk)


def test_newsletter_has_its_style_inline_and_a_plain_text(newsletter, editor) -> None:
    html, text = render(newsletter, editor, "pl")
    assert 'style="' in html
    assert "Piknik" in html
    assert "W sobotę." in text
    assert "<" not in text


def test_each_reader_gets_what_they_may_see_in_their_language_once(newsletter) -> None:
    secret = make_news("Tylko zarząd")
    restrict(secret, "Board")
    NewsletterItem.objects.create(newsletter=newsletter, page=secret)
    reader = newsletter.audience.current_members().first()
    reader.language = "en"
    reader.save()
    assert list(due()) == [newsletter]
    assert send(newsletter) == 3
    assert outbox.send_waiting() == 3
    assert sorted(message.subject for message in mail.outbox) == [
        "The week",
        *["Tydzień w firmie"] * 2,
    ]
    assert not any("Tylko zarząd" in message.body for message in mail.outbox)
    assert send(newsletter) == 0
    assert NewsletterDelivery.objects.count() == 3
    assert list(due()) == []


def test_editor_previews_tests_and_schedules(client_of, editor, newsletter) -> None:
    client = client_of(editor)
    edit = reverse("wagtailsnippets_newsletters_newsletter:edit", args=[newsletter.pk])
    assert client.get(edit).status_code == 200
    client.post(reverse("blog_newsletter_test", args=[newsletter.pk]))
    assert mail.outbox[0].to == [editor.email]
    form = {
        "subject_pl": "Nowy",
        "subject_en": "New",
        "intro_pl": "",
        "intro_en": "",
        "audience": str(newsletter.audience_id),
        "send_at": "2030-01-01 08:00",
        "items": inline_formset([{"page": str(make_news().pk)}]),
    }
    add = reverse("wagtailsnippets_newsletters_newsletter:add")
    response = client.post(add, nested_form_data(form))
    assert response.status_code == 302, response.context["form"].errors
    preview = reverse(
        "wagtailsnippets_newsletters_newsletter:preview_on_edit", args=[newsletter.pk]
    )
    assert client.get(preview).status_code == 200


def test_newsletter_that_went_out_cannot_be_changed(client_of, editor, newsletter) -> None:
    send(newsletter)
    edit = reverse("wagtailsnippets_newsletters_newsletter:edit", args=[newsletter.pk])
    form = {
        "subject_pl": "Zmieniony",
        "subject_en": "Changed",
        "intro_pl": "",
        "intro_en": "",
        "audience": str(newsletter.audience_id),
        "send_at": "",
        "items": inline_formset([{"page": str(make_news().pk)}]),
    }
    client_of(editor).post(edit, nested_form_data(form))
    assert Newsletter.objects.get().subject_pl == "Tydzień w firmie"
    assert GuidePage.objects.count() == 0


def test_employee_sends_no_newsletters(client_of, employee, newsletter) -> None:
    url = reverse("blog_newsletter_test", args=[newsletter.pk])
    assert client_of(employee).post(url).status_code in {302, 403}
    assert mail.outbox == []


def test_campaign_shows_its_reach_in_the_admin(client_of, editor) -> None:
    people = people_of(make_department(), 20)
    campaign = Campaign.objects.create(name="Zima")
    page = make_news("W kampanii", campaign=campaign)
    for reader in people[:10]:
        record_view(reader, page)
    told(page)
    url = reverse("wagtailsnippets_pages_campaign:edit", args=[campaign.pk])
    text = client_of(editor).get(url).content.decode()
    assert "W kampanii" in text
    assert "około 50 %" in text
