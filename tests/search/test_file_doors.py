"""Files come in by the forms that people use, and search finds what stands in them."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from wagtail.documents import get_document_model

from search.extraction import models, unread
from search.extraction.models import FileText
from search.extraction.sandbox import Extract
from social.comments.models import Attachment, AttachmentText, Comment
from tests.factories import make_news, restrict
from tests.search.files import compound, old_sheet, pdf_with_text, sheets
from tests.search.test_other_readers import RICH_TEXT
from tests.search.test_readers import deck, document, far_cell, open_text
from tests.social.conversation import say

pytestmark = pytest.mark.django_db


def rows(*words: str) -> bytes:
    cells = "".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in words)
    return sheets({"Arkusz": f"<sheetData><row>{cells}</row></sheetData>"})


FILES = {
    "cennik.xlsx": (rows("hydrofobizacja", "tynków"), "hydrofobizacja tynków"),
    "makra.xlsm": (rows("hydrofobizacja"), "hydrofobizacja"),
    "kadry.xlsx": (far_cell(), "pracownik40"),
    "instrukcja.docx": (document(), "komórka tabeli"),
    "wyniki.pptx": (deck(), "powiedzieć o premii"),
    "regulamin.odt": (open_text(), "regulamin pracy zdalnej"),
    "stary.xls": (old_sheet([["hydrofobizacja"]]), "hydrofobizacja"),
    "pismo.rtf": (RICH_TEXT, "gęślą"),
    "pismo.pdf": (pdf_with_text("hydrofobizacja"), "hydrofobizacja"),
    "list.eml": (b"Subject: Hydrofobizacja\r\n\r\nsciany", "hydrofobizacja"),
    "list.msg": (
        compound(
            {
                "__properties_version1.0": bytes(32),
                "__substg1.0_0037001F": "hydrofobizacja".encode("utf-16-le"),
            }
        ),
        "hydrofobizacja",
    ),
    "dane.csv": ("mieszadło;żuraw".encode("cp1250"), "mieszadło"),
    "notatka.txt": ("mieszadło i żuraw".encode("utf-16"), "żuraw"),
}


def hits(client: Any, query: str) -> list[Any]:
    return list(client.get("/search/", {"q": query}).context["answer"].hits)


@pytest.mark.parametrize("name", FILES)
def test_a_document_uploaded_in_the_admin_is_found_by_its_words(
    name: str,
    client_of: Any,
    editor: Any,
    fresh_index: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    data, query = FILES[name]
    client = client_of(editor)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("wagtaildocs:add"),
            {"title": "Załącznik", "file": SimpleUploadedFile(name, data)},
        )
    assert response.status_code == 302, response.context["form"].errors
    uploaded = get_document_model().objects.get()
    assert uploaded.extracted.state == FileText.State.READ
    fresh_index()
    assert [hit.kind for hit in hits(client, query)] == ["document"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_in_a_comment_is_found_by_its_words_and_only_by_who_sees_it(
    name: str,
    client_of: Any,
    employee: Any,
    colleague: Any,
    fresh_index: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    data, query = FILES[name]
    page = make_news("Wątek z plikiem")
    client = client_of(employee)
    with django_capture_on_commit_callbacks(execute=True):
        upload = client.post(
            reverse("comments:upload", args=[page.pk]), {"file": SimpleUploadedFile(name, data)}
        )
        assert upload.status_code == 200, upload.content
        address = reverse("comments:write", args=[page.pk])
        client.post(address, {"text": "W załączeniu", "attachments": upload.json()["key"]})
    comment = Comment.objects.get()
    assert comment.attachments.get().name == name
    fresh_index()
    (hit,) = hits(client_of(colleague), query)
    assert (hit.kind, hit.pk) == ("comment", comment.pk)
    assert "<mark>" in hit.passage
    restrict(page, "Board")
    fresh_index()
    assert hits(client_of(colleague), query) == []


def test_a_file_in_a_comment_is_found_by_its_name(
    client_of: Any, employee: Any, fresh_index: Any
) -> None:
    comment = say(employee, make_news("Wątek"), "W załączeniu")
    Attachment.objects.create(
        comment=comment, page=comment.page, name="hydrofobizacja.zip", size=1, file="attachments/x"
    )
    comment.save()
    fresh_index()
    (hit,) = hits(client_of(employee), "hydrofobizacja")
    assert hit.pk == comment.pk


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.doc", b"MZ\x90\x00"),
        ("a.xls", b"\x00\x01\x02"),
        ("a.msg", b"text"),
        ("a.rtf", b"no rich text"),
        ("a.eml", b"\x00\x00"),
        ("a.docm", b"PK\x03\x04nonsense"),
        ("a.xyz", b"text"),
    ],
)
def test_comments_refuse_files_that_are_not_what_they_say(
    name: str, data: bytes, client_of: Any, employee: Any
) -> None:
    address = reverse("comments:upload", args=[make_news("Wątek").pk])
    response = client_of(employee).post(address, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 422
    assert name in response.json()["error"]


def test_the_endings_are_a_setting_for_both_doors(
    client_of: Any, editor: Any, settings: Any
) -> None:
    settings.RYNEK_FILE_ENDINGS = settings.WAGTAILDOCS_EXTENSIONS = ["pdf"]
    client = client_of(editor)
    file = SimpleUploadedFile("a.txt", b"text")
    address = reverse("comments:upload", args=[make_news("Wątek").pk])
    assert client.post(address, {"file": file}).status_code == 422
    file = SimpleUploadedFile("a.txt", b"text")
    form = client.post(reverse("wagtaildocs:add"), {"title": "a", "file": file}).context["form"]
    assert "file" in form.errors


def uploaded(editor: Any, name: str, note: str, **fields: Any) -> Any:
    found = get_document_model().objects.create(
        title=name, file=SimpleUploadedFile(name, b"x"), uploaded_by_user=editor
    )
    FileText.objects.filter(document=found).update(note=note, **fields)
    return found


def test_who_edits_a_document_reads_what_search_does_not_know(client_of: Any, editor: Any) -> None:
    long = uploaded(editor, "dlugi.pdf", "length pages", state="read", readers=models.READERS)
    page = client_of(editor).get(reverse("wagtaildocs:edit", args=[long.pk])).content.decode()
    assert "zna jego pierwsze 500\u00a0000 znaków" in page
    assert "zna jego pierwsze 2\u00a0000 stron" in page


def test_the_report_lists_files_that_search_knows_in_part(
    client_of: Any, editor: Any, employee: Any
) -> None:
    uploaded(editor, "zamkniety.docx", "locked", state="failed")
    uploaded(editor, "caly.docx", "", state="read")
    page = client_of(editor).get(reverse("search_files"))
    assert page.status_code == 200
    assert "zamkniety.docx" in page.content.decode()
    assert "zabezpieczony hasłem" in page.content.decode()
    assert "caly.docx" not in page.content.decode()
    assert client_of(employee).get(reverse("search_files")).status_code in (302, 403)


def test_every_note_has_its_words_in_polish() -> None:
    from search.extraction import notes

    with override("pl"):
        for code, sentence in notes.SENTENCES.items():
            with override("en"):
                english = str(sentence)
            assert str(sentence) != english, code


def test_files_of_before_an_update_are_read_again(
    editor: Any, django_capture_on_commit_callbacks: Any, employee: Any
) -> None:
    first = uploaded(editor, "a.txt", "broken", state="failed", readers=0)
    comment = say(employee, make_news("Wątek"), "W załączeniu")
    file = SimpleUploadedFile("b.txt", "żuraw".encode())
    attachment = Attachment.objects.create(
        comment=comment, page=comment.page, name="b.txt", size=1, file=file
    )
    assert unread.read_unread.call() == 2
    assert FileText.objects.get(document=first).state == "read"
    assert AttachmentText.objects.get(attachment=attachment).text == "żuraw"
    assert unread.read_unread.call() == 0


def test_a_poisoned_file_does_not_stop_the_others(
    editor: Any, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    caplog.set_level("CRITICAL")
    poisoned = uploaded(editor, "zly.txt", "", readers=0)
    good = uploaded(editor, "dobry.txt", "", readers=0)

    def extract(path: Any, ending: str) -> Extract:
        if not calls:
            calls.append(path)
            raise RuntimeError("whatever it is")
        return Extract("dobre słowa")

    calls: list[Any] = []
    monkeypatch.setattr("search.extraction.actions.extract", extract)
    unread.read_unread.call()
    states = {row.document_id: row.state for row in FileText.objects.all()}
    assert sorted(states[pk] for pk in (poisoned.pk, good.pk)) == ["read", "waiting"]
