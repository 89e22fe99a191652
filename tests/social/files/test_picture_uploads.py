"""Pictures through every door: what is taken is clean, what is not is told, nothing is a 500."""

import io
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from PIL import Image as Picture
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from social.comments.models import Attachment
from tests.factories import make_news
from tests.ground import hostile
from tests.social.files.stage import Image

pytestmark = pytest.mark.django_db
DAMAGED, UNKNOWN = "uszkodzony lub niepełny", "przyjmowanym formacie"


def sent(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/jpeg")


def one_picture(client: Any, file: Any) -> str:
    data = {"title": "Hala", "file": file, "collection": Collection.get_first_root_node().pk}
    return client.post(reverse("wagtailimages:add"), data).content.decode()


def many_pictures(client: Any, file: Any) -> str:
    data = {"title": "Hala", "files[]": file, "collection": Collection.get_first_root_node().pk}
    return str(client.post(reverse("wagtailimages:add_multiple"), data).json())


def chooser(client: Any, file: Any) -> str:
    data = {
        "image-chooser-upload-title": "Hala",
        "image-chooser-upload-file": file,
        "image-chooser-upload-collection": Collection.get_first_root_node().pk,
    }
    return str(client.post(reverse("wagtailimages_chooser:create"), data).json())


LIBRARY = [one_picture, many_pictures, chooser]


@pytest.mark.parametrize("name", hostile.BAD)
@pytest.mark.parametrize("door", LIBRARY, ids=lambda door: door.__name__)
def test_the_library_refuses_bad_pictures_with_words(
    door: Any, name: str, editor: Any, client_of: Any
) -> None:
    content, file_name = hostile.BAD[name]
    answer = door(client_of(editor), sent(content, file_name))
    assert any(words in answer for words in (DAMAGED, UNKNOWN, "mln pikseli")), answer[-600:]
    assert not Image.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.parametrize("door", LIBRARY, ids=lambda door: door.__name__)
def test_the_library_tells_of_endings_and_empty_files_as_before(
    door: Any, editor: Any, client_of: Any
) -> None:
    for content, name in ((b"", "pusty.jpg"), (hostile.plain(), "obraz.exe"), (b"<svg", "a.svg")):
        answer = door(client_of(editor), sent(content, name))
        assert "ul>" in answer or "error" in answer
    assert not Image.objects.exists()


@pytest.mark.parametrize("door", LIBRARY, ids=lambda door: door.__name__)
@pytest.mark.parametrize(
    ("kind", "name", "ending"),
    [
        ("JPEG", "IMG_1.JPG", ".JPG"),
        ("HEIF", "IMG_2.HEIC", ".jpg"),
        ("AVIF", "foto.avif", ".jpg"),
        ("PNG", "zrzut.png", ".png"),
        ("WEBP", "obraz.webp", ".webp"),
        ("JPEG", "naprawde-jpeg.png", ".jpg"),
    ],
)
def test_no_original_and_no_rendition_tells_where_a_picture_was_taken(
    door: Any, kind: str, name: str, ending: str, editor: Any, client_of: Any
) -> None:
    client = client_of(editor)
    door(client, sent(hostile.with_position(kind), name))
    image = Image.objects.get()
    assert image.file.name.endswith(ending)
    rendition = image.get_rendition("width-20")
    for address in (image.file.url, rendition.url):
        content = client.get(address).getvalue()
        assert hostile.POSITION not in content
        assert b"Tajny" not in content
        with Picture.open(io.BytesIO(content)) as shown:
            assert not shown.getexif()
    with image.file.open("rb") as file:
        assert image.file_size == len(file.read())
    with Picture.open(image.file.open("rb")) as original:
        assert original.size == (image.width, image.height)


def test_another_file_for_a_picture_is_clean_as_well(editor: Any, client_of: Any) -> None:
    client = client_of(editor)
    one_picture(client, sent(hostile.plain(), "a.png"))
    image = Image.objects.get()
    first = image.file.name
    data = {"title": "Hala", "collection": Collection.get_first_root_node().pk}
    edit = reverse("wagtailimages:edit", args=[image.pk])
    page = client.post(edit, {**data, "file": sent(hostile.half("JPEG"), "b.jpg")})
    assert DAMAGED in page.content.decode()
    assert client.post(edit, {**data, "file": sent(hostile.with_position(), "b.jpg")}).url
    image = Image.objects.get()
    assert image.file.name != first
    with image.file.open("rb") as file:
        assert hostile.POSITION not in file.read()


def test_a_picture_that_waited_for_its_form_is_clean(editor: Any, client_of: Any) -> None:
    """Wagtail keeps the file as it came when another field of the form is wrong."""
    client = client_of(editor)
    data = {"title": "x" * 300, "files[]": sent(hostile.with_position(), "a.jpg")}
    client.post(reverse("wagtailimages:add_multiple"), data)
    waiting = UploadedFile.objects.get()
    create = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    prefix = f"uploaded-image-{waiting.pk}"
    fields = {"title": "Hala", "collection": Collection.get_first_root_node().pk, "tags": ""}
    answer = client.post(create, {f"{prefix}-{name}": value for name, value in fields.items()})
    assert answer.json()["success"]
    image = Image.objects.get()
    with image.file.open("rb") as file:
        assert hostile.POSITION not in file.read()
    assert len(default_storage.listdir("original_images")[1]) == 1


def test_code_that_saves_a_picture_saves_it_clean() -> None:
    file = ImageFile(io.BytesIO(hostile.with_position()), name="a.jpg")
    image = Image.objects.create(title="Hala", file=file)
    with image.file.open("rb") as stored:
        assert hostile.POSITION not in stored.read()
    assert (image.width, image.height) == (48, 64)


def test_pictures_that_came_before_are_cleaned_by_a_command(
    monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr("social.files.handlers.clean_new_original", lambda image: None)
    made = [
        Image.objects.create(title=name, file=ImageFile(io.BytesIO(content), name=name))
        for content, name in (
            (hostile.with_position(), "gps.jpg"),
            (hostile.plain(), "czysty.png"),
            (hostile.with_position(), "pol.jpg"),
        )
    ]
    with default_storage.open(made[2].file.name, "wb") as file:
        file.write(hostile.half("JPEG"))
    clean_name = made[1].file.name
    rendition = made[0].get_rendition("width-20")
    dirty = made[0].file.name, rendition.file.name
    out, complaints = io.StringIO(), io.StringIO()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("clean_pictures", stdout=out, stderr=complaints)
    assert "1 of 3" in out.getvalue()
    image = Image.objects.get(pk=made[0].pk)
    with image.file.open("rb") as stored:
        assert hostile.POSITION not in stored.read()
    assert not any(default_storage.exists(name) for name in dirty)
    assert not image.renditions.exists()
    assert (image.width, image.height) == (48, 64)
    assert Image.objects.get(pk=made[1].pk).file.name == clean_name
    again = io.StringIO()
    call_command("clean_pictures", stdout=again, stderr=complaints)
    assert "0 of 3" in again.getvalue()


@pytest.mark.parametrize("name", hostile.BAD)
def test_profiles_and_comments_refuse_bad_pictures_with_words(
    name: str, employee: Any, client_of: Any
) -> None:
    content, file_name = hostile.BAD[name]
    client = client_of(employee)
    page = client.post("/people/me/", {"photo": sent(content, file_name), "about": "Faktury"})
    assert page.status_code == 200
    said = page.content.decode()
    assert any(words in said for words in (DAMAGED, UNKNOWN, "mln pikseli"))
    employee.refresh_from_db()
    assert not employee.photo
    upload = reverse("comments:upload", args=[make_news().pk])
    answer = client.post(upload, {"file": sent(content, file_name)})
    assert answer.status_code == 422
    assert file_name in answer.json()["error"]
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("kind", "name"), [("HEIF", "IMG_2.HEIC"), ("AVIF", "foto.avif"), ("JPEG", "IMG_1.JPG")]
)
def test_profiles_and_comments_take_photos_of_phones(
    kind: str, name: str, employee: Any, client_of: Any
) -> None:
    client = client_of(employee)
    dirty = hostile.with_position(kind, (400, 300))
    assert client.post("/people/me/", {"photo": sent(dirty, name)}).status_code == 302
    employee.refresh_from_db()
    upload = reverse("comments:upload", args=[make_news().pk])
    made = client.post(upload, {"file": sent(dirty, name)}).json()
    assert made["is_image"]
    assert Attachment.objects.get().media_type == "image/jpeg"
    for address in (employee.photo.url, employee.thumbnail.url, made["url"]):
        content = client.get(address).getvalue()
        assert hostile.POSITION not in content
        assert Picture.open(io.BytesIO(content)).format in {"JPEG", "WEBP"}


def test_wagtails_own_profile_picture_is_not_offered(editor: Any, client_of: Any) -> None:
    """People have a photo in Rynek; the other one would take any file that Pillow opens."""
    client = client_of(editor)
    account = reverse("wagtailadmin_account")
    assert 'name="avatar-avatar"' not in client.get(account).content.decode()
    client.post(account, {"avatar-avatar": sent(hostile.with_position(), "a.jpg")})
    assert not UserProfile.get_for_user(editor).avatar
