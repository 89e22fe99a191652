"""Reports that compare: what they show, to whom, and that nobody can be computed from them."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import GroupPagePermission, Locale

from blog.care.links import broken_links
from blog.pages.models import Campaign, ContentPage, GuideIndexPage, GuidePage, PageAudience
from blog.reading.comparing import annotated, numbers_for, reach_of_campaigns
from blog.reading.models import MustRead
from blog.reading.must_read import acknowledge
from blog.reading.reach import event_of
from social.activity.actions import record_view
from social.analytics.models import Enrolment
from social.people.audiences import rebuild
from tests.blog.reaching import addressed_to, people_of, shown, told
from tests.factories import (
    make_audience,
    make_department,
    make_guide,
    make_news,
    make_person,
    restrict,
)

pytestmark = pytest.mark.django_db


def sheet(client, name: str) -> list[tuple]:
    response = client.get(reverse(f"blog_{name}_report"), {"export": "xlsx"})
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return list(load_workbook(BytesIO(content)).active.values)


def with_numbers() -> list:
    pages = list(annotated(ContentPage.objects.live()))
    numbers_for(pages)
    return pages


# Nobody can be computed -----------------------------------------------------------------------


def test_people_without_a_department_are_counted_with_the_small_departments() -> None:
    plant, office = make_department("Zakład"), make_department("Biuro")
    workers, clerks = people_of(plant, 20), people_of(office, 12)
    lonely = make_person()
    page = make_news()
    for reader in (*workers[:10], *clerks[:9], lonely):
        record_view(reader, page)
    departments = told(page).departments
    assert shown(departments) == {"Zakład": "około 50 %", "Inne działy": "około 75 %"}


def test_confirmations_are_for_those_who_see_who_has_confirmed(client_of, editor, employee) -> None:
    plant = make_department()
    worker, *_others = people_of(plant, 2)
    audience = make_audience(departments=[plant])
    rebuild()
    page = make_news(author=employee)
    MustRead.objects.create(page=page, audience=audience, due_on=timezone.localdate())
    acknowledge(worker, page)
    url = reverse("blog:reach", args=[page.pk])
    assert client_of(editor).get(url).context["confirmed"] == (1, 2)
    assert client_of(employee).get(url).context["confirmed"] is None
    pages = [p for p in annotated(ContentPage.objects.live()) if p.pk == page.pk]
    for person, number in ((editor, 1), (employee, None)):
        numbers_for(pages, person)
        assert pages[0].confirmations == number


def test_report_hides_pages_for_few_and_counts_only_people_addressed() -> None:
    plant, tiny = make_department(), make_department()
    workers, pair = people_of(plant, 12), people_of(tiny, 2)
    clerks = people_of(make_department(), 6)
    wide, aimed, small = make_news(), addressed_to(plant), addressed_to(tiny)
    for page in (wide, aimed, small):
        for reader in (*workers[:6], *clerks, *pair):
            record_view(reader, page)
        told(page)
    found = {p.pk: p.readers for p in with_numbers()}
    assert found == {wide.pk: "około 70 %", aimed.pk: "około 50 %", small.pk: "–"}


def test_people_who_may_not_open_a_page_are_not_its_public(db) -> None:
    """Nor is a group, whose members somebody chooses, ever told about."""
    department = make_department()
    board = [make_person(department=department, groups=["Board"]) for _ in range(10)]
    people_of(department, 6)
    page = make_news("Budżet", live=False)
    restrict(page, "Board")
    page.save_revision().publish()
    for reader in board[:8]:
        record_view(reader, page)
    enrolment = Enrolment.objects.get(event=event_of(page))
    assert (enrolment.is_named, enrolment.population.size) == (True, 10)
    told(page)
    [found] = with_numbers()
    assert found.readers == "–"


def test_report_costs_the_same_with_twice_the_pages() -> None:
    plant = make_department()
    people = people_of(plant, 6)
    audience = make_audience(departments=[plant])
    rebuild()
    counts = []
    for _round in range(2):
        campaign = Campaign.objects.create(name=f"Kampania {_round}")
        for _page in range(3):
            page = make_news(campaign=campaign)
            PageAudience.objects.create(page=page, audience=audience)
            record_view(people[0], page)
        with CaptureQueriesContext(connection) as queries:
            with_numbers()
            reach_of_campaigns(list(Campaign.objects.all()))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Campaigns ------------------------------------------------------------------------------------


def test_campaigns_are_compared_and_exported(client_of, editor) -> None:
    plant = make_department()
    workers = people_of(plant, 12)
    people_of(make_department(), 8)
    aimed = Campaign.objects.create(name="Dla załogi")
    wide = Campaign.objects.create(name="Dla wszystkich")
    empty = Campaign.objects.create(name="Bez stron")
    first, second = addressed_to(plant), addressed_to(plant)
    ContentPage.objects.filter(pk__in=[first.pk, second.pk]).update(campaign=aimed)
    for page, number in ((first, 6), (second, 9)):
        for reader in workers[:number]:
            record_view(reader, page)
        told(page)
    other = make_news(campaign=wide)
    for reader in workers[:5]:
        record_view(reader, other)
    english = other.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    told(other)
    reached = reach_of_campaigns([aimed, wide, empty])
    assert reached[aimed.pk].readers == "około 65 %"  # half of 50 and 75, in steps of five
    assert reached[wide.pk].readers == "około 25 %"
    assert len(reached[wide.pk].pages) == 1
    assert reached[empty.pk].share is None
    client = client_of(editor)
    text = client.get(reverse("blog_campaign_report")).content.decode()
    assert "Dla załogi" in text
    rows = {row[0]: row for row in sheet(client, "campaign")[1:]}
    assert rows["Dla załogi"][3:5] == (2, "około 65 %")


# Exports and permissions ----------------------------------------------------------------------


def test_exports_hold_the_numbers_of_the_page(client_of, editor, employee) -> None:
    people = people_of(make_department(), 18)
    page = make_news("Piknik")
    for reader in people[:15]:
        record_view(reader, page)
    told(page)
    heading, *rows = sheet(client_of(editor), "reach")
    assert "Piknik" in [row[0] for row in rows]
    assert rows[0][3] == "około 75 %"
    assert len(heading) == 7
    make_guide("Urlopy", caretaker=employee)
    rows = sheet(client_of(editor), "care")[1:]
    assert [(row[0], row[1]) for row in rows] == [("Urlopy", "Ewa Żak")]


def test_reports_show_only_what_one_may_change(client_of, editor) -> None:
    make_news("Nowina")
    make_guide("Poradnik")
    GroupPagePermission.objects.filter(group__name="Editors").delete()
    section = GuideIndexPage.objects.get(locale__language_code="pl")
    from django.contrib.auth.models import Group, Permission

    for name in ("add_page", "change_page"):
        GroupPagePermission.objects.create(
            group=Group.objects.get(name="Editors"),
            page=section,
            permission=Permission.objects.get(content_type__app_label="wagtailcore", codename=name),
        )
    response = client_of(editor).get(reverse("blog_reach_report"))
    assert [page.title for page in response.context["object_list"]] == ["Poradnik"]


# Care -----------------------------------------------------------------------------------------


def test_broken_links_of_a_translation_count_for_the_guide(db) -> None:
    gone = make_guide("Zniknie")
    guide = make_guide("Z linkiem")
    english = guide.copy_for_translation(Locale.objects.get(language_code="en"))
    english.body = [("text", f'<p><a linktype="page" id="{gone.pk}">there</a></p>')]
    english.save_revision().publish()
    assert broken_links() == {}
    gone.delete()
    assert broken_links() == {guide.pk: 1}


def test_broken_links_to_documents_count_and_where_a_guide_comes_from_does_not(db) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.documents.models import Document

    file = SimpleUploadedFile("a.pdf", b"%PDF-1.4")
    document = Document.objects.create(title="Regulamin", file=file)
    source = make_news("Rozmowa")
    guide = make_guide("Z plikiem", written_from=source)
    guide = GuidePage.objects.get(pk=guide.pk)
    other = make_news("Zobacz też")
    guide.body = [
        ("text", f'<p><a id="{document.pk}" linktype="document">plik</a></p>'),
        ("download", {"document": document, "description": ""}),
        ("related_pages", {"title": "", "pages": [other]}),
    ]
    guide.save_revision().publish()
    source.unpublish()
    assert broken_links() == {}
    document.delete()
    assert broken_links() == {guide.pk: 2}
    other.unpublish()
    assert broken_links() == {guide.pk: 3}


def test_care_report_costs_the_same_with_twice_the_guides(client_of, editor, employee) -> None:
    client, counts = client_of(editor), []
    url = reverse("blog_care_report")
    for _round in range(2):
        for _number in range(3):
            make_guide(caretaker=employee)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url, {"state": "ownerless"})
            client.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]
