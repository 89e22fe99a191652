"""Audiences: rules over people, stored membership, and what keeps it current."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from social.people.audiences import (
    audience_ids,
    group_of,
    is_of_audience,
    people_in,
    rebuild,
    refresh_person,
)
from social.people.models import Audience, AudienceRule, Department, Language, Location
from tests.blog.admin import audience_form
from tests.factories import make_audience, make_department, make_level, make_person

pytestmark = pytest.mark.django_db


def names(audience: Audience) -> set[str]:
    return {person.first_name for person in audience.people()}


def test_department_means_all_that_lies_below_it_too() -> None:
    plant = make_department("Zakład")
    hall = make_department("Hala 2", parent=plant)
    make_person("Ada", department=plant)
    make_person("Bea", department=hall)
    make_person("Cez", department=make_department("Biuro"))
    assert names(make_audience(departments=[plant])) == {"Ada", "Bea"}
    assert names(make_audience(departments=[plant], with_subdepartments=False)) == {"Ada"}


def test_conditions_of_a_rule_must_all_hold_and_rules_add_up() -> None:
    pila = Location.objects.create(name="Piła")
    gdansk = Location.objects.create(name="Gdańsk")
    senior = make_level("Senior")
    make_person("Ada", location=pila, level=senior)
    make_person("Bea", location=pila)
    make_person("Cez", location=gdansk, level=senior)
    audience = make_audience(locations=[pila], levels=[senior])
    assert names(audience) == {"Ada"}
    add_rule(audience, locations=[gdansk])
    assert names(audience) == {"Ada", "Cez"}


def add_rule(audience: Audience, **conditions: Any) -> None:
    rule = AudienceRule(audience=audience, excludes=conditions.pop("excludes", False))
    for name, values in conditions.items():
        setattr(rule, name, values)
    rule.save()


def test_exclusion_wins_over_every_inclusion() -> None:
    board = make_level(is_board=True)
    make_person("Ada", level=board)
    make_person("Bea")
    audience = make_audience()
    add_rule(audience, levels=[board], excludes=True)
    assert names(audience) == {"Bea"}


def test_languages_groups_people_and_start_dates() -> None:
    ukrainian = Language.objects.create(code="uk", name="Українська")
    today = timezone.localdate()
    ada = make_person("Ada", start_date=today - timedelta(days=10))
    ada.languages.add(ukrainian)
    bea = make_person("Bea", groups=["Związek"], start_date=today - timedelta(days=400))
    group = Group.objects.get(name="Związek")
    assert names(make_audience(languages=[ukrainian])) == {"Ada"}
    assert names(make_audience(groups=[group])) == {"Bea"}
    assert names(make_audience(people=[ada, bea])) == {"Ada", "Bea"}
    assert names(make_audience(started_within_days=90)) == {"Ada"}
    assert names(make_audience(started_until=today - timedelta(days=100))) == {"Bea"}


def test_person_who_matches_twice_is_counted_once() -> None:
    polish = Language.objects.create(code="pl", name="Polski")
    german = Language.objects.create(code="de", name="Deutsch")
    ada = make_person("Ada")
    ada.languages.set([polish, german])
    assert make_audience(languages=[polish, german]).people().count() == 1


def test_rules_compile_to_one_query(django_assert_num_queries) -> None:
    audience = make_audience(departments=[make_department()], levels=[make_level()])
    people = audience.people()
    with django_assert_num_queries(1):
        list(people)


def test_deleting_the_only_department_of_a_rule_never_widens_it() -> None:
    plant, office = make_department("Zakład"), make_department("Biuro")
    make_person("Ada", department=plant)
    make_person("Bea", department=office)
    one, both = make_audience(departments=[plant]), make_audience(departments=[plant, office])
    plant.delete()
    assert names(Audience.objects.get(pk=one.pk)) == set()
    assert names(Audience.objects.get(pk=both.pk)) == {"Bea"}


def test_rule_without_conditions_matches_nobody_unless_it_says_everybody() -> None:
    make_person("Ada")
    audience = make_audience()
    AudienceRule.objects.update(everybody=False)
    assert names(Audience.objects.get(pk=audience.pk)) == set()


def test_those_who_left_belong_to_nothing() -> None:
    ada = make_person("Ada")
    audience = make_audience()
    rebuild()
    ada.is_active = False
    ada.save()
    assert ada not in people_in([audience])
    assert not audience.members.filter(person=ada).exists()


def test_membership_follows_a_change_of_department_at_once() -> None:
    plant, office = make_department("Zakład"), make_department("Biuro")
    ada = make_person("Ada", department=office)
    audience = make_audience(departments=[plant])
    rebuild()
    assert audience_ids(ada) == frozenset()
    ada.department = plant
    ada.save()
    assert audience_ids(ada) == {audience.pk}
    audience.refresh_from_db()
    assert audience.size == 1


def test_membership_follows_groups_and_languages() -> None:
    ada = make_person("Ada")
    group = Group.objects.create(name="Związek")
    german = Language.objects.create(code="de", name="Deutsch")
    by_group, by_language = make_audience(groups=[group]), make_audience(languages=[german])
    ada.groups.add(group)
    ada.languages.add(german)
    assert audience_ids(ada) == {by_group.pk, by_language.pk}
    group.user_set.remove(ada)
    del ada._audience_ids
    assert audience_ids(ada) == {by_language.pk}


def test_membership_follows_a_moved_department(django_capture_on_commit_callbacks) -> None:
    plant, hall = make_department("Zakład"), make_department("Hala")
    ada = make_person("Ada", department=hall)
    audience = make_audience(departments=[plant])
    rebuild()
    Department.objects.get(pk=hall.pk).move(Department.objects.get(pk=plant.pk), "last-child")
    rebuild()
    assert list(people_in([audience])) == [ada]


def test_rebuild_is_idempotent_and_says_what_changed() -> None:
    make_person("Ada")
    make_person("Bea")
    audience = make_audience()
    assert rebuild() == 2
    assert rebuild() == 0
    AudienceRule.objects.filter(audience=audience).update(everybody=False)
    assert rebuild() == 2
    make_person("Cez")
    AudienceRule.objects.filter(audience=audience).delete()
    assert rebuild() == 0


def test_signing_in_does_not_recompute() -> None:
    ada = make_person("Ada")
    make_audience()
    with CaptureQueriesContext(connection) as queries:
        ada.save(update_fields=["last_login"])
    assert not any("audience" in query["sql"] for query in queries)


def test_audience_backs_a_group_and_keeps_it_current() -> None:
    plant = make_department("Zakład")
    ada = make_person("Ada", department=plant)
    audience = make_audience(departments=[plant])
    rebuild()
    group = group_of(audience)
    assert list(group.user_set.all()) == [ada]
    bea = make_person("Bea", department=plant)
    assert set(group.user_set.all()) == {ada, bea}
    ada.department = None
    ada.save()
    assert set(group.user_set.all()) == {bea}


def test_one_person_among_many_audiences_costs_a_constant_number_of_queries() -> None:
    ada = make_person("Ada", department=make_department())
    counts = []
    for _round in range(2):
        for _number in range(10):
            make_audience(departments=[ada.department])
        refresh_person(ada)
        with CaptureQueriesContext(connection) as queries:
            refresh_person(ada)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# In the admin ---------------------------------------------------------------------------------


def test_editor_makes_an_audience_and_sees_who_is_in_it(
    client_of, editor, django_capture_on_commit_callbacks
) -> None:
    plant = make_department("Zakład")
    make_person("Ada", "Lis", department=plant)
    client = client_of(editor)
    form = audience_form("Załoga", {"departments": (str(plant.pk),)})
    shown = client.post(reverse("audience_preview", args=[0]), form).content.decode()
    assert "Ada Lis" in shown
    url = reverse("wagtailsnippets_people_audience:add")
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(url, form)
    assert response.status_code == 302, response.context["form"].errors
    audience = Audience.objects.get(name="Załoga")
    assert names(audience) == {"Ada"}
    assert audience.size == 1
    assert client.get(reverse("wagtailsnippets_people_audience:list")).status_code == 200


def test_people_are_named_by_address_and_unknown_addresses_are_named(client_of, editor) -> None:
    ada = make_person("Ada", "Lis")
    client = client_of(editor)
    url = reverse("audience_preview", args=[0])
    good = client.post(url, audience_form("Dwie", {"people": ada.email.upper()}))
    assert "Ada Lis" in good.content.decode()
    bad = client.post(
        reverse("wagtailsnippets_people_audience:add"),
        audience_form("Dwie", {"people": f"{ada.email}\nnikt@example.com"}),
    )
    assert "nikt@example.com" in bad.content.decode()
    assert not Audience.objects.exists()


def test_audience_that_nobody_matches_is_said_to_be_empty(client_of, editor) -> None:
    empty = make_department("Pusty")
    form = audience_form("Nikt", {"departments": (str(empty.pk),)})
    text = client_of(editor).post(reverse("audience_preview", args=[0]), form).content.decode()
    assert "help-warning" in text


def test_end_before_start_is_refused(client_of, editor) -> None:
    form = audience_form("Źle", {"started_from": "2026-05-01", "started_until": "2026-01-01"})
    response = client_of(editor).post(reverse("wagtailsnippets_people_audience:add"), form)
    assert response.status_code == 200
    assert not Audience.objects.exists()


def test_preview_needs_no_name_and_says_what_is_wrong_with_a_rule(client_of, editor) -> None:
    ada = make_person("Ada", "Lis")
    client, url = client_of(editor), reverse("audience_preview", args=[0])
    assert "Ada Lis" in client.post(url, audience_form("", {"people": ada.email})).content.decode()
    bad = client.post(url, audience_form("", {"people": "nikt@example.com"})).content.decode()
    assert "nikt@example.com" in bad
    dates = {"started_from": "2026-05-01", "started_until": "2026-01-01"}
    turned = client.post(url, audience_form("", dates)).content.decode()
    assert "Późniejsza data" in turned
    assert "wymagane" not in bad + turned


def test_groups_of_the_house_have_names_in_the_readers_language(client_of, editor) -> None:
    url = reverse("wagtailsnippets_people_audience:add")
    text = client_of(editor).get(url).content.decode()
    assert "Redakcja" in text
    assert "Editors" not in text


def test_employee_may_not_ask_who_is_in_an_audience(client_of, employee) -> None:
    response = client_of(employee).post(
        reverse("audience_preview", args=[0]), audience_form("X", {})
    )
    assert response.status_code in {302, 403}


def test_group_of_an_audience_is_known_by_its_key_whatever_it_is_called(client_of, editor) -> None:
    """Called by hand as groups of audiences once were, a group is an ordinary one."""
    ordinary = Group.objects.create(name="audience:7")
    audience = make_audience("Załoga", people=[make_person("Wit")])
    rebuild()
    group = group_of(audience)
    assert group.name == "Załoga (odbiorcy)" and not is_of_audience(ordinary)
    Group.objects.filter(pk=group.pk).update(name="Związek")
    assert is_of_audience(Group.objects.get(pk=group.pk))
    assert group_of(Audience.objects.get(pk=audience.pk)) == group
    chosen_from = Group.objects.filter(AudienceRule.groups.field.get_limit_choices_to())
    assert ordinary in chosen_from and group not in chosen_from


def test_group_is_renamed_with_its_audience_and_gives_way_to_another() -> None:
    Group.objects.create(name="Zmiana (odbiorcy)")
    audience = make_audience("Załoga")
    group = group_of(audience)
    audience.name = "Zmiana"
    audience.save()
    group.refresh_from_db()
    assert group.name == f"Zmiana (odbiorcy) {audience.pk}"
