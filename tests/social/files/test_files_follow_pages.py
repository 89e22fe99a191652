"""A file is served where it is shown: every address of a file, for everybody, wherever it is used."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page
from wagtail.test.utils.form_data import rich_text, streamfield

from social.files.access import may_see_file, visible_files
from social.files.models import FileUse
from tests.blog.admin import page_form
from tests.factories import make_news, make_person, make_project, restrict
from tests.social.files import stage

pytestmark = pytest.mark.django_db
LINKS = ["link", "document-link"]


@pytest.fixture
def insider() -> Any:
    """An editor who sits on the board."""
    return make_person("Iga", "Wtajemniczona", groups=["Editors", "Board"])


@pytest.fixture
def closed_page() -> Any:
    page = make_project("Projekt Północ")
    restrict(page, "Board")
    return page


def publish(page: Any, **fields: Any) -> Any:
    """The page as an editor publishes it anew."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return page


def in_block(page: Any, document: Any, image: Any) -> None:
    blocks = [
        {"type": "download", "value": {"document": document.pk, "description": ""}},
        {"type": "image", "value": {"image": image.pk, "alt_text": "plan", "decorative": False}},
    ]
    publish(page, body=json.dumps(blocks))


def in_rich_text(page: Any, document: Any, image: Any) -> None:
    publish(page, body=[("text", stage.text_with(document) + stage.text_with_picture(image))])


def as_cover(page: Any, document: Any, image: Any) -> None:
    publish(page, cover=image, body=[("text", stage.text_with(document))])


def in_a_draft(page: Any, document: Any, image: Any) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.cover, page.body = image, [("text", stage.text_with(document))]
    page.save_revision()


def in_an_older_revision(page: Any, document: Any, image: Any) -> None:
    as_cover(page, document, image)
    publish(page, cover=None, body=[])


def in_an_alias(page: Any, document: Any, image: Any) -> None:
    as_cover(page, document, image)
    page.refresh_from_db()
    page.create_alias(update_slug="alias-polnoc")


def in_a_copy(page: Any, document: Any, image: Any) -> None:
    as_cover(page, document, image)
    copy = type(page).objects.get(pk=page.pk).copy(update_attrs={"slug": "kopia", "live": False})
    assert copy.get_view_restrictions()


def in_a_translation(page: Any, document: Any, image: Any) -> None:
    as_cover(page, document, image)
    english = Locale.objects.get(language_code="en")
    section = page.get_parent().get_translation(english)
    assert section
    type(page).objects.get(pk=page.pk).copy_for_translation(english)


def unpublished(page: Any, document: Any, image: Any) -> None:
    as_cover(page, document, image)
    page.unpublish()


PLACES = [
    in_block,
    in_rich_text,
    as_cover,
    in_a_draft,
    in_an_older_revision,
    in_an_alias,
    in_a_copy,
    in_a_translation,
    unpublished,
]


@pytest.mark.parametrize("use", PLACES, ids=lambda use: use.__name__)
def test_files_of_a_closed_page_do_not_exist_for_outsiders(
    use: Any, closed_page: Any, insider: Any, editor: Any, employee: Any, client_of: Any
) -> None:
    document, image = stage.make_document(uploader=insider), stage.make_image(uploader=insider)
    for file in (document, image):
        file.tags.add("zqxznak")
    use(closed_page, document, image)
    checked = 0
    for person in (employee, editor):
        client = client_of(person)
        for file in (document, image):
            assert not may_see_file(person, file)
            named = stage.site_addresses(file)
            named += stage.admin_addresses(file) if person is editor else []
            for address in named:
                assert client.get(address).status_code == 404, (person, address)
                checked += 1
            for address in stage.admin_lists(file) if person is editor else []:
                body = client.get(address).content.decode()
                assert stage.SECRET not in body, address
                assert "zqxznak" not in body, address
                checked += 1
    assert checked >= 40


@pytest.mark.parametrize("use", PLACES, ids=lambda use: use.__name__)
def test_files_of_a_closed_page_are_there_for_its_people(
    use: Any, closed_page: Any, insider: Any, administrator: Any, client_of: Any
) -> None:
    document, image = stage.make_document(), stage.make_image()
    use(closed_page, document, image)
    for person in (insider, administrator):
        client = client_of(person)
        for file in (document, image):
            served = stage.site_addresses(file)
            for address in (served[:1] if file is document else served) + stage.admin_addresses(
                file
            ):
                assert client.get(address).status_code == 200, (person, address)
            for address in stage.admin_lists(file)[:-1]:
                response = client.get(address)
                assert response.status_code == 200, address
                # The database's own search learns of rows when they are committed: not in a test.
                if connection.vendor == "sqlite" or "=zqx" not in address:
                    assert stage.SECRET in response.content.decode(), address


def test_readers_of_the_board_get_what_its_live_page_shows(closed_page, client_of) -> None:
    document, image = stage.make_document(), stage.make_image()
    in_block(closed_page, document, image)
    reader = client_of(make_person("Bolesław", groups=["Board"]))
    for address in [*stage.site_addresses(image), document.url]:
        assert reader.get(address).status_code == 200
    in_an_older_revision(closed_page, document, image)
    for address in [*stage.site_addresses(image), document.url]:
        assert reader.get(address).status_code == 404


def test_a_file_shown_on_an_open_page_as_well_is_open(
    closed_page: Any, employee: Any, client_of: Any
) -> None:
    document, image = stage.make_document(), stage.make_image()
    in_block(closed_page, document, image)
    news = make_news("Otwarte")
    in_rich_text(news, document, image)
    client = client_of(employee)
    for address in [*stage.site_addresses(image), document.url]:
        assert client.get(address).status_code == 200
    restrict(news, "Board")
    for address in [*stage.site_addresses(image), document.url]:
        assert client.get(address).status_code == 404


def test_closing_and_opening_a_section_moves_its_files(
    home: Page, employee: Any, client_of: Any
) -> None:
    page = make_news("Otwarte")
    image = stage.make_image()
    publish(page, cover=image)
    address = image.get_rendition("width-20").url
    client = client_of(employee)
    assert client.get(address).status_code == 200
    restriction = restrict(page.get_parent(), "Board")
    assert client.get(address).status_code == 404
    restriction.delete()
    assert client.get(address).status_code == 200


def test_new_uploads_are_for_their_uploader_and_editors(
    editor: Any, insider: Any, employee: Any, client_of: Any
) -> None:
    document = stage.make_document(uploader=insider)
    assert client_of(insider).get(document.url).status_code == 200
    assert client_of(editor).get(document.url).status_code == 200
    assert client_of(employee).get(document.url).status_code == 404


def test_without_a_worker_a_published_file_is_closed_until_the_index_knows(
    closed_page: Any, editor: Any, employee: Any, client_of: Any, settings: Any
) -> None:
    """Wagtail's index is written by a task; until then nobody may find a loophole."""
    backend = settings.TASKS["default"]["BACKEND"].rsplit(".", 2)[0]
    settings.TASKS = {"default": {"BACKEND": f"{backend}.dummy.DummyBackend", "QUEUES": []}}
    secret, open_one = stage.make_image("zqxtajny"), stage.make_image("zqxotwarty")
    publish(closed_page, cover=secret)
    publish(make_news("Otwarte"), cover=open_one)
    for person in (employee, editor):
        assert not may_see_file(person, secret)
    assert not may_see_file(employee, open_one)
    assert may_see_file(editor, open_one)


def test_what_a_deleted_closed_page_showed_stays_closed(
    closed_page: Any, insider: Any, editor: Any, employee: Any, administrator: Any
) -> None:
    image = stage.make_image(uploader=insider)
    news = make_news("Otwarte")
    other = stage.make_image("inny", uploader=insider)
    publish(closed_page, cover=image)
    publish(news, cover=other)
    type(closed_page).objects.get(pk=closed_page.pk).delete()
    type(news).objects.get(pk=news.pk).delete()
    assert [may_see_file(p, image) for p in (employee, editor)] == [False, False]
    assert [may_see_file(p, image) for p in (insider, administrator)] == [True, True]
    assert may_see_file(editor, other)
    key = image.pk
    image.delete()
    assert not FileUse.objects.filter(file_id=key).exists()


def test_a_collection_of_a_group_shows_its_unused_files_to_the_group(employee) -> None:
    board = Collection.get_first_root_node().add_child(name="Zarząd")
    restriction = CollectionViewRestriction.objects.create(
        collection=board, restriction_type="groups"
    )
    reader = make_person("Bolesław", groups=["Board"])
    restriction.groups.set(reader.groups.filter(name="Board"))
    uploader = make_person("Ula")
    document = stage.make_document(collection=board, uploader=uploader)
    assert may_see_file(reader, document)
    assert not may_see_file(employee, document)
    publish(make_news("Otwarte"), body=[("text", stage.text_with(document))])
    assert not may_see_file(employee, document), "restrictions of collections hold in any case"
    project = make_project("Tylko dyrekcja")
    restrict(project, "Direction")
    other = stage.make_document("inny", collection=board, uploader=uploader)
    publish(project, body=[("text", stage.text_with(other))])
    reader = type(reader).objects.get(pk=reader.pk)  # who knows what a request asked about
    assert not may_see_file(reader, other)


def test_answers_are_asked_for_anew_each_time(closed_page, insider, employee, client_of) -> None:
    document, image = stage.make_document(), stage.make_image()
    in_block(closed_page, document, image)
    client = client_of(insider)
    for address in [*stage.site_addresses(image), document.url]:
        first = client.get(address)
        assert first["Cache-Control"] in {"private, no-cache", "no-cache, private"}, address
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        gone = client_of(employee).get(address, headers={"If-None-Match": first["ETag"]})
        assert gone.status_code == 404
    assert Page.objects.filter(pk=closed_page.pk).exists()


def test_nobody_signed_out_gets_a_file(client) -> None:
    image = stage.make_image()
    publish(make_news("Otwarte"), cover=image)
    for address in stage.site_addresses(image):
        assert client.get(address).status_code == 302


def test_queries_stay_the_same_however_many_files_there_are(
    editor: Any, employee: Any, django_assert_num_queries: Any
) -> None:
    def asked(person: Any, queries: int, seen: int) -> None:
        person = type(person).objects.get(pk=person.pk)
        with django_assert_num_queries(queries):
            assert len(visible_files(person, stage.Image)) == seen

    list(visible_files(employee, stage.Image))  # content types are remembered by the process
    for n in range(6):
        page = make_news(f"Wieść {n}")
        publish(page, cover=stage.make_image(f"obraz{n}", uploader=editor))
        if n % 2:
            restrict(page, "Board")
        asked(employee, 4, n // 2 + 1)  # restrictions, collections, rights, and the files
    asked(editor, 5, 6)


def test_the_uploader_or_an_administrator_frees_what_was_replaced(
    closed_page: Any, insider: Any, editor: Any, administrator: Any, client_of: Any
) -> None:
    image = stage.make_image(uploader=insider)
    in_an_older_revision(closed_page, stage.make_document(), image)
    free = reverse("files_free", args=["image", image.pk])
    listing = reverse("files_closed")
    assert client_of(editor).post(free).status_code == 404
    assert stage.SECRET not in client_of(editor).get(listing).content.decode()
    assert stage.SECRET in client_of(administrator).get(listing).content.decode()
    assert not may_see_file(editor, image)
    answer = client_of(insider).post(free, follow=True)
    assert answer.redirect_chain == [(listing, 302)]
    assert may_see_file(editor, image)
    call_command("files", stdout=StringIO())
    assert may_see_file(editor, image), "noting old uses again does not close it again"
    as_cover(closed_page, stage.make_document(), image)
    in_an_older_revision(closed_page, stage.make_document(), image)
    assert not may_see_file(editor, image), "another use closes it again"


def test_what_a_closed_page_shows_now_cannot_be_freed(closed_page, insider, client_of) -> None:
    image = stage.make_image(uploader=insider)
    publish(closed_page, cover=image)
    free = reverse("files_free", args=["image", image.pk])
    assert client_of(insider).post(free).status_code == 404
    assert client_of(insider).get(free).status_code == 405
    assert client_of(insider).post(free.replace("image", "video")).status_code == 404


def test_nobody_puts_a_closed_file_on_a_page_of_ones_own(
    closed_page: Any, editor: Any, insider: Any, client_of: Any
) -> None:
    """The key of a file, written into the form by hand, would show it to whoever wrote it."""
    document, image = stage.make_document(), stage.make_image()
    in_block(closed_page, document, image)
    news = make_news("Otwarte", owner=editor)
    edit = reverse("wagtailadmin_pages:edit", args=[news.pk])
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[news.pk])
    forged = [
        {"cover": image.pk},
        {"body": streamfield([("download", {"document": document.pk, "description": ""})])},
        {"body": streamfield([("text", rich_text(stage.text_with(document), features=LINKS))])},
    ]
    for fields in forged:
        for title in ("Otwarte", ""):  # a form that is wrong is shown again
            form = page_form(title, slug=news.slug, **fields)
            for address in (edit, preview):
                answer = client_of(editor).post(address, {**form, "action-publish": "1"})
                assert stage.SECRET not in answer.content.decode(), (address, fields)
    assert not may_see_file(editor, image)
    assert not may_see_file(editor, document)
    form = page_form("Otwarte", slug=news.slug, **forged[0])
    client_of(insider).post(edit, {**form, "action-publish": "1"})
    assert may_see_file(type(editor).objects.get(pk=editor.pk), image)
    again = page_form("Otwarte dalej", slug=news.slug, **forged[0])
    answer = client_of(editor).post(edit, {**again, "action-publish": "1"})
    assert answer.status_code == 302


def test_attachments_are_asked_for_anew_each_time(employee: Any, client_of: Any) -> None:
    client = client_of(employee)
    upload = reverse("comments:upload", args=[make_news().pk])
    file = SimpleUploadedFile("hala.png", stage.png())
    address = client.post(upload, {"file": file}).json()["url"]
    first = client.get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    other = client_of(make_person("Ola"))
    assert other.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 404
