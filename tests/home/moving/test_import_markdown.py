"""Importing a folder: pages, links, media, redirects, and doing it again."""

import hashlib
import io
import struct
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from draftjs_exporter.dom import DOM
from PIL import Image as Picture
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection

from blog.pages.models import ContentPage, GuideIndexPage, GuidePage, KnowledgePage
from home.moving.anchors import AnchoredPageLinkElementHandler, anchored_link_entity
from home.moving.models import ImportedFile
from home.moving.write import _fill as fill_page
from tests.factories import make_guide, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def section(db: None) -> GuideIndexPage:
    return GuideIndexPage.objects.get(locale__language_code="pl")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "wiki"
    (root / "urlopy").mkdir(parents=True)
    (root / "start.md").write_text(
        "---\ntitle: Początek\ntags: [Kadry, Nowe]\ndate: 2024-05-06\nsubtitle: Krótko.\n"
        "redirect_from: /stary-adres/\n---\n\nZobacz [urlopy](urlopy/) i "
        "[plan](urlopy/plan.md#jak-to-działa) albo [wzór](wzor.pdf).\n\n![Hala](hala.png)\n",
        encoding="utf-8",
    )
    (root / "urlopy/plan.md").write_text(
        "# Plan\n\n## Zasady\n\nTekst.\n\n## Jak to działa\n\n[Wróć](../start.md).\n",
        encoding="utf-8",
    )
    (root / "wzor.pdf").write_bytes(b"%PDF-1.4 wzor")
    buffer = io.BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    (root / "hala.png").write_bytes(buffer.getvalue())
    return root


def run(folder: Path, *options: str, under: str = "/pl/poradniki/") -> str:
    out = io.StringIO()
    call_command("import_markdown", str(folder), "--under", under, *options, stdout=out)
    return out.getvalue()


def page_of(key: str) -> Any:
    return ImportedFile.objects.get(key=key).page.specific


def test_files_become_published_guides_in_a_tree(folder: Path, section: GuideIndexPage) -> None:
    report = run(folder)
    start, chapter, plan = page_of("start.md"), page_of("urlopy/"), page_of("urlopy/plan.md")
    assert isinstance(start, GuidePage)
    assert start.title == "Początek"
    assert start.lead == "Krótko."
    assert start.live
    assert start.first_published_at.date().isoformat() == "2024-05-06"
    assert {topic.name for topic in start.topics.all()} == {"Kadry", "Nowe"}
    assert chapter.title == "Urlopy"
    assert plan.get_parent().pk == chapter.pk
    assert chapter.get_parent().pk == section.pk
    assert "2 created" in report
    assert "Created:\n  start.md\n  urlopy/plan.md" in report
    assert "0 links lead nowhere" in report
    assert GuidePage.find_problems() == ([], [], [], [], [])


def test_links_lead_to_pages_headings_and_documents(
    folder: Path, client_of: Any, employee: Any
) -> None:
    run(folder)
    start, chapter, plan = page_of("start.md"), page_of("urlopy/"), page_of("urlopy/plan.md")
    document = get_document_model().objects.get()
    text = start.body.raw_data[0]["value"]
    assert f'<a linktype="page" id="{chapter.pk}">urlopy</a>' in text
    assert f'linktype="page" id="{plan.pk}" fragment="jak-to-dziaa"' in text
    assert f'linktype="document" id="{document.pk}"' in text
    html = client_of(employee).get(start.url).content.decode()
    assert f'href="{plan.url}#jak-to-dziaa"' in html
    assert 'id="jak-to-dziaa"' in client_of(employee).get(plan.url).content.decode()


def test_a_link_follows_a_page_that_is_renamed(folder: Path, client_of: Any, employee: Any) -> None:
    run(folder)
    plan = page_of("urlopy/plan.md")
    plan.slug = "nowy-plan"
    plan.save_revision().publish()
    html = client_of(employee).get(page_of("start.md").url).content.decode()
    assert "nowy-plan/#jak-to-dziaa" in html


def test_pictures_keep_their_words_and_are_stored_once(folder: Path) -> None:
    (folder / "copy.png").write_bytes((folder / "hala.png").read_bytes())
    (folder / "two.md").write_text("![Ta sama](copy.png)")
    run(folder)
    image = get_image_model().objects.get()
    block = page_of("start.md").body.raw_data[1]
    assert block["type"] == "image"
    assert block["value"] == {"image": image.pk, "decorative": False, "alt_text": "Hala"}
    assert image.collection.name == "wiki"


def test_old_addresses_redirect_to_the_page(folder: Path, client_of: Any, employee: Any) -> None:
    run(folder)
    redirect = Redirect.objects.get()
    assert (redirect.old_path, redirect.redirect_page.pk) == (
        "/stary-adres",
        page_of("start.md").pk,
    )
    response = client_of(employee).get("/stary-adres/")
    assert response.status_code == 301
    assert response.url.endswith(page_of("start.md").url)


def test_a_second_run_creates_nothing_and_updates_what_changed(folder: Path) -> None:
    run(folder)
    before = set(ContentPage.objects.values_list("pk", flat=True))
    assert "2 unchanged" in run(folder)
    (folder / "urlopy/plan.md").write_text("# Plan 2026\n\n## Jak to działa\n\nInaczej.\n")
    report = run(folder)
    assert "1 updated, 1 unchanged" in report
    assert page_of("urlopy/plan.md").title == "Plan 2026"
    assert set(ContentPage.objects.values_list("pk", flat=True)) == before
    assert get_image_model().objects.count() == 1
    assert Redirect.objects.count() == 1


def test_a_link_heals_when_its_file_comes(folder: Path) -> None:
    (folder / "a.md").write_text("[b](b.md)")
    assert "a.md: b.md (no such page or file in the folder)" in run(folder)
    (folder / "b.md").write_text("jest")
    report = run(folder)
    assert "1 created, 1 updated" in report
    assert f'id="{page_of("b.md").pk}"' in page_of("a.md").body.raw_data[0]["value"]


def test_edits_in_wagtail_stay_until_the_file_changes(folder: Path) -> None:
    run(folder)
    page = page_of("start.md")
    page.lead = "Poprawione ręcznie"
    page.save_revision().publish()
    ImportedFile.objects.update(written_at="2024-01-01T00:00Z")
    run(folder)
    assert page_of("start.md").lead == "Poprawione ręcznie"
    (folder / "start.md").write_text("---\ntitle: Nowy\n---\nInny")
    assert "over edits made in Wagtail" in run(folder)
    assert page_of("start.md").title == "Nowy"


def test_bad_files_are_named_with_the_reason_and_the_rest_goes_in(folder: Path) -> None:
    (folder / "broken.md").write_text("---\ntitle: [x\n---\ny")
    (folder / "latin.md").write_bytes("zażółć".encode("cp1250"))
    (folder / "page.html").write_text("<p>no</p>")
    (folder / "leak.md").write_text("[x](../../secret.md) ![y](../secret.png) ![z](none.png)")
    (folder / "fake.png").write_text("not a picture")
    (folder / "fake.md").write_text("![f](fake.png) ![p](start.md)")
    (folder / "bomb.png").write_bytes(picture_that_claims(60_000, 60_000))
    (folder / "bomb.md").write_text("---\ndate: next Tuesday\n---\n![b](bomb.png)")
    report = run(folder)
    for words in (
        "broken.md (front matter in line",
        "latin.md (not UTF-8: byte 0x",
        "page.html (a template or web page, not Markdown)",
        "leak.md: ../../secret.md (it leads out of the folder)",
        "leak.md: ../secret.png (it leads out of the folder)",
        "leak.md: none.png (picture: no such file in the folder)",
        "fake.md: fake.png (picture: not a picture",
        "fake.md: start.md (a page, not a picture)",
        "bomb.md: bomb.png (picture: a picture of too many pixels)",
        "bomb.md: date: next Tuesday (not a date",
        "5 created, 3 skipped",
    ):
        assert words in report


def picture_that_claims(width: int, height: int) -> bytes:
    """A small PNG whose head promises a picture of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def test_one_file_that_cannot_be_written_does_not_keep_the_others_out(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(job: Any, node: Any, resolver: Any) -> None:
        if node.file == "start.md":
            raise ValueError("unforeseen")
        fill_page(job, node, resolver)

    monkeypatch.setattr("home.moving.write._fill", fill)
    report = run(folder)
    assert "start.md (could not be written: unforeseen)" in report
    assert page_of("urlopy/plan.md").live
    assert not page_of("start.md").live
    monkeypatch.undo()
    assert "1 created, 1 unchanged" in run(folder)


def test_tags_in_one_line_are_several_topics(folder: Path) -> None:
    (folder / "start.md").write_text("---\ntags: Kadry, BHP\n---\nTekst")
    run(folder)
    assert {topic.name for topic in page_of("start.md").topics.all()} == {"Kadry", "BHP"}


def test_a_picture_that_others_may_not_see_is_not_used_for_everybody(folder: Path) -> None:
    board = Collection.get_first_root_node().add_child(name="Zarząd")
    hidden = (folder / "hala.png").read_bytes()
    kept = get_image_model().objects.create(
        title="Plan", file=ImageFile(io.BytesIO(hidden), name="plan.png"), collection=board
    )
    kept.file_hash = hashlib.sha1(hidden, usedforsecurity=False).hexdigest()
    kept.save()
    run(folder)
    assert page_of("start.md").body.raw_data[1]["value"]["image"] != kept.pk


def test_a_file_that_breaks_later_keeps_its_page_and_its_chapters(folder: Path) -> None:
    (folder / "urlopy/index.md").write_text("# Urlopy\n\nWstęp.")
    run(folder)
    before = page_of("urlopy/").body.raw_data[0]["value"]
    (folder / "urlopy/index.md").write_text("---\ntitle: [\n---\n")
    report = run(folder)
    assert "urlopy/index.md (front matter" in report
    assert page_of("urlopy/").body.raw_data[0]["value"] == before
    assert page_of("urlopy/plan.md").get_parent().pk == page_of("urlopy/").pk


def test_a_folder_that_comes_beside_its_file_keeps_the_page(folder: Path) -> None:
    run(folder)
    page = page_of("start.md")
    (folder / "start").mkdir()
    (folder / "start/more.md").write_text("Więcej")
    run(folder)
    assert page_of("start/").pk == page.pk
    assert page_of("start/more.md").get_parent().pk == page.pk


def test_an_interrupted_import_shows_nothing_half_done_and_goes_on(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def interrupted(job: Any, node: Any, resolver: Any) -> None:
        if done:
            raise KeyboardInterrupt
        fill_page(job, node, resolver)
        done.append(node.key)

    monkeypatch.setattr("home.moving.write._fill", interrupted)
    with pytest.raises(CommandError, match="Run the same command again"):
        run(folder)
    assert ContentPage.objects.live().count() == 1
    assert GuidePage.find_problems() == ([], [], [], [], [])
    monkeypatch.undo()
    total = ContentPage.objects.count()
    report = run(folder)
    assert "created" in report
    assert ContentPage.objects.live().count() == ContentPage.objects.count() == total


def test_knowledge_goes_flat_under_a_project(folder: Path) -> None:
    project = make_project("Wdrożenie")
    (folder / "urlopy/plan.md").write_text("---\nkind: decision\n---\nTak.")
    run(folder, "--as", "knowledge", under=str(project.pk))
    kinds = {page.slug: page.kind for page in KnowledgePage.objects.child_of(project)}
    assert kinds == {"start": "reference", "plan": "decision"}


def test_two_folders_with_the_same_names_do_not_mix(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "start.md").write_text("# Inny początek")
    run(folder)
    run(other)
    pages = {page.source: page.page.slug for page in ImportedFile.objects.filter(key="start.md")}
    assert pages == {"wiki": "start", "other": "start-2"}


def test_a_page_that_was_there_is_never_taken_over(folder: Path) -> None:
    mine = make_guide("Mój", slug="start")
    run(folder)
    mine.refresh_from_db()
    assert mine.title == "Mój"
    assert page_of("start.md").slug == "start-2"


def test_the_command_says_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is not a folder"):
        run(tmp_path / "none")
    with pytest.raises(CommandError, match="No page is"):
        run(folder, under="/pl/nigdzie/")
    with pytest.raises(CommandError, match="takes no pages of the type"):
        run(folder, "--as", "knowledge")
    with pytest.raises(CommandError, match="Nobody has the e-mail address"):
        run(folder, "--author", "nobody@example.com")


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    assert "Początek" in run(folder, "--dry-run")
    assert not ImportedFile.objects.exists()


def test_the_editor_keeps_the_anchor_of_a_page_link() -> None:
    page = make_guide()
    handler = AnchoredPageLinkElementHandler("LINK")
    data = handler.get_attribute_data({"id": str(page.pk), "fragment": "x"})
    assert data["fragment"] == "x"
    DOM.use(DOM.STRING)
    element = anchored_link_entity({**data, "children": "słowa"})
    html = DOM.render(element)
    for part in (f'id="{page.pk}"', 'fragment="x"', 'linktype="page"', ">słowa</a>"):
        assert part in html


def test_titles_and_days_that_no_page_takes_are_made_fit_and_named(section, tmp_path) -> None:
    root = tmp_path / "wiki"
    root.mkdir()
    head = "---\ntitle: {}\ndate: {}\ntags: [{}]\n---\n\nTekst.\n"
    files = {
        "a.md": head.format('"Ko\\0d\\u202e wejścia"', "9999-12-31", '"\\u200b"'),
        "b.md": head.format('"\\u200b"', "0001-01-01", '"' + "x" * 300 + '"'),
        "c.md": head.format("Dobra", "2024-05-06", "Kadry"),
    }
    for name, text in files.items():
        (root / name).write_text(text, encoding="utf-8")
    said = run(root)
    assert said.count("not a date") == 2
    titles = set(GuidePage.objects.child_of(section).values_list("title", flat=True))
    assert {"Kod wejścia", "B", "Dobra"} <= titles
    for page in GuidePage.objects.child_of(section):
        page.full_clean()


def test_a_file_without_a_page_keeps_no_other_out(section, folder, monkeypatch) -> None:
    from home.moving import write

    ensure = write._ensure_page

    def stumble(job, node):
        if node.file == "start.md":
            raise ValueError("nothing that could be stored")
        ensure(job, node)

    monkeypatch.setattr(write, "_ensure_page", stumble)
    said = run(folder)
    assert "start.md (could not be written: nothing that could be stored)" in said
    assert GuidePage.objects.filter(title="Plan").exists()
