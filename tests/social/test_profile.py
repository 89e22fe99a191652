"""People look after their own profile; nobody else's."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from social.people.models import Skill
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db


def picture(size: tuple[int, int] = (900, 600)) -> SimpleUploadedFile:
    buffer = BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    Image.new("RGB", size, "teal").save(buffer, "JPEG", exif=exif)
    return SimpleUploadedFile("me.jpg", buffer.getvalue(), "image/jpeg")


def test_photo_is_squared_shrunk_and_stripped(client_of, employee) -> None:
    client_of(employee).post("/people/me/", {"photo": picture(), "about": "Pytaj o faktury"})
    employee.refresh_from_db()
    assert employee.about == "Pytaj o faktury"
    with Image.open(employee.photo) as photo:
        assert photo.size == (640, 640)
        assert not photo.getexif()
    with Image.open(employee.thumbnail) as thumbnail:
        assert thumbnail.size == (128, 128)


def test_photo_is_taken_away_in_both_sizes(client_of, employee) -> None:
    """The small one stayed and was shown, and the profile was an error."""
    client = client_of(employee)
    client.post("/people/me/", {"photo": picture()})
    shown = client.get("/people/me/").content.decode()
    assert 'name="photo-clear"' in shown
    assert "photos/" not in shown.replace("/media/photos/", ""), "no name of a file is shown"
    employee.refresh_from_db()
    files = [(file.storage, file.name) for file in (employee.photo, employee.thumbnail)]
    assert client.post("/people/me/", {"photo-clear": "on"}).status_code == 302
    employee.refresh_from_db()
    assert not employee.photo and not employee.thumbnail
    assert not any(storage.exists(name) for storage, name in files)
    assert client.get(employee.get_absolute_url()).status_code == 200
    assert 'name="photo-clear"' not in client.get("/people/me/").content.decode()


def test_file_that_is_no_picture_is_refused_and_nothing_is_lost(client_of, employee) -> None:
    fake = SimpleUploadedFile("me.jpg", b"<script>alert(1)</script>", "image/jpeg")
    response = client_of(employee).post("/people/me/", {"photo": fake, "about": "Pytaj o faktury"})
    assert response.status_code == 200
    assert "Pytaj o faktury" in response.content.decode()
    employee.refresh_from_db()
    assert not employee.photo


def test_organisation_fields_are_not_ones_own_to_change(client_of, employee) -> None:
    data = {"about": "x", "is_superuser": "1", "email": "x@example.com", "job_title": "Prezes"}
    client_of(employee).post("/people/me/", data)
    employee.refresh_from_db()
    assert not employee.is_superuser
    assert employee.job_title == ""


def test_directory_finds_by_name_without_diacritics_and_by_skill(client_of, employee) -> None:
    knower = make_person("Łukasz", "Śnieżyński")
    knower.skills.add(Skill.objects.create(name="KSeF"))
    client = client_of(employee)
    for query in ("sniezy", "Śnieży", "ksef"):
        assert "Śnieżyński" in client.get("/people/", {"q": query}).content.decode()
    assert "Śnieżyński" not in client.get("/people/", {"q": "magazynier"}).content.decode()


def test_directory_is_in_polish_order(client_of, employee) -> None:
    for name in ("Źrebak", "Zając", "Żuraw", "Ćma", "Cebula"):
        make_person("Jan", name)
    text = client_of(employee).get("/people/").content.decode()
    positions = [text.index(name) for name in ("Cebula", "Ćma", "Zając", "Źrebak", "Żuraw")]
    assert positions == sorted(positions)


def test_department_filter_includes_units_below(client_of, employee) -> None:
    parent = make_department("Produkcja")
    child = make_department("Linia 2", parent=parent)
    make_person("Jan", "Spodlinii", department=child)
    make_person("Jan", "Zkadr", department=make_department("Kadry"))
    text = client_of(employee).get("/people/", {"department": parent.slug}).content.decode()
    assert "Spodlinii" in text
    assert "Zkadr" not in text


def test_directory_costs_the_same_for_more_people(client_of, employee) -> None:
    department = make_department()
    client = client_of(employee)
    client.get("/people/")  # fills the caches
    counts = []
    for _ in range(2):
        for _ in range(6):
            make_person(department=department)
        with CaptureQueriesContext(connection) as queries:
            client.get("/people/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_language_of_the_interface_is_the_persons_choice(client_of, employee) -> None:
    client = client_of(employee)
    client.post("/language/", {"language": "en", "next": "/people/"})
    employee.refresh_from_db()
    assert employee.language == "en"
    assert 'lang="en"' in client.get("/people/").content.decode()
    client.post("/language/", {"language": "xx"})
    employee.refresh_from_db()
    assert employee.language == "en"


def test_administrator_adds_a_person_in_wagtails_admin(client_of, administrator) -> None:
    department = make_department("Kadry")
    client = client_of(administrator)
    form = client.get("/admin/users/new/")
    assert "department" in form.content.decode()
    response = client.post(
        "/admin/users/new/",
        {
            "email": "nowa@example.com",
            "first_name": "Nowa",
            "last_name": "Osoba",
            "password1": "correct-horse-battery",
            "password2": "correct-horse-battery",
            "department": department.pk,
            "job_title": "Kadrowa",
        },
    )
    assert response.status_code == 302
    text = client.get("/people/", {"q": "Kadrowa"}).content.decode()
    assert "Nowa Osoba" in text


def test_who_left_shows_no_phone_mail_words_or_photo(client_of, employee, colleague) -> None:
    client_of(colleague).post("/people/me/", {"photo": picture(), "about": "Pytaj o faktury"})
    colleague.refresh_from_db()
    colleague.phone = "600 100 200"
    colleague.save()
    skill = Skill.objects.create(name="Faktury zagraniczne")
    colleague.skills.add(skill)
    photos = [colleague.photo.url, colleague.thumbnail.url]
    told = [colleague.email, "600 100 200", "Pytaj o faktury", "Faktury zagraniczne", photos[0]]
    client, address = client_of(employee), colleague.get_absolute_url()
    before = client.get(address).content.decode()
    assert all(word in before for word in told)
    assert [client.get(photo).status_code for photo in photos] == [200, 200]
    colleague.is_active = False
    colleague.save()
    after = client.get(address).content.decode()
    assert str(colleague) in after
    assert not [word for word in [*told, "mailto:"] if word in after]
    assert [client.get(photo).status_code for photo in photos] == [404, 404]
