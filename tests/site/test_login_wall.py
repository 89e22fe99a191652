"""An anonymous visitor gets nothing but the sign-in page, from any address."""

import re
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction

from tests.factories import make_news, make_person

pytestmark = pytest.mark.django_db

# Open on purpose; each has a test of its own that says why.
OPEN = (
    "healthz",
    "accent.css",
    "manifest.webmanifest",
    "sw.js",
    "offline/",
    "sign-in/",
    "sign-out/",
    "language/",
    "password/reset/",
    "admin/login/",
    "admin/logout/",
    "admin/password_reset/",
    "admin/jsi18n/",
    "admin/sprite/",
    "pl/_util/",  # leads to ours
)
SAMPLES = {"int": "1", "str": "x", "slug": "x", "uuid": "0" * 8 + "-0000-0000-0000-" + "0" * 12}


def addresses(patterns: list, prefix: str = "") -> Iterator[str]:
    """One sample address for each pattern of the URLconf."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)


def fill(route: str) -> str:
    route = re.sub(r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "x"), route)
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
    return re.sub(r"[\^$?]|\\", "", route).replace("(", "").replace(")*", "").replace(")", "")


def test_no_address_answers_an_anonymous_visitor() -> None:
    client = Client(raise_request_exception=False)
    leaking = []
    for route in addresses(get_resolver().url_patterns):
        address = "/" + fill(route)
        if address[1:].startswith(OPEN) or address in {"/"}:
            continue
        response = client.get(address)
        to_sign_in = response.status_code == 302 and "in/" in response["Location"]
        if not to_sign_in and response.status_code not in {400, 401, 403, 404, 405}:
            leaking.append((address, response.status_code))
    assert leaking == []


def test_pages_and_files_are_behind_the_wall() -> None:
    page = make_news("Nowy magazyn")
    image = Image.objects.create(title="Magazyn", file=get_test_image_file())
    rendition = image.get_rendition("fill-100x100")
    document = Document.objects.create(title="Cennik", file=ContentFile(b"x", name="cennik.txt"))
    client = Client()
    assert client.get("/")["Location"] == "/pl/"
    for address in (
        "/pl/",
        page.url,
        image.file.url,
        rendition.url,
        document.url,
        "/media/secret.txt",
    ):
        response = client.get(address)
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/?next=")


def test_old_address_does_not_tell_a_visitor_where_it_leads(client_of, employee) -> None:
    page = make_news("Tajna fuzja")
    Redirect.objects.create(old_path="/stare", redirect_page=page)
    assert Client().get("/stare/")["Location"] == "/sign-in/?next=/stare/"
    assert client_of(employee).get("/stare/")["Location"].endswith(page.url)


def test_media_serves_pictures_only_and_never_documents(client_of, employee) -> None:
    image = Image.objects.create(title="Magazyn", file=get_test_image_file())
    document = Document.objects.create(title="Cennik", file=ContentFile(b"x", name="cennik.txt"))
    default_storage.save("notes.txt", ContentFile(b"x"))
    client = client_of(employee)
    assert client.get(image.get_rendition("width-50").url).status_code == 200
    assert client.get(f"/media/{document.file.name}").status_code == 404
    assert client.get("/media/notes.txt").status_code == 404
    assert client.get("/media/images/../notes.txt").status_code == 404


def test_picture_of_a_restricted_collection_is_for_its_group(
    client_of, employee, administrator
) -> None:
    board = Collection.get_first_root_node().add_child(name="Zarząd")
    restriction = CollectionViewRestriction.objects.create(
        collection=board, restriction_type="groups"
    )
    restriction.groups.add(Group.objects.get(name="Board"))
    image = Image.objects.create(title="Plan", file=get_test_image_file(), collection=board)
    rendition = image.get_rendition("width-50")
    assert client_of(employee).get(rendition.url).status_code == 404
    assert client_of(employee).get(image.file.url).status_code == 404
    assert client_of(administrator).get(rendition.url).status_code == 200


def test_film_is_served_in_parts_to_those_who_may_have_it(client_of, employee, monkeypatch) -> None:
    film = Document.objects.create(
        title="Powitanie", file=ContentFile(bytes(range(200)), name="welcome.mp4")
    )
    client = client_of(employee)

    def ask(part: str) -> tuple[int, bytes, str]:
        response = client.get(film.url, headers={"Range": part})
        body = response.getvalue()
        return response.status_code, body, response.get("Content-Range", "")

    assert ask("bytes=0-") == (206, bytes(range(200)), "bytes 0-199/200")
    assert ask("bytes=10-19") == (206, bytes(range(10, 20)), "bytes 10-19/200")
    assert ask("bytes=-5") == (206, bytes(range(195, 200)), "bytes 195-199/200")
    assert ask("bytes=150-999") == (206, bytes(range(150, 200)), "bytes 150-199/200")
    monkeypatch.setattr("social.files.ranges.PART_AT_MOST", 30)
    assert ask("bytes=50-")[2] == "bytes 50-79/200"
    assert ask("bytes=200-") == (416, b"", "bytes */200")
    assert ask("bytes=-")[0] == ask("lines=1-2")[0] == 200
    assert Client().get(film.url, headers={"Range": "bytes=0-"}).status_code == 302
    board = Collection.get_first_root_node().add_child(name="Zarząd")
    restriction = CollectionViewRestriction.objects.create(
        collection=board, restriction_type="groups"
    )
    restriction.groups.add(Group.objects.get(name="Board"))
    Document.objects.filter(pk=film.pk).update(collection=board)
    response = client.get(film.url, headers={"Range": "bytes=0-"})
    assert response.status_code in {302, 403, 404}


def test_nobody_guards_a_page_with_a_shared_password(client_of, administrator) -> None:
    page = make_news("Plan")
    url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    form = client_of(administrator).get(url).context["form"]
    assert "password" not in dict(form.fields["restriction_type"].choices)


def test_sign_in_never_leads_away_from_the_house(client_of, employee) -> None:
    employee.set_password("correct-horse")
    employee.save()
    data = {"username": employee.email.upper(), "password": "correct-horse"}
    response = Client().post("/sign-in/?next=https://evil.example/", data)
    assert response.status_code == 302
    assert response["Location"] == "/"


def test_personas_exist_only_in_a_demo(settings) -> None:
    make_person(email="employee@demo.rynek.example")
    settings.RYNEK_DEMO = False
    assert Client().post("/sign-in/as/employee/").status_code == 404
    assert b"sign-in/as/" not in Client().get("/sign-in/").content
    settings.RYNEK_DEMO = True
    assert b"sign-in/as/employee" in Client().get("/sign-in/").content
    assert Client().post("/sign-in/as/employee/").status_code == 302
    assert Client().post("/sign-in/as/board/").status_code == 404


def test_person_who_left_cannot_sign_in(settings) -> None:
    settings.RYNEK_DEMO = True
    person = make_person(email="employee@demo.rynek.example", password="correct-horse")
    person.is_active = False
    person.save()
    data = {"username": person.email, "password": "correct-horse"}
    assert Client().post("/sign-in/", data).status_code == 200
    assert Client().post("/sign-in/as/employee/").status_code == 404


def test_password_reset_mails_a_link_that_works(mailoutbox, employee) -> None:
    employee.set_password("old-horse-battery")
    employee.save()
    client = Client()
    client.post("/password/reset/", {"email": employee.email})
    link = next(word for word in mailoutbox[0].body.split() if "/password/reset/" in word)
    path = link.removeprefix("http://localhost:8000")
    response = client.get(path, follow=True)
    new = {"new_password1": "new-horse-battery-9", "new_password2": "new-horse-battery-9"}
    client.post(response.redirect_chain[-1][0], new)
    employee.refresh_from_db()
    assert employee.check_password("new-horse-battery-9")


def test_password_reset_does_not_tell_who_has_an_account(mailoutbox) -> None:
    response = Client().post("/password/reset/", {"email": "nobody@example.com"})
    assert response.status_code == 302
    assert mailoutbox == []


@pytest.mark.parametrize("path", ["/admin/", "/admin/account/", "/admin/pages/"])
def test_people_without_a_place_in_the_administration_are_told_so(path: str) -> None:
    client = Client()
    client.force_login(make_person("Ewa", "Żak"))
    answer = client.get(path, follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1
    assert client.get(reverse("people:login"), follow=True).status_code == 200
