"""The organisation as people look at it: departments as a tree, with heads and numbers."""

from dataclasses import dataclass, field

from django.db.models import Count, Q

from social.people.models import Department, User


@dataclass
class Unit:
    """A department with the units below it; `people` counts all that lies below too."""

    department: Department
    own_people: int
    below: list["Unit"] = field(default_factory=list)

    @property
    def people(self) -> int:
        return self.own_people + sum(unit.people for unit in self.below)


def tree() -> list[Unit]:
    """The whole organisation from the top. One query."""
    active = Count("people", filter=Q(people__is_active=True))
    departments = Department.objects.order_by("path").select_related("head").annotate(active=active)
    roots: list[Unit] = []
    trail: list[Unit] = []
    for department in departments:
        unit = Unit(department, department.active)
        del trail[department.depth - 1 :]
        (trail[-1].below if trail else roots).append(unit)
        trail.append(unit)
    return roots


def line_of(person: User) -> list[User]:
    """The managers above a person, the highest first; stops at a circle. A few queries."""
    line: list[User] = []
    seen = {person.pk}
    manager = person.manager
    while manager is not None and manager.pk not in seen:
        line.insert(0, manager)
        seen.add(manager.pk)
        manager = manager.manager
    return line
