"""Who sees a page: every question that may be asked of it has one answer, in any house."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Page, PageViewRestriction

from blog.pages.models import PageAudience
from blog.pages.restriction import access_with, apply
from blog.pages.who import readership
from social.people.audiences import rebuild
from social.people.models import Audience, User
from social.subjects.access import (
    PageAccess,
    can_see,
    closed_paths,
    readers,
    readers_of_version,
    restricted_paths,
    visible_pages,
)
from social.subjects.gates import open_gates, work_out
from social.subjects.models import PageGate
from social.subjects.pages import any_version_visible
from tests.factories import make_audience, make_guide, make_person

pytestmark = pytest.mark.django_db

KINDS = ("groups", "login", "password", "made-up")
NUMBERS = st.integers(0, 2)


@dataclass(frozen=True)
class PageDrawn:
    parent: int  # the number of a page before it, modulo
    live: bool
    translates: int | None  # likewise, of which it is a version in another language
    restrictions: list[tuple[str, set[int]]]


@dataclass(frozen=True)
class PersonDrawn:
    groups: set[int]
    is_superuser: bool
    is_active: bool


RESTRICTIONS = st.lists(st.tuples(st.sampled_from(KINDS), st.sets(NUMBERS, max_size=2)), max_size=2)
PAGES = st.builds(
    PageDrawn,
    parent=st.integers(0, 5),
    live=st.sampled_from([True, True, True, False]),
    translates=st.none() | st.integers(0, 5),
    restrictions=st.just([]) | RESTRICTIONS,
)
PEOPLE = st.builds(
    PersonDrawn,
    groups=st.sets(NUMBERS, max_size=2),
    is_superuser=st.sampled_from([False, False, True]),
    is_active=st.sampled_from([True, True, False]),
)


@contextmanager
def undone() -> Iterator[None]:
    """What an example makes goes with it."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def make_tree(drawn: list[PageDrawn], groups: list[Group]) -> list[Page]:
    pages = [Page.objects.get(depth=1)]
    english = Locale.objects.get(language_code="en")
    for number, one in enumerate(drawn):
        page = Page(title=f"p{number}", slug=f"p{number}", live=one.live)
        if one.translates is not None and len(pages) > 1:
            page.translation_key = pages[1 + one.translates % (len(pages) - 1)].translation_key
            page.locale = english
            if Page.objects.filter(translation_key=page.translation_key, locale=english).exists():
                continue
        pages[one.parent % len(pages)].add_child(instance=page)
        for kind, numbers in one.restrictions:
            close(page, kind, [groups[n] for n in numbers])
        pages = [pages[0], *Page.objects.filter(slug__regex=r"^p\d$").order_by("pk")]
    return pages


def close(page: Page, kind: str, groups: list[Group]) -> None:
    row = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    row.groups.set(groups)


def make_people(drawn: list[PersonDrawn], groups: list[Group]) -> list[User]:
    people = []
    for one in drawn:
        person = make_person(is_superuser=one.is_superuser, is_active=one.is_active)
        person.groups.set([groups[n] for n in one.groups])
        people.append(person)
    return people


def passes(person: User, page: Page, *, as_administrator: bool = True) -> bool:
    """The rule in plain words, asked of each row by itself: what all the others are held against."""
    mine = set(person.groups.values_list("pk", flat=True))
    rows = PageViewRestriction.objects.all()
    above = [row for row in rows if page.path.startswith(row.page.path)]
    return person.is_active and (
        (as_administrator and person.is_superuser)
        or all(
            row.restriction_type == "login"
            or (
                row.restriction_type == "groups"
                and bool(mine & set(row.groups.values_list("pk", flat=True)))
            )
            for row in above
        )
    )


def fresh(person: User) -> User:
    """As the next request knows them."""
    return User.objects.get(pk=person.pk)


@settings(max_examples=40)
@given(
    drawn=st.lists(PAGES, min_size=1, max_size=6),
    cast=st.lists(PEOPLE, min_size=1, max_size=4),
    aliased=st.none() | st.integers(0, 5),
)
def test_all_questions_agree(drawn: Any, cast: Any, aliased: int | None) -> None:
    with undone():
        groups = [Group.objects.create(name=f"g{n}") for n in range(3)]
        pages = make_tree(drawn, groups)[1:]
        if aliased is not None:
            pages.append(pages[aliased % len(pages)].create_alias(update_slug="alias"))
        people = make_people(cast, groups)
        everybody = User.objects.filter(pk__in=[person.pk for person in people])
        accesses = PageAccess.of_each(pages)
        work_out()
        gates = dict(PageGate.objects.values_list("page", "number"))
        for page in pages:
            versions = [one for one in pages if one.translation_key == page.translation_key]
            able = {p.pk for p in people if passes(p, page)}
            seeing = able if page.live else set()
            in_some = {p.pk for p in people if any(v.live and passes(p, v) for v in versions)}
            named = {p.pk for p in people if passes(p, page, as_administrator=False)}
            assert keys(accesses[page.pk].people(everybody)) == able
            assert keys(accesses[page.pk].named(everybody.active())) == named
            assert {p.pk for p in people if can_see(fresh(p), page)} == seeing
            assert {p.pk for p in people if page in visible_pages(fresh(p))} == seeing
            assert keys(readers_of_version(page, everybody)) == seeing
            behind = {p.pk for p in people if gates[page.pk] in open_gates(fresh(p))}
            assert behind == able
            assert keys(readers(page, everybody)) == in_some
            rows = PageViewRestriction.objects.filter(page=page)
            if rows.exists():
                assert in_some == {
                    p.pk for p in people if rows.filter(any_version_visible(fresh(p))).exists()
                }
            is_open = not any(page.path.startswith(path) for path in restricted_paths())
            assert accesses[page.pk].is_open == is_open


def keys(people: Any) -> set[int]:
    return set(people.values_list("pk", flat=True))


@settings(max_examples=25)
@given(
    above=RESTRICTIONS,
    by_hand=RESTRICTIONS,
    before=st.none() | st.sets(st.integers(0, 1)),
    chosen=st.sets(st.integers(0, 1)),
    restricted=st.booleans(),
    cast=st.lists(PEOPLE, min_size=1, max_size=4),
    data=st.data(),
)
def test_panel_says_who_will_see_the_page_once_it_is_saved(
    above: Any,
    by_hand: Any,
    before: Any,
    chosen: Any,
    restricted: bool,
    cast: Any,
    data: Any,
) -> None:
    with undone():
        groups = [Group.objects.create(name=f"g{n}") for n in range(3)]
        people = make_people(cast, groups)
        audiences = [
            make_audience(f"a{n}", people=data.draw(st.lists(st.sampled_from(people))))
            for n in range(2)
        ]
        rebuild()
        section = make_guide("Sekcja")
        page = make_guide("Strona", parent=section)
        for where, rows in ((section, above), (page, by_hand)):
            for kind, numbers in rows:
                close(where, kind, [groups[n] for n in numbers])
        if before is not None:  # it was restricted by its settings once
            set_settings(page, [audiences[n] for n in before], restricted=True)
        wanted = [audiences[n] for n in chosen]
        said = readership(section, page, wanted, restricted)
        told = keys(
            access_with(section, page, wanted, restricted=restricted).people(User.objects.all())
        )
        set_settings(page, wanted, restricted=restricted)
        true = {p.pk for p in User.objects.all() if can_see(p, page)}
        assert told == true and said.can_open == len(true)
        assert all(person.pk not in true for person in said.shut_out)


def set_settings(page: Any, audiences: list[Audience], *, restricted: bool) -> None:
    page.restricted = restricted
    page.addressed_audiences.set([PageAudience(audience=audience) for audience in audiences])
    page.save()
    apply(page)


def test_somebody_who_left_sees_nothing(employee) -> None:
    page = make_guide()
    employee.is_active = False
    assert not can_see(employee, page) and not visible_pages(employee).exists()
    assert closed_paths(employee) == [""]
