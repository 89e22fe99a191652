"""Rights are permissions: what a group is called, gives and takes nothing."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Collection

from social.comments.models import Comment
from social.community.models import Report
from social.people.models import User
from social.people.rights import (
    OWN_RIGHTS,
    board_members,
    community_managers,
    is_on_board,
    manages_community,
)
from tests.factories import make_level, make_news, make_person
from tests.social.conversation import say

pytestmark = pytest.mark.django_db

NEW_NAMES = {
    "Employees": "Wszyscy",
    "Editors": "Redakcja",
    "Community managers": "Animatorzy",
    "Board": "Rada",
}


@pytest.fixture
def cast() -> dict[str, User]:
    """Somebody of every group, before the administrator calls all of them by Polish names."""
    people = {name: make_person(groups=[name]) for name in NEW_NAMES}
    for old, new in NEW_NAMES.items():
        assert Group.objects.filter(name=old).update(name=new) == 1
    return {name: User.objects.get(pk=person.pk) for name, person in people.items()}


def test_community_managers_keep_room_and_moderation(cast, client_of) -> None:
    manager = cast["Community managers"]
    comment = say(make_person(), make_news(), "Nie tak!")
    client = client_of(manager)
    assert client.get(reverse("community:queue")).status_code == 200
    assert client.get(reverse("comments_moderation:queue")).status_code == 200
    Comment.objects.filter(pk=comment.pk).update(is_public=False)
    assert Comment.objects.visible_to(manager).filter(pk=comment.pk).exists()
    assert list(User.objects.filter(community_managers())) == [manager]


def test_others_have_none_of_it(cast, client_of) -> None:
    for name in ("Employees", "Editors", "Board"):
        client = client_of(cast[name])
        assert client.get(reverse("community:queue")).status_code == 403
        assert not manages_community(cast[name])
    assert not is_on_board(cast["Editors"])


def test_board_keeps_its_reports(cast) -> None:
    report = Report.objects.create(
        period=date(2026, 5, 1),
        language="pl",
        title="Maj",
        text="Pełna",
        published_at=timezone.now(),
    )
    assert list(Report.objects.visible_to(cast["Board"])) == [report]
    assert not Report.objects.visible_to(cast["Employees"]).exists()
    assert list(User.objects.filter(board_members())) == [cast["Board"]]
    by_level = make_person(level=make_level(is_board=True))
    assert is_on_board(by_level)


def test_editors_keep_the_tree_and_the_way_to_guides(cast, client_of) -> None:
    page = make_news(owner=make_person())
    client = client_of(cast["Editors"])
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    comment = say(cast["Employees"], page, "Jak?")
    assert client.get(reverse("blog:guide-from-thread", args=[comment.pk])).status_code == 200


def test_everybody_new_belongs_to_the_group_of_everybody(cast) -> None:
    names = set(make_person().groups.values_list("name", flat=True))
    assert names == {"Wszyscy"}


def test_a_group_may_be_divided(client_of) -> None:
    """The right goes with whatever group is given it, and to a person by name."""
    helpers = Group.objects.create(name="Pomocnicy")
    right = Permission.objects.get(codename="manage_community")
    helpers.permissions.add(right)
    helper, alone = make_person(), make_person()
    helper.groups.add(helpers)
    alone.user_permissions.add(right)
    for person in (helper, alone):
        assert client_of(person).get(reverse("community:queue")).status_code == 200
    assert set(User.objects.filter(community_managers())) == {helper, alone}


def test_who_left_has_no_right(community_manager, administrator) -> None:
    for person in (community_manager, administrator):
        assert manages_community(person)
        left = User(is_active=False, is_superuser=person.is_superuser, pk=person.pk)
        assert not manages_community(left)


def test_administrators_give_the_rights_in_the_form_of_a_group(client_of, administrator) -> None:
    administrator.language = "pl"
    administrator.save()
    group = Group.objects.get(name="Board")
    html = client_of(administrator).get(reverse("wagtailusers_groups:edit", args=[group.pk]))
    text = html.content.decode()
    for codename, _name in OWN_RIGHTS:
        right = Permission.objects.get(codename=codename)
        assert f'value="{right.pk}"' in text
    assert "Należy do zarządu" in text and "Belongs to the board" not in text


def test_names_of_groups_that_come_with_rynek_are_translated_in_the_admin(
    client_of, administrator
) -> None:
    administrator.language = "pl"
    administrator.save()
    client = client_of(administrator)
    page = make_news()
    shelf = Collection.get_first_root_node().add_child(name="Półka")
    addresses = [
        reverse("wagtailusers_groups:index"),
        reverse("wagtailusers_users:edit", args=[make_person().pk]),
        reverse("wagtailusers_users:index"),
        reverse("wagtailadmin_pages:set_privacy", args=[page.pk]),
        reverse("wagtailadmin_collections:set_privacy", args=[shelf.pk]),
        reverse("wagtailsnippets_people_audience:add"),
        reverse("wagtailadmin_workflows:add_task", args=["pages", "approvaltask"]),
        reverse("wagtail_bulk_action", args=["people", "user", "assign_role"])
        + f"?id={administrator.pk}",
    ]
    for address in addresses:
        text = shown(client, address)
        assert "Opieka nad społecznością" in text, address
        assert "Community managers" not in text, address


def shown(client: Any, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    text = response.content.decode()
    return str(response.json().get("html", text)) if address.endswith("privacy/") else text


def test_name_that_administrators_gave_stays_as_it_is() -> None:
    with override("pl"):
        assert str(Group(name="Związek")) == "Związek"
        assert str(Group(name="Board")) == "Zarząd"
