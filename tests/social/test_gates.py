"""Gates: numbers of the sets of restrictions that pages lie behind."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Page, PageViewRestriction

from social.people.models import User
from social.subjects import gates
from social.subjects.gates import OPEN, close_below, open_gates, work_out
from social.subjects.models import Gate, PageGate
from tests.factories import make_guide, make_person, restrict

pytestmark = pytest.mark.django_db


def number_of(page: Page) -> int | None:
    return PageGate.objects.get(page=page).number


def test_new_pages_have_a_number_at_once() -> None:
    closed = make_guide("Zamknięty")
    assert number_of(closed) == OPEN
    restrict(closed, "Board")
    work_out()
    chapter = make_guide("Rozdział", parent=closed)
    assert number_of(chapter) == number_of(closed) != OPEN


def test_pages_closed_alike_lie_behind_one_gate() -> None:
    pages = [make_guide() for _number in range(3)]
    restrict(pages[0], "Board", "Editors")
    restrict(pages[1], "Editors", "Board")
    restrict(pages[2], "Board")
    work_out()
    assert number_of(pages[0]) == number_of(pages[1]) != number_of(pages[2])
    assert Gate.objects.count() == 2


def test_what_lies_below_a_change_is_closed_until_the_worker_came(
    django_capture_on_commit_callbacks,
) -> None:
    section = make_guide()
    chapter = make_guide(parent=section)
    member = make_person(groups=["Board"])
    with django_capture_on_commit_callbacks() as later:
        restrict(section, "Board")
    assert number_of(section) is None and number_of(chapter) is None
    assert later
    for callback in later:
        callback()
    work_out(section.path)
    assert number_of(chapter) in open_gates(member)
    assert number_of(chapter) not in open_gates(make_person())


def test_moved_pages_and_lifted_restrictions_are_numbered_anew() -> None:
    closed, page = make_guide(), make_guide()
    row = restrict(closed, "Board")
    work_out()
    page.move(closed, pos="last-child")
    assert number_of(page) is None
    work_out()
    assert number_of(page) == number_of(closed)
    row.delete()
    assert number_of(page) is None
    work_out()
    assert number_of(page) == OPEN


def test_a_number_from_before_a_change_is_not_written(monkeypatch) -> None:
    """The restriction changes while the worker works out what it read before."""
    page = make_guide()
    close_below(page.path)
    true = gates.number_of

    def slow(access: Any) -> int:
        close_below(page.path)
        return true(access)

    monkeypatch.setattr(gates, "number_of", slow)
    work_out(page.path)
    assert number_of(page) is None


def test_gates_of_passwords_and_unknown_types_open_to_administrators_alone(administrator) -> None:
    page = make_guide()
    PageViewRestriction.objects.create(page=page, restriction_type="made-up")
    work_out()
    number = number_of(page)
    assert number in open_gates(administrator)
    assert number not in open_gates(make_person(groups=["Board"]))


def test_who_left_passes_no_gate_and_a_deleted_group_opens_none(administrator) -> None:
    page = make_guide()
    restrict(page, "Związek")
    work_out()
    member = make_person(groups=["Związek"])
    assert number_of(page) in open_gates(member)
    Group.objects.get(name="Związek").delete()
    assert number_of(page) not in open_gates(User.objects.get(pk=member.pk))
    administrator.is_active = False
    assert open_gates(administrator) == []


def test_asking_costs_one_query_however_many_gates(django_assert_num_queries) -> None:
    for number in range(5):
        restrict(make_guide(), f"g{number}")
    work_out()
    person = make_person(groups=["g1"])
    with django_assert_num_queries(1):
        assert len(open_gates(person)) == 2
        open_gates(person)


def test_recount_finds_a_wrong_number() -> None:
    page = make_guide()
    restrict(page, "Board")
    work_out()
    right = number_of(page)
    PageGate.objects.filter(page=page).update(number=OPEN)
    said = StringIO()
    call_command("recount", stdout=said)
    assert f"page {page.pk} lay behind gate 0" in said.getvalue() and number_of(page) == right
    PageGate.objects.filter(page=page).delete()
    call_command("recount", stdout=said)
    assert number_of(page) == right
