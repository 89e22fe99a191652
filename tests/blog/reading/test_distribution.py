"""Whom pages are for: addressing, restricting, must-reads and their evidence."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate as today
from openpyxl import load_workbook
from wagtail.models import Locale, PageViewRestriction

from blog.pages.models import AlertBanner, NewsIndexPage, NewsPage, PageAudience, PageUpdate
from blog.reading.models import Acknowledgement, MustRead
from blog.reading.must_read import acknowledge, asked_of, version_of
from social.subjects.access import can_see, visible_pages
from tests.blog.admin import find, inline_formset, iso, page_form
from tests.factories import make_news

pytestmark = pytest.mark.django_db


def address(page, *audiences, must_read_by=None) -> None:
    for audience in audiences:
        PageAudience.objects.create(page=page, audience=audience)
        if must_read_by:
            MustRead.objects.create(page=page, audience=audience, due_on=must_read_by)


def publish(page, editor, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision(user=editor)
    revision.publish()
    return type(page).objects.get(pk=page.pk)


def index():
    return NewsIndexPage.objects.get(locale__language_code="pl")


def start(client) -> str:
    return client.get("/pl/").content.decode()


# Addressed and restricted ---------------------------------------------------------------------


def test_addressed_news_is_on_the_start_page_of_its_audience_only(
    client_of, employee, worker, crew
) -> None:
    address(make_news("Nowy grafik"), crew)
    make_news("Dla wszystkich")
    assert "Nowy grafik" in start(client_of(worker))
    text = start(client_of(employee))
    assert "Nowy grafik" not in text
    assert "Dla wszystkich" in text
    assert "Nowy grafik" in client_of(employee).get(index().url).content.decode()


def test_restricted_page_does_not_exist_for_others(client_of, employee, worker, editor, crew):
    page = make_news("Premia")
    address(page, crew)
    page = publish(page, editor, restricted=True)
    assert can_see(worker, page)
    assert not can_see(employee, page)
    assert client_of(employee).get(page.url).status_code == 404
    assert "Premia" not in client_of(employee).get(index().url).content.decode()
    page = publish(page, editor, restricted=False)
    assert can_see(type(employee).objects.get(pk=employee.pk), page)


def test_restriction_follows_people_who_join_the_audience(worker, editor, employee, plant, crew):
    page = make_news("Premia")
    address(page, crew)
    page = publish(page, editor, restricted=True)
    employee.department = plant
    employee.save()
    assert visible_pages(employee).filter(pk=page.pk).exists()


def test_restriction_set_by_hand_survives_publication(editor) -> None:
    from tests.factories import restrict

    page = make_news("Zarząd")
    restrict(page, "Board")
    publish(page, editor)
    names = PageViewRestriction.objects.get(page=page).groups.values_list("name", flat=True)
    assert list(names) == ["Board"]


def test_editor_addresses_restricts_and_publishes_in_the_admin(
    client_of, editor, worker, employee, crew
) -> None:
    form = page_form(
        "Tylko dla załogi",
        slug="zaloga",
        restricted="on",
        addressed_audiences=inline_formset([{"audience": str(crew.pk)}]),
    )
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index().pk])
    response = client_of(editor).post(add, form | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    page = find("Tylko dla załogi")
    assert can_see(worker, page)
    assert not can_see(employee, page)


def test_restricting_without_an_audience_is_refused(client_of, editor) -> None:
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index().pk])
    form = page_form("Dla nikogo", slug="nikt", restricted="on") | {"action-publish": "1"}
    response = client_of(editor).post(add, form)
    assert response.context["form"].errors["restricted"]
    assert not NewsPage.objects.filter(title="Dla nikogo").exists()


def test_audience_in_use_is_not_deleted(client_of, administrator, crew) -> None:
    address(make_news(), crew)
    url = reverse("wagtailsnippets_people_audience:delete", args=[crew.pk])
    client_of(administrator).post(url)
    crew.refresh_from_db()


# Must-read ------------------------------------------------------------------------------------


def test_must_read_stands_on_the_start_page_until_confirmed(client_of, worker, employee, crew):
    page = make_news("Polityka BHP")
    address(page, crew, must_read_by=today() + timedelta(days=5))
    client = client_of(worker)
    assert [asked.page.title for asked in asked_of(worker)] == ["Polityka BHP"]
    assert reverse("blog:acknowledge", args=[page.pk]) in start(client)
    assert client.post(reverse("blog:acknowledge", args=[page.pk])).status_code == 302
    assert asked_of(worker) == []
    assert asked_of(employee) == []
    made = Acknowledgement.objects.get()
    assert (made.person, made.version, made.person_email) == (worker, 1, worker.email)


def test_confirming_twice_counts_once_and_get_confirms_nothing(client_of, worker, crew) -> None:
    page = make_news()
    address(page, crew, must_read_by=today())
    client = client_of(worker)
    url = reverse("blog:acknowledge", args=[page.pk])
    assert client.get(url).status_code == 405
    client.post(url)
    response = client.post(url, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert Acknowledgement.objects.count() == 1


def test_material_change_asks_again_and_a_small_one_does_not(worker, editor, crew) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today())
    page = publish(page, editor)
    acknowledge(worker, page)
    page.updates.add(PageUpdate(kind="minor", note="Literówka"))
    page = publish(page, editor)
    assert asked_of(worker) == []
    page.updates.add(PageUpdate(kind="material", note="Nowy limit"))
    page = publish(page, editor)
    assert version_of(page) == 2
    asked = asked_of(worker)
    assert [item.is_again for item in asked] == [True]
    page = publish(page, editor)
    assert version_of(page) == 2
    acknowledge(worker, page)
    assert asked_of(worker) == []


def test_removing_and_adding_a_material_change_still_asks_again(worker, editor, crew) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today())
    page.updates.add(PageUpdate(kind="material", note="Jedna"))
    page = publish(page, editor)
    acknowledge(worker, page)
    page.updates.set([PageUpdate(kind="material", note="Druga")])
    page = publish(page, editor)
    assert len(asked_of(worker)) == 1


def test_people_who_join_the_audience_later_are_asked_with_days_of_their_own(
    employee, plant, crew
) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today() - timedelta(days=30))
    assert asked_of(employee) == []
    employee.department = plant
    employee.save()
    assert [asked.due_on for asked in asked_of(employee)] == [today() + timedelta(days=14)]


def test_must_read_in_two_languages_is_one(client_of, worker, editor, crew) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today())
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Policy"
    english.save_revision().publish()
    english.refresh_from_db()
    assert not english.must_reads.exists()
    worker.language = "en"
    worker.save()
    assert [asked.page.title for asked in asked_of(worker)] == ["Policy"]
    client_of(worker).post(reverse("blog:acknowledge", args=[english.pk]))
    assert asked_of(worker) == []
    assert Acknowledgement.objects.get().page_id == page.pk


def test_start_page_costs_the_same_with_twice_the_must_reads(client_of, worker, crew) -> None:
    client = client_of(worker)
    counts = []
    for _round in range(2):
        for _number in range(3):
            address(make_news(), crew, must_read_by=today())
        client.get("/pl/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/pl/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_evidence_is_for_those_who_may_publish(client_of, editor, worker, employee, crew) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today())
    acknowledge(worker, page)
    for name in ("blog_must_read", "blog_evidence"):
        url = reverse(name, args=[page.pk])
        assert "Zawada" in client_of(editor).get(url).content.decode()
        response = client_of(employee).get(url)
        assert response.status_code in {302, 403}
        assert "Zawada" not in response.content.decode()


def test_evidence_exports_to_csv_and_xlsx(client_of, editor, worker, crew) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today())
    acknowledge(worker, page)
    url = reverse("blog_evidence", args=[page.pk])
    csv = client_of(editor).get(url, {"export": "csv"})
    assert "Wit Zawada" in b"".join(csv.streaming_content).decode()
    xlsx = client_of(editor).get(url, {"export": "xlsx"})
    content = b"".join(xlsx.streaming_content) if xlsx.streaming else xlsx.content
    rows = list(load_workbook(BytesIO(content)).active.values)
    assert rows[1][0] == "Wit Zawada"
    assert rows[1][2] == 1


def test_evidence_outlives_the_account(client_of, editor, worker, crew) -> None:
    page = make_news("Polityka")
    address(page, crew, must_read_by=today())
    acknowledge(worker, page)
    worker.delete()
    text = client_of(editor).get(reverse("blog_evidence", args=[page.pk])).content.decode()
    assert "Wit Zawada" in text


def test_must_read_without_audience_or_with_a_day_passed_is_refused(client_of, editor, crew):
    add = reverse("wagtailadmin_pages:add", args=["pages", "newspage", index().pk])
    lines = [{"audience": "", "due_on": iso(today()), "days_for_newcomers": "14"}]
    form = page_form("Bez grupy", slug="a", must_reads=inline_formset(lines))
    response = client_of(editor).post(add, form | {"action-publish": "1"})
    assert response.status_code == 200
    past = [{"audience": str(crew.pk), "due_on": "2020-01-01", "days_for_newcomers": "14"}]
    form = page_form("Po czasie", slug="b", must_reads=inline_formset(past))
    response = client_of(editor).post(add, form | {"action-publish": "1"})
    assert response.status_code == 200
    assert not NewsPage.objects.exists()


# Banner, pins, byline, log --------------------------------------------------------------------


def make_banner(**fields) -> AlertBanner:
    now = timezone.now()
    defaults = {
        "text_pl": "Awaria prądu w Pile",
        "text_en": "Power cut in Piła",
        "starts_at": now - timedelta(hours=1),
        "ends_at": now + timedelta(hours=1),
    }
    return AlertBanner.objects.create(**(defaults | fields))


def test_banner_is_up_between_start_and_end_in_the_readers_language(client_of, employee) -> None:
    banner = make_banner()
    employee.language = "en"
    employee.save()
    client = client_of(employee)
    assert "Power cut in Piła" in start(client)
    banner.ends_at = timezone.now() - timedelta(minutes=1)
    banner.save()
    assert "Power cut in Piła" not in start(client)


def test_only_one_banner_at_a_time(client_of, community_manager) -> None:
    make_banner()
    now = timezone.localtime()
    form = {
        "text_pl": "Druga",
        "text_en": "Second",
        "page": "",
        "tone": "info",
        "starts_at": now.strftime("%Y-%m-%d %H:%M"),
        "ends_at": (now + timedelta(days=1)).strftime("%Y-%m-%d %H:%M"),
    }
    url = reverse("wagtailsnippets_pages_alertbanner:add")
    client = client_of(community_manager)
    response = client.post(url, form)
    assert "Awaria prądu w Pile" in response.content.decode()
    assert AlertBanner.objects.count() == 1
    backwards = form | {"starts_at": "2030-01-02 08:00", "ends_at": "2030-01-01 08:00"}
    assert client.post(url, backwards).status_code == 200
    assert AlertBanner.objects.count() == 1


def test_pinned_news_stands_first_until_its_moment(client_of, employee) -> None:
    make_news("Przypięta", pinned_until=timezone.now() + timedelta(days=1))
    make_news("Nowsza")
    response = client_of(employee).get(index().url)
    assert [item.title for item in response.context["items"]] == ["Przypięta", "Nowsza"]
    assert response.content.decode().count("#pin") == 1
    NewsPage.objects.update(pinned_until=timezone.now() - timedelta(minutes=1))
    items = client_of(employee).get(index().url).context["items"]
    assert [item.title for item in items] == ["Nowsza", "Przypięta"]


def test_page_shows_on_whose_behalf_and_what_changed(client_of, employee, colleague) -> None:
    page = make_news("List prezesa", on_behalf_of=colleague)
    PageUpdate.objects.create(page=page, kind="material", note="Dodano terminy")
    text = client_of(employee).get(page.url).content.decode()
    assert "Jan Łącki" in text
    assert "Dodano terminy" in text
