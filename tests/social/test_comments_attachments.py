"""Files are what their content says, and belong to those who may read the comment."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from social.comments import actions
from social.comments.actions.uploads import prune_unused
from social.comments.files import UnsafeFile, inspect, safe_name
from social.comments.models import Attachment, ConversationSettings
from tests.factories import make_news, make_question
from tests.social.conversation import say

pytestmark = pytest.mark.django_db


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "red").save(target, kind, **options)
    return target.getvalue()


def office(part: str = "word/document.xml", *more: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", part, *more):
            archive.writestr(name, "x")
    return target.getvalue()


def test_picture_is_made_anew_without_what_hides_in_it() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    dirty = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"
    clean = inspect(dirty, "zdjęcie.png")
    assert clean.media_type == "image/jpeg" and clean.name == "zdjęcie.jpg"
    assert b"Secret" not in clean.content and b"script" not in clean.content
    assert (clean.width, clean.height) == (40, 30)


def test_large_picture_is_made_smaller() -> None:
    assert inspect(picture(size=(5000, 100)), "a.png").width == 2400


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "a.html"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg"),
        (b"<script>alert(1)</script>", "a.png"),
        (b"MZ\x90\x00", "a.exe"),
        (b"MZ\x90\x00", "a.pdf"),
        (b"\x00\x01", "a.txt"),
        (b"\xff\xfe", "a.csv"),
        (b"PK\x03\x04nonsense", "a.docx"),
        (office("word/document.xml", "word/vbaProject.bin"), "a.docx"),
        (office("other/x"), "a.xlsx"),
        (office(), "a.zip"),
        (picture()[:40], "a.png"),
        (b"", "a.txt.exe"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content, name) -> None:
    with pytest.raises(UnsafeFile):
        inspect(content, name)


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"%PDF-1.7 x", "a.pdf", "application/pdf"),
        ("zażółć".encode(), "a.txt", "text/plain"),
        (
            office(),
            "a.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (picture("GIF"), "a.gif", "image/gif"),
        (picture("WEBP"), "a.bmp", "image/webp"),
    ],
)
def test_useful_files_are_accepted(content, name, media_type) -> None:
    assert inspect(content, name).media_type == media_type


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.txt", "y.txt"),
        ("", "file"),
        ("a\r\nb\x00.txt", "ab.txt"),
        ("...", "file"),
    ],
)
def test_names_are_only_names(name, expected) -> None:
    assert safe_name(name) == expected


def test_uploaded_picture_is_shown_in_the_comment(client_of, employee, colleague) -> None:
    page = make_news()
    client = client_of(employee)
    url = reverse("comments:upload", args=[page.pk])
    made = client.post(url, {"file": SimpleUploadedFile("hala.png", picture())}).json()
    client.post(reverse("comments:describe", args=[made["key"]]), {"description": "Nowa hala"})
    assert client_of(colleague).get(made["url"]).status_code == 404  # not posted yet
    client.post(
        reverse("comments:write", args=[page.pk]), {"text": "Patrz", "attachments": made["key"]}
    )
    html = client_of(colleague).get(page.url).content.decode()
    assert 'alt="Nowa hala"' in html
    served = client_of(colleague).get(made["url"])
    assert served["Content-Type"] == "image/png" and served["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in served["Content-Security-Policy"] and "private" in served["Cache-Control"]


def test_accepted_answer_on_top_shows_its_files(client_of, employee, colleague) -> None:
    page = make_question("Jaki jest plan hali?", author=employee, owner=employee)
    file = actions.upload(colleague, page, SimpleUploadedFile("hala.png", picture()))
    answer = say(colleague, page, "Taki", attachments=[file])
    client = client_of(employee)
    client.post(reverse("comments:accept", args=[answer.pk]))
    html = client.get(page.url).content.decode()
    top = html[html.index('class="accepted"') : html.index('id="threads"')]
    assert file.get_absolute_url() in top


def test_without_javascript_files_come_with_the_form(client_of, employee) -> None:
    page = make_news()
    data = {"text": "Plan", "files": [SimpleUploadedFile("plan.txt", b"plan")]}
    client = client_of(employee)
    client.post(reverse("comments:write", args=[page.pk]), data)
    file = Attachment.objects.get()
    served = client.get(file.get_absolute_url())
    assert served["Content-Disposition"].startswith("attachment")


def test_refused_file_keeps_the_text(client_of, employee) -> None:
    page = make_news()
    ConversationSettings(attachment_megabytes=1).save()
    url = reverse("comments:write", args=[page.pk])
    for file in (SimpleUploadedFile("a.exe", b"MZ"), SimpleUploadedFile("a.txt", b"x" * 1_100_000)):
        answer = client_of(employee).post(url, {"text": "Mój tekst", "files": [file]})
        assert answer.status_code == 422 and "Mój tekst" in answer.content.decode()


def test_nobody_takes_files_of_others(employee, colleague) -> None:
    page = make_news()
    file = actions.upload(colleague, page, SimpleUploadedFile("a.txt", b"x"))
    comment = say(employee, page, attachments=[file])
    assert not comment.attachments.exists()


def test_files_go_with_their_comment_and_unused_ones_go_later(
    employee, django_capture_on_commit_callbacks
) -> None:
    page = make_news()
    used = actions.upload(employee, page, SimpleUploadedFile("a.txt", b"x"))
    unused = actions.upload(employee, page, SimpleUploadedFile("b.txt", b"x"))
    comment = say(employee, page, attachments=[used])
    with django_capture_on_commit_callbacks(execute=True):
        actions.delete_comment(employee, comment)
    assert not default_storage.exists(used.file.name)
    Attachment.objects.filter(pk=unused.pk).update(
        created_at=timezone.now() - timezone.timedelta(days=3)
    )
    with django_capture_on_commit_callbacks(execute=True):
        assert prune_unused() == 1
    assert not default_storage.exists(unused.file.name)
