"""The tree of departments in the admin and the org chart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from social.people.models import Department
from social.people.org_chart import line_of, tree
from tests.factories import make_department, make_person

pytestmark = pytest.mark.django_db
ADD = "wagtailsnippets_people_department:add"
EDIT = "wagtailsnippets_people_department:edit"


def test_department_is_made_below_another_and_moved(client_of, administrator) -> None:
    plant, office = make_department("Zakład"), make_department("Biuro")
    client = client_of(administrator)
    client.post(reverse(ADD), {"name": "Hala 2", "above": plant.pk, "head": ""})
    hall = Department.objects.get(name="Hala 2")
    assert hall.get_parent() == plant
    url = reverse(EDIT, args=[hall.pk])
    assert client.get(url).status_code == 200
    client.post(url, {"name": "Hala druga", "above": office.pk, "head": ""})
    hall = Department.objects.get(pk=hall.pk)
    assert (hall.name, hall.get_parent()) == ("Hala druga", office)
    client.post(url, {"name": "Hala druga", "above": "", "head": ""})
    assert Department.objects.get(pk=hall.pk).is_root()
    assert client.get(reverse("wagtailsnippets_people_department:list")).status_code == 200


def test_department_cannot_lie_in_itself_or_share_a_name(client_of, administrator) -> None:
    plant = make_department("Zakład")
    hall = make_department("Hala", parent=plant)
    client = client_of(administrator)
    for above in (plant, hall):
        response = client.post(
            reverse(EDIT, args=[plant.pk]), {"name": "Zakład", "above": above.pk, "head": ""}
        )
        assert response.status_code == 200
    assert client.post(reverse(ADD), {"name": "zakład", "above": "", "head": ""}).status_code == 200
    assert Department.objects.count() == 2
    assert Department.find_problems() == ([], [], [], [], [])


def test_editors_do_not_change_departments(client_of, editor) -> None:
    assert client_of(editor).get(reverse(ADD)).status_code in {302, 403}


def test_org_chart_counts_all_below_and_costs_one_query(client_of, employee) -> None:
    plant = make_department("Zakład")
    hall = make_department("Hala", parent=plant)
    make_person(department=plant)
    make_person(department=hall)
    make_person(department=hall, is_active=False)
    with CaptureQueriesContext(connection) as queries:
        units = tree()
    assert len(queries) == 1
    assert (units[0].people, units[0].below[0].people) == (2, 1)
    text = client_of(employee).get(reverse("people:organisation")).content.decode()
    assert "Hala" in text


def test_line_of_managers_stops_at_a_circle() -> None:
    ada, bea = make_person("Ada"), make_person("Bea")
    ada.manager, bea.manager = bea, ada
    ada.save()
    bea.save()
    assert line_of(ada) == [bea]
