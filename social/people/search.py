"""How people and departments are found, and who knows what."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from ground.languages import codes
from search.analysis.analyzer import analyzers, query_words, word_forms
from search.analysis.folding import fold
from search.page import registry
from search.page.registry import Column, Facet, Hit, Kind, Label, Source
from social.people.models import Department, Skill, User, UserQuerySet

MOST_SKILLED = 12


def register() -> None:
    registry.register(
        Source(
            name="person",
            model=User,
            kinds=(
                Kind(
                    "person",
                    _("People"),
                    _("Person"),
                    "person",
                    ("osoba", "people"),
                    group="people",
                ),
            ),
            visible_to=lambda reader: User.objects.visible_to(reader),
            hits=person_hits,
            columns={"department": Column("department_id")},
            at=person_at,
        )
    )
    registry.register(
        Source(
            name="department",
            model=Department,
            kinds=(
                Kind("department", _("Departments"), _("Department"), "org", ("dział", "zespół")),
            ),
            visible_to=visible_departments,
            hits=department_hits,
        )
    )
    registry.register_facet(
        Facet("author", _("Author"), person_labels, people_meant, ("autor", "by"), order=40)
    )
    registry.register_facet(
        Facet(
            "department",
            _("Department"),
            department_labels,
            departments_meant,
            ("dział",),
            order=30,
        )
    )
    registry.register_people(registry.People(load=load, skilled=skilled))


def visible_departments(reader: User) -> QuerySet[Department]:
    departments: QuerySet[Department] = Department.objects.all()
    return departments if reader.is_authenticated else departments.none()


def person_at(path: str) -> User | None:
    """The person whose profile has this address."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name != "people:profile":
        return None
    return User.objects.filter(pk=match.args[0] if match.args else match.kwargs["pk"]).first()


def person_hits(people: UserQuerySet, reader: User) -> Iterator[Hit]:
    for person in people.for_byline().prefetch_related("skills"):
        skills = ", ".join(skill.name for skill in person.skills.all())
        facts = [person.job_title, str(person.department or ""), str(person.location or "")]
        yield Hit(
            pk=person.pk,
            kind="person",
            title=person.full_name,
            url=person.get_absolute_url(),
            text="\n".join(filter(None, [person.about, skills])),
            person=person,
            note=" · ".join(filter(None, facts)),
        )


def department_hits(departments: QuerySet[Department], reader: User) -> Iterator[Hit]:
    directory = reverse("people:directory")
    for department in departments:
        yield Hit(
            department.pk,
            "department",
            department.name,
            f"{directory}?department={department.slug}",
        )


def departments_of_people(people: Collection[Any]) -> Mapping[Any, str]:
    """The departments of people by their keys, as they are now."""
    pks = [pk for pk in people if pk is not None]
    rows = User.objects.filter(pk__in=pks, department__isnull=False)
    return {pk: str(department) for pk, department in rows.values_list("pk", "department_id")}


def load(people: Collection[int], reader: User) -> Mapping[int, User]:
    return {p.pk: p for p in User.objects.visible_to(reader).for_byline().filter(pk__in=people)}


def skilled(text: str, reader: User) -> Mapping[int, list[str]]:
    """People who declare a skill that holds every word of its name in the text."""
    languages = analyzers(codes())
    asked = {s for w in query_words(text, languages) for s in (w.exact, *w.stems.values())}
    if not asked:
        return {}
    matching = [skill.pk for skill in Skill.objects.all() if _holds(asked, skill.name, languages)]
    if not matching:
        return {}
    people = User.objects.visible_to(reader).filter(skills__in=matching)
    found: dict[int, list[str]] = {}
    rows = people.order_by("pk").values_list("pk", "skills__pk", "skills__name")
    for pk, skill, name in rows:
        if skill in matching and (pk in found or len(found) < MOST_SKILLED):
            found.setdefault(pk, []).append(name)
    return found


def _holds(asked: set[str], name: str, languages: list[str]) -> bool:
    words = [w for w in query_words(name, languages) if not w.is_run and not w.is_stop]
    return bool(words) and all(
        any(form in asked for code in languages for form in word_forms(w.text, code)[:2])
        for w in words
    )


def person_labels(values: Collection[str], reader: User) -> Mapping[str, Label]:
    pks = [int(value) for value in values if value.isdigit()]
    people = User.objects.visible_to(reader).filter(pk__in=pks)
    return {str(person.pk): person.full_name for person in people.only("first_name", "last_name")}


def people_meant(text: str, reader: User) -> list[str]:
    """Those whose names hold a word that starts like each word typed."""
    wanted = [fold(word) for word in text.split()]
    rows = User.objects.visible_to(reader).values_list("pk", "first_name", "last_name", "email")
    found = []
    for pk, first, last, email in rows:
        names = [*fold(f"{first} {last}").replace("-", " ").split(), email]
        if wanted and all(any(name.startswith(word) for name in names) for word in wanted):
            found.append(str(pk))
    return found[:40]


def department_labels(values: Collection[str], reader: User) -> Mapping[str, Label]:
    pks = [int(value) for value in values if value.isdigit()]
    rows = visible_departments(reader).filter(pk__in=pks)
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def departments_meant(text: str, reader: User) -> list[str]:
    """Departments of that name, with all that lie below them."""
    wanted = fold(text)
    departments = list(visible_departments(reader))
    paths = [d.path for d in departments if wanted in fold(d.name)]
    return [str(d.pk) for d in departments if any(d.path.startswith(path) for path in paths)]
