"""People and groups in Wagtail's administration."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from social.people.audiences import group_of, rebuild
from tests.factories import make_audience, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def audience_group() -> Group:
    audience = make_audience("Zarząd", people=[make_person("Zofia", "Prezes")])
    rebuild()
    return group_of(audience)


def save(client, person, groups: list[Group]):
    form = {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "is_active": "on",
        "groups": [str(group.pk) for group in groups],
    }
    return client.post(reverse("wagtailusers_users:edit", args=[person.pk]), form)


def test_nobody_gets_into_an_audience_by_a_tick(
    client_of, administrator, employee, audience_group
) -> None:
    client = client_of(administrator)
    url = reverse("wagtailusers_users:edit", args=[employee.pk])
    assert audience_group.name not in client.get(url).content.decode()
    assert save(client, employee, [audience_group]).status_code == 200  # no such choice
    assert not employee.groups.filter(pk=audience_group.pk).exists()


def test_saving_a_person_keeps_the_audiences_they_belong_to(
    client_of, administrator, audience_group
) -> None:
    member = audience_group.user_set.get()
    editors = Group.objects.get(name="Editors")
    assert save(client_of(administrator), member, [editors]).status_code == 302
    assert set(member.groups.all()) >= {editors, audience_group}
    assert save(client_of(administrator), member, []).status_code == 302
    assert audience_group in member.groups.all() and editors not in member.groups.all()


def test_groups_of_audiences_are_not_edited_by_hand(
    client_of, administrator, audience_group
) -> None:
    html = client_of(administrator).get(reverse("wagtailusers_groups:index")).content.decode()
    assert audience_group.name not in html and "Redakcja" in html
