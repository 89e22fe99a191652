"""The text inside documents: every format, hostile files, and who finds what."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from django.core.files.base import ContentFile
from pypdf import PdfWriter
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, ReferenceIndex

from search.extraction.actions import read_document
from search.extraction.models import FileText
from search.extraction.sandbox import extract
from tests.factories import make_news, make_person, restrict
from tests.search.files import pdf_with_text

WORDS = "Zażółć gęślą jaźń"


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def make_docx(path: Path) -> Path:
    document = docx.Document()
    document.add_heading(WORDS)
    document.add_table(1, 1).cell(0, 0).text = "komórka"
    document.save(str(path))
    return path


def make_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.active.append([WORDS, "komórka", 7])
    book.save(path)
    return path


def make_pptx(path: Path) -> Path:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = f"{WORDS} komórka"
    deck.save(str(path))
    return path


def make_odt(path: Path) -> Path:
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    content = (
        f'<o:document-content xmlns:o="{office}" xmlns:t="{text}">'
        f"<t:h>{WORDS}</t:h><t:p>komórka</t:p></o:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)
    return path


def make_eml(path: Path) -> Path:
    message = EmailMessage()
    message["Subject"] = WORDS
    message["From"] = "jan@example.com"
    message.set_content("treść: komórka")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="umowa.pdf")
    return written(path, message.as_bytes())


MAKERS = {
    "docx": make_docx,
    "xlsx": make_xlsx,
    "pptx": make_pptx,
    "odt": make_odt,
    "eml": make_eml,
    "txt": lambda path: written(path, f"{WORDS}\nkomórka".encode("cp1250")),
    "csv": lambda path: written(path, f"{WORDS};komórka"),
    "md": lambda path: written(path, f"---\ntitle: x\n---\n# {WORDS}\n[komórka](https://x.pl)"),
    "html": lambda path: written(
        path, f"<style>p{{}}</style><h1>{WORDS}</h1><p>kom&oacute;rka<script>alert(1)</script>"
    ),
}


@pytest.mark.parametrize("suffix", MAKERS)
def test_it_reads_every_format(tmp_path, suffix) -> None:
    found = extract(MAKERS[suffix](tmp_path / f"plik.{suffix}"), suffix)
    assert WORDS in found.text
    assert "komórka" in found.text
    assert "alert" not in found.text
    assert not found.notes


def test_it_reads_pdf_and_notes_pages_without_text(tmp_path) -> None:
    path = written(tmp_path / "a.pdf", pdf_with_text("Regulamin pracy", empty_pages=2))
    found = extract(path, "pdf")
    assert "Regulamin pracy" in found.text
    assert (found.pages, found.empty_pages) == (3, 2)


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * (400 * 2**20))
    return path


def laughs(path: Path) -> Path:
    """An ODT whose XML entities would grow to gigabytes."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    xml = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><x>&a11;</x>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", xml)
    return path


def locked(path: Path) -> Path:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret", algorithm="RC4-128")
    data = io.BytesIO()
    writer.write(data)
    return written(path, data.getvalue())


@pytest.mark.parametrize(
    ("suffix", "make"),
    [
        ("docx", bomb),
        ("xlsx", bomb),
        ("odt", laughs),
        ("pdf", locked),
        ("pdf", lambda path: written(path, b"%PDF-1.7\n" + b"\xff" * 1000)),
        ("docx", lambda path: written(path, b"not a zip")),
        ("pptx", lambda path: written(path, b"PK\x03\x04broken")),
        ("exe", lambda path: written(path, b"MZ")),
        ("eml", lambda path: written(path, b"\x00" * 5000)),
        ("html", lambda path: written(path, "<div>" * 200_000)),
    ],
)
def test_a_hostile_file_yields_no_text_and_no_exception(tmp_path, suffix, make) -> None:
    found = extract(make(tmp_path / f"x.{suffix}"), suffix)
    assert not found.text.strip("\x00 ")


def test_a_file_that_takes_too_long_or_too_much_memory_is_given_up(tmp_path) -> None:
    path = written(tmp_path / "a.html", "<p>słowo</p>" * 2000)
    assert extract(path, "html", seconds=0).notes == ("slow",)
    with zipfile.ZipFile(tmp_path / "a.odt", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", f"<x><p>{'słowo ' * 10}</p>{'<a/>' * 900_000}</x>")
    assert extract(tmp_path / "a.odt", "odt", megabytes=24).notes in (("memory",), ("crash",))


def upload(name: str, data: bytes, **fields) -> object:
    return get_document_model().objects.create(
        title=fields.pop("title", name), file=ContentFile(data, name=name), **fields
    )


def page_with(document, title="Strona z plikiem"):
    page = make_news(title)
    page.body = [("download", {"document": document})]
    page.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(page)
    return page


@pytest.mark.django_db
def test_a_document_is_found_by_its_text_where_a_page_shows_it(
    client_of, employee, fresh_index
) -> None:
    document = upload("plan.txt", "Harmonogram przeglądu wózków widłowych".encode())
    client = client_of(employee)
    read_document(document)
    fresh_index()
    assert client.get("/search/", {"q": "wózki widłowe"}).context["answer"].total == 0
    page = page_with(document)
    fresh_index()
    (hit,) = client.get("/search/", {"q": "wózki widłowe"}).context["answer"].hits
    assert hit.kind == "document"
    assert "<mark>wózków</mark> <mark>widłowych</mark>" in hit.passage
    assert hit.trail == [(page.title, page.url)]


@pytest.mark.django_db
def test_a_document_of_a_restricted_page_or_collection_is_found_by_its_group_only(
    client_of, employee, fresh_index
) -> None:
    on_page = upload("a.txt", b"kryptonim orzechowiec")
    restrict(page_with(on_page), "Board")
    collection = Collection.get_first_root_node().add_child(name="Zarząd")
    closed = upload("b.txt", b"kryptonim jesion", collection=collection)
    page_with(closed)
    member = make_person(groups=["Board"])
    restriction = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    restriction.groups.set(member.groups.filter(name="Board"))
    for document in (on_page, closed):
        read_document(document)
    fresh_index()
    assert client_of(employee).get("/search/", {"q": "kryptonim"}).context["answer"].total == 0
    assert client_of(member).get("/search/", {"q": "kryptonim"}).context["answer"].total == 2


@pytest.mark.django_db
def test_a_broken_document_costs_a_line_in_the_log(caplog) -> None:
    document = upload("a.pdf", b"broken")
    row = read_document(document)
    assert row.state == FileText.State.FAILED
    assert "a.pdf" in caplog.text or "a_" in caplog.text


@pytest.mark.django_db
def test_a_replaced_file_is_read_again_and_an_unchanged_one_is_not(monkeypatch) -> None:
    document = upload("a.txt", b"pierwsza")
    assert read_document(document).text == "pierwsza"
    read = []
    monkeypatch.setattr("search.extraction.actions.extract", lambda *args: read.append(args))
    read_document(document)
    assert not read
    monkeypatch.undo()
    document.file = ContentFile(b"druga", name="b.txt")
    document.save()
    assert read_document(document).text == "druga"
