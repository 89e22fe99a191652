"""Editors at work in Wagtail's admin, through its real views."""

import json
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, Task, Workflow, WorkflowPage

from blog.events.models import EventIndexPage
from blog.pages.models import (
    ApprovalTask,
    GuideIndexPage,
    GuidePage,
    KnowledgePage,
    NewsIndexPage,
    NewsPage,
    ProjectIndexPage,
    ProjectPage,
)
from tests.blog.admin import find, inline_formset, page_form, streamfield, words
from tests.factories import make_guide, make_news, make_project
from tests.html import tight

pytestmark = pytest.mark.django_db


def section(model: type[Page], language: str = "pl") -> Page:
    return model.objects.get(locale__language_code=language)


def add_url(model: type[Page], parent: Page) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk]
    )


def edit_url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


@pytest.fixture
def picture(db: None) -> Image:
    buffer = BytesIO()
    Picture.new("RGB", (800, 600), "teal").save(buffer, "PNG")
    upload = SimpleUploadedFile("hala.png", buffer.getvalue(), "image/png")
    return Image.objects.create(title="Hala", file=upload)


@pytest.fixture
def document(db: None) -> Document:
    return Document.objects.create(
        title="Regulamin", file=SimpleUploadedFile("regulamin.pdf", b"%PDF-1.4", "application/pdf")
    )


def every_block(picture: Image, document: Document, person: Any, page: Page) -> list[Any]:
    image = {"image": str(picture.pk), "alt_text": "Hala w Pile", "decorative": ""}
    table = {
        "column-count": "2",
        "row-count": "1",
        "column-0-type": "text",
        "column-0-heading": "Zmiana",
        "column-0-order": "0",
        "column-0-deleted": "",
        "column-1-type": "number",
        "column-1-heading": "Godziny",
        "column-1-order": "1",
        "column-1-deleted": "",
        "row-0-order": "0",
        "row-0-deleted": "",
        "cell-0-0": words("Ranna"),
        "cell-0-1": "8",
        "caption": "Zmiany",
    }
    return [
        ("text", words("Akapit otwarcia")),
        ("image", image),
        ("gallery", streamlist([image, {**image, "alt_text": "Magazyn"}])),
        ("callout", {"tone": "tip", "title": "Rada", "text": words("Zapytaj Ewę")}),
        (
            "steps",
            streamlist(
                [
                    {
                        "title": "Otwórz zawór",
                        "text": words("Powoli"),
                        "image": {"image": "", "alt_text": ""},
                    }
                ]
            ),
        ),
        ("checklist", {"title": "Przed zmianą", "items": streamlist(["Kask", "Okulary"])}),
        ("table", table),
        ("quote", {"text": "Działa, bo proste", "source": "Jan Łącki"}),
        ("code", {"language": "sh", "code": "make run"}),
        ("download", {"document": str(document.pk), "description": "Wersja 2"}),
        (
            "video",
            {
                "title": "Powitanie",
                "file": "",
                "url": "https://youtu.be/abcdefghijk",
                "transcript": words("Dzień dobry"),
            },
        ),
        ("people", {"title": "Kogo pytać", "people": streamlist([str(person.pk)])}),
        ("related_pages", {"title": "Zobacz też", "pages": streamlist([str(page.pk)])}),
    ]


def streamlist(values: list[Any]) -> dict[str, Any]:
    data: dict[str, Any] = {"count": str(len(values))}
    for number, value in enumerate(values):
        data |= {f"{number}-value": value, f"{number}-deleted": "", f"{number}-order": str(number)}
    return data


@pytest.mark.parametrize(
    ("model", "index"),
    [
        (NewsPage, NewsIndexPage),
        (GuidePage, GuideIndexPage),
        (ProjectPage, ProjectIndexPage),
    ],
)
def test_editor_creates_and_publishes_each_page_type(client_of, editor, model, index) -> None:
    extra = {"status": "active", "start_date": "", "end_date": ""} if model is ProjectPage else {}
    form = page_form("Nowa linia", slug="nowa-linia", **extra) | {"action-publish": "1"}
    client = client_of(editor)
    assert client.get(add_url(model, section(index))).status_code == 200
    response = client.post(add_url(model, section(index)), form)
    assert response.status_code == 302, response.context["form"].errors
    page = find("Nowa linia")
    assert page.live
    assert page.author == editor
    assert "Nowa linia" in client.get(page.url).content.decode()


def test_a_draft_saved_twice_keeps_its_author(client_of, editor) -> None:
    """The form stays open while Wagtail saves by itself, and its empty author with it."""
    client = client_of(editor)
    client.post(add_url(NewsPage, section(NewsIndexPage)), page_form("Próba", slug="proba"))
    page = find("Próba")
    again = page_form("Próba druga", slug="proba", author="") | {"action-publish": "1"}
    assert client.post(edit_url(page), again).status_code == 302
    assert NewsPage.objects.get(pk=page.pk).author == editor


def test_editor_writes_knowledge_below_a_project(client_of, editor) -> None:
    project = make_project("Hala")
    form = page_form("Czego nauczyła nas hala", slug="hala", kind="lesson")
    response = client_of(editor).post(
        add_url(KnowledgePage, project), form | {"action-publish": "1"}
    )
    assert response.status_code == 302
    assert "Czego nauczyła nas hala" in client_of(editor).get(project.url).content.decode()


def test_every_block_can_be_edited_and_is_rendered(
    client_of, editor, colleague, picture, document
) -> None:
    other = make_news("Inna wiadomość")
    body = streamfield(every_block(picture, document, colleague, other))
    form = page_form("Wszystko naraz", slug="wszystko", body=body) | {"action-publish": "1"}
    client = client_of(editor)
    response = client.post(add_url(NewsPage, section(NewsIndexPage)), form)
    assert response.status_code == 302, response.context["form"].errors
    page = find("Wszystko naraz")
    assert len(page.body) == 13
    text = client.get(page.url).content.decode()
    for shown in (
        *("Akapit otwarcia", 'alt="Hala w Pile"', 'alt="Magazyn"', "Zapytaj Ewę", "Otwórz zawór"),
        *("Okulary", "Ranna", "Godziny", "Działa, bo proste", "make run", "Wersja 2"),
        *("youtube-nocookie.com/embed/abcdefghijk", "Dzień dobry", "Jan Łącki", "Inna wiadomość"),
    ):
        assert shown in text, shown
    assert client.get(edit_url(page)).status_code == 200


def test_blocks_whose_things_are_gone_leave_nothing_broken(client_of, employee) -> None:
    film = Document.objects.create(title="Film", file=SimpleUploadedFile("film.mp4", b"x"))
    gone = {"image": 99999, "decorative": True, "alt_text": ""}
    columns = [{"type": "text", "heading": "Zmiana"}, {"type": "number", "heading": "Godziny"}]
    rows = [{"values": ["<p>Nocna</p>", None]}, {"values": ["<p>Ranna</p>", "7.5"]}]
    page = make_news("Po latach")
    page.body = NewsPage.body.field.to_python(
        json.dumps(
            [
                {"type": "table", "value": {"columns": columns, "rows": rows, "caption": ""}},
                {"type": "video", "value": {"title": "Film", "file": film.pk, "url": ""}},
                {"type": "video", "value": {"title": "Link", "url": "https://example.com/x"}},
                {"type": "download", "value": {"document": 99999, "description": ""}},
                {"type": "image", "value": gone},
                {"type": "gallery", "value": [gone, gone]},
                {"type": "people", "value": {"title": "", "people": [99999]}},
                {"type": "related_pages", "value": {"title": "", "pages": [99999]}},
            ]
        )
    )
    page.save_revision().publish()
    text = tight(client_of(employee).get(page.url).content.decode())
    body = text.split('<div class="prose">')[1].split("<footer")[0]
    assert "None" not in body
    assert '<td class="num"></td>' in body
    assert '<td class="num">7,5</td>' in body
    assert f'src="{film.url}"' in body
    assert body.count('class="video-block"') == 1
    assert "<li></li>" not in body


def test_picture_needs_words_for_those_who_cannot_see_it(client_of, editor, picture) -> None:
    image = {"image": str(picture.pk), "alt_text": "", "decorative": ""}
    form = page_form("Bez opisu", slug="bez-opisu", body=streamfield([("image", image)]))
    response = client_of(editor).post(
        add_url(NewsPage, section(NewsIndexPage)), form | {"action-publish": "1"}
    )
    assert response.status_code == 200
    assert response.context["form"].errors["body"]
    assert not Page.objects.filter(title="Bez opisu").exists()


def test_draft_is_kept_and_invisible_until_published(client_of, editor, employee) -> None:
    client = client_of(editor)
    client.post(add_url(NewsPage, section(NewsIndexPage)), page_form("Szkic", slug="szkic"))
    page = find("Szkic")
    assert not page.live
    assert client_of(employee).get(page.get_url()).status_code == 404
    form = page_form("Szkic gotowy", slug="szkic") | {"action-publish": "1"}
    assert client.post(edit_url(page), form).status_code == 302
    assert client_of(employee).get(find("Szkic gotowy").url).status_code == 200
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk]))
    assert history.status_code == 200
    assert page.revisions.count() == 2


def test_scheduled_page_goes_live_at_its_moment(client_of, editor, monkeypatch) -> None:
    form = page_form(
        "Jutro", slug="jutro", go_live_at="2099-01-01 08:00", expire_at="2099-02-01 08:00"
    )
    client = client_of(editor)
    client.post(add_url(NewsPage, section(NewsIndexPage)), form | {"action-publish": "1"})
    page = find("Jutro")
    for day, is_live in (("2098-12-31", False), ("2099-01-02", True), ("2099-02-02", False)):
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        call_command("publish_scheduled")
        page.refresh_from_db()
        assert page.live is is_live, day


def test_end_before_start_is_refused_with_a_reason(client_of, editor) -> None:
    form = page_form("Wstecz", go_live_at="2099-02-01 08:00", expire_at="2099-01-01 08:00")
    response = client_of(editor).post(add_url(NewsPage, section(NewsIndexPage)), form)
    assert {"go_live_at", "expire_at"} <= set(response.context["form"].errors)


def test_editor_locks_and_another_cannot_edit(client_of, editor, community_manager) -> None:
    page = make_news("Zamknięta")
    url = reverse("wagtailadmin_pages:lock", args=[page.pk])
    assert client_of(editor).post(url).status_code == 302
    page.refresh_from_db()
    assert page.locked
    client_of(community_manager).post(edit_url(page), page_form("Zmieniona", slug=page.slug))
    page.refresh_from_db()
    assert page.draft_title == "Zamknięta"


def test_editors_comment_between_themselves(client_of, editor) -> None:
    page = make_news("Do omówienia")
    comment = {
        "text": "Czy to potwierdzone?",
        "position": "",
        "contentpath": "title",
        "id": "",
        "resolved": "",
        "deleted": "",
    }
    comment["replies"] = inline_formset([])
    form = page_form("Do omówienia", slug=page.slug, comments=inline_formset([comment]))
    response = client_of(editor).post(edit_url(page), form)
    assert response.status_code == 302
    assert page.wagtail_admin_comments.get().text == "Czy to potwierdzone?"


def test_accessibility_checker_and_editing_link_are_offered_to_editors(
    client_of, editor, employee
) -> None:
    page = make_news("Dostępna")
    text = client_of(editor).get(page.url).content.decode()
    assert "wagtail-userbar" in text
    assert "axe" in text
    assert "wagtail-userbar" not in client_of(employee).get(page.url).content.decode()


def test_employee_has_no_admin_and_editor_has_no_people_administration(
    client_of, employee, editor
) -> None:
    assert client_of(employee).get("/admin/").status_code in {302, 403}
    assert client_of(employee).get(add_url(NewsPage, section(NewsIndexPage))).status_code in {
        302,
        403,
    }
    assert client_of(editor).get("/admin/").status_code == 200
    assert client_of(editor).get(reverse("wagtailusers_users:index")).status_code == 302


def test_approval_by_editors_is_the_workflow_of_the_whole_tree() -> None:
    assert Workflow.objects.filter(active=True).count() == 1
    task = Task.objects.get()
    assert task.name == Workflow.objects.get().name == "Zatwierdzenie przez redakcję"
    assert isinstance(task.specific, ApprovalTask)
    groups = {group.name for group in task.specific.groups.all()}
    assert groups == {"Editors", "Community managers"}
    assert WorkflowPage.objects.get().page.depth == 1


def test_long_guide_has_contents_and_reading_time_and_neighbours(client_of, employee) -> None:
    first = make_guide("Pierwszy")
    body = [
        ("text", f"<h2>Część {number}</h2><p>{'słowo ' * 300}</p>") for number in ("A", "B", "C")
    ]
    guide = make_guide("Drugi")
    guide.body = body
    guide.save_revision().publish()
    last = make_guide("Trzeci")
    text = client_of(employee).get(guide.url).content.decode()
    assert 'href="#czesc-a"' in text
    assert guide.specific.reading_minutes in {4, 5}
    assert f'href="{first.url}"' in text
    assert f'href="{last.url}"' in text


def test_index_filters_by_topic_year_author_and_paginates(client_of, employee, colleague) -> None:
    for number in range(14):
        make_news(f"Wiadomość {number:02}", topics=("BHP",) if number == 3 else ())
    make_news("Od Jana", author=colleague)
    client = client_of(employee)
    index = section(NewsIndexPage).url
    first = client.get(index)
    assert len(first.context["items"]) == 12
    assert len(client.get(index, {"page": "2"}).context["items"]) == 3
    by_topic = client.get(index, {"topic": "bhp"}).context["items"]
    assert [item.title for item in by_topic] == ["Wiadomość 03"]
    by_author = client.get(index, {"author": colleague.pk}).context["items"]
    assert [item.title for item in by_author] == ["Od Jana"]
    assert not client.get(index, {"year": "1999"}).context["items"]
    for bad in ({"page": "x"}, {"author": "x"}, {"year": "²"}, {"author": "9" * 30}):
        assert client.get(index, bad).status_code == 200


@pytest.mark.parametrize("index", [NewsIndexPage, GuideIndexPage, ProjectIndexPage, EventIndexPage])
def test_every_section_opens_in_both_languages(client_of, employee, index) -> None:
    for language in ("pl", "en"):
        assert client_of(employee).get(section(index, language).url).status_code == 200


def test_index_page_costs_the_same_with_twice_the_pages(client_of, employee) -> None:
    client = client_of(employee)
    index = section(NewsIndexPage).url
    counts = []
    for _round in range(2):
        for _number in range(5):
            make_news(author=employee, topics=("BHP", "Piła"))
        cache.clear()
        client.get(index)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(index)
        counts.append(len(queries))
    assert counts[0] == counts[1]
