"""The people of the demo company, written to the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from PIL import Image

from social.people import audiences, groups
from social.people.collation import fold, sort_key
from social.people.models import (
    Audience,
    AudienceRule,
    Department,
    Language,
    Level,
    Location,
    Skill,
    User,
)
from social.people.personas import EMAIL_DOMAIN

from .about import ABOUT
from .clock import Clock
from .content import Company, Person
from .portraits import portrait

PERSONAS = {
    "aleksandra.nowicka": "employee",
    "michal.wrona": "editor",
    "hanna.borek": "community-manager",
    "krystyna.zaremba": "board",
    "tomasz.gil": "administrator",
}
GROUPS = {
    "michal.wrona": groups.EDITORS,
    "izabela.kunicka": groups.EDITORS,
    "zuzanna.frackowiak": groups.EDITORS,
    "emma.lindqvist": groups.EDITORS,
    "hanna.borek": groups.COMMUNITY_MANAGERS,
    "ines.ferreira": groups.COMMUNITY_MANAGERS,
}
# What the personas follow: topics, colleagues, pages.
PERSONAS_FOLLOW = {
    "aleksandra.nowicka": (
        ("Logistyka", "Produkcja", "Urlopy", "Sport", "Magazyn"),
        ("halina.marczak", "honorata.kus", "stanislaw.kopec", "hanna.borek"),
        ("awizacje", "stolowka", "linia-pir", "swieta-2026"),
    ),
    "michal.wrona": (
        ("Komunikacja", "Ludzie", "Wydarzenia", "Intranet"),
        ("hanna.borek", "krystyna.zaremba", "edward.pilch"),
        ("zasady-rozmowy", "szablony-marka", "mielec-lakiernia-pompa"),
    ),
    "hanna.borek": (
        ("Ludzie", "Komunikacja", "Onboarding", "Rada pracowników"),
        ("zuzanna.frackowiak", "zbigniew.kurek", "krystyna.zaremba"),
        ("q-zamrozenie", "q-czesci-zapas", "zasady-rozmowy", "pierwszy-miesiac"),
    ),
    "krystyna.zaremba": (
        ("Strategia", "Finanse"),
        ("joanna.rybicka", "marek.olszanski", "piotr.hajduk", "aneta.zielonka"),
        ("q-zamrozenie", "polnoc", "bio-pir", "linia-pir"),
    ),
    "tomasz.gil": (
        ("IT", "ERP", "ISO 27001", "Bezpieczeństwo informacji"),
        ("dawid.rogalski", "oksana.melnyk", "bartosz.cieslak"),
        ("iso-27001", "erp-9", "vpn", "audyt-nadzoru-2026"),
    ),
}
ENGLISH_FIRST = {"B"}  # the foreign office reads English
PHOTO_SHARE = 0.9
PHOTO_PIXELS, THUMBNAIL_PIXELS = 640, 128


@dataclass
class Staff:
    """The people that were written, by their ids in the content, and where they belong."""

    users: dict[str, User]
    departments: dict[str, Department]
    locations: dict[str, Location]
    levels: dict[str, Level]
    audiences: dict[str, Audience] = field(default_factory=dict)

    def everybody(self) -> list[User]:
        """All of them, in the order of their ids."""
        return sorted(self.users.values(), key=lambda user: user.pk)


def write_people(company: Company, rng: Random, clock: Clock) -> Staff:
    """Departments, levels, places and people with their managers, skills, groups and audiences."""
    facts = company.facts
    levels = {
        raw["id"]: Level.objects.create(
            name=raw["name"], rank=raw["rank"], is_board=raw.get("board", False)
        )
        for raw in facts["levels"]
    }
    locations = {
        raw["id"]: Location.objects.create(
            name=raw["name"], city=raw["city"], country=raw["country"], time_zone=raw["zone"]
        )
        for raw in facts["locations"]
    }
    departments = _departments(facts["departments"])
    staff = Staff({}, departments, locations, levels)
    users = [_user(person, staff, rng, clock) for person in company.people.values()]
    User.objects.bulk_create(users)
    staff.users = dict(zip(company.people, users, strict=True))
    _put_in_charge(company, staff)
    _languages_and_skills(company, staff)
    _groups(company, staff)
    staff.audiences = _audiences(staff)
    return staff


def _departments(raw: list[dict[str, Any]], parent: Department | None = None) -> dict:
    found: dict[str, Department] = {}
    for item in raw:
        department = Department(name=item["name"])
        if parent is None:
            Department.add_root(instance=department)
        else:
            Department.objects.get(pk=parent.pk).add_child(instance=department)
        found[item["id"]] = department
        found |= _departments(item.get("children", []), department)
    return found


def email_of(person_id: str) -> str:
    """Personas have addresses that the sign-in page knows; the others first and last name."""
    return f"{PERSONAS.get(person_id, person_id)}@{EMAIL_DOMAIN}"


def _user(person: Person, staff: Staff, rng: Random, clock: Clock) -> User:
    start = clock.day(person.start)
    joined = clock.now.replace(year=start.year, month=start.month, day=min(start.day, 28), hour=8)
    return User(
        email=email_of(person.id),
        password=make_password(None),
        first_name=person.first_name,
        last_name=person.last_name,
        sort_key=sort_key(f"{person.last_name} {person.first_name}"),
        folded_name=fold(f"{person.first_name} {person.last_name}"),
        date_joined=min(joined, clock.now),
        job_title=person.title,
        department=staff.departments[person.department],
        level=staff.levels[person.level],
        location=staff.locations[person.location],
        phone=f"+48 600 {rng.randint(0, 999):03} {rng.randint(0, 999):03}"
        if person.location != "B"
        else f"+420 700 {rng.randint(0, 999):03} {rng.randint(0, 999):03}",
        about=ABOUT.get(person.id, ""),
        start_date=start,
        working_time=rng.choice([100] * 14 + [80, 50]),
        language="en" if person.location in ENGLISH_FIRST or "pl" not in person.languages else "pl",
        is_superuser=PERSONAS.get(person.id) == "administrator",
    )


def _put_in_charge(company: Company, staff: Staff) -> None:
    """Heads of departments, and who reports to whom: the head, or the head above."""
    heads = {person.department: person.id for person in company.people.values() if person.is_head}
    above: dict[str, str | None] = {}
    for raw in company.facts["departments"]:
        above[raw["id"]] = None
        above |= {child["id"]: raw["id"] for child in raw.get("children", [])}
    chief = heads["zarzad"]
    for person in company.people.values():
        boss = heads.get(person.department)
        if boss is None or person.is_head:
            parent = above[person.department]
            boss = heads.get(parent, chief) if parent else chief
        user = staff.users[person.id]
        user.manager = staff.users[boss] if boss != person.id else None
    User.objects.bulk_update(staff.users.values(), ["manager"], batch_size=200)
    for department, head in heads.items():
        staff.departments[department].head = staff.users[head]
    Department.objects.bulk_update(
        [staff.departments[name] for name in heads], ["head"], batch_size=200
    )


def _languages_and_skills(company: Company, staff: Staff) -> None:
    languages = {
        code: Language.objects.get_or_create(code=code, defaults={"name": name})[0]
        for code, name in company.facts["languages"].items()
    }
    names = sorted({skill for person in company.people.values() for skill in person.skills})
    known = {skill.name: skill for skill in Skill.objects.filter(name__in=names)}
    new = [Skill(name=name, sort_key=sort_key(name)) for name in names if name not in known]
    known |= {skill.name: skill for skill in Skill.objects.bulk_create(new)}
    speaks, knows = User.languages.through, User.skills.through
    speaks.objects.bulk_create(
        speaks(user_id=staff.users[person.id].pk, language_id=languages[code].pk)
        for person in company.people.values()
        for code in person.languages
    )
    knows.objects.bulk_create(
        knows(user_id=staff.users[person.id].pk, skill_id=known[name].pk)
        for person in company.people.values()
        for name in person.skills
    )


def _groups(company: Company, staff: Staff) -> None:
    for name in groups.NAMES:
        Group.objects.get_or_create(name=name)
    for person_id, name in GROUPS.items():
        staff.users[person_id].groups.add(Group.objects.get(name=name))
    board = [staff.users[person.id] for person in company.people.values() if person.level == "Z"]
    Group.objects.get(name=groups.BOARD).user_set.add(*board)
    Group.objects.get(name=groups.EMPLOYEES).user_set.add(*staff.users.values())


def _audiences(staff: Staff) -> dict[str, Audience]:
    """Whom pages can be addressed to."""
    polish = [place for place in staff.locations.values() if place.country == "PL"]
    chosen: dict[str, tuple[str, dict[str, Any]]] = {
        "all": ("Wszyscy", {"everybody": True}),
        "PL": ("Polska", {"locations": polish}),
        "production": ("Produkcja", {"departments": [staff.departments["produkcja"]]}),
        "G": ("Gniezno", {"locations": [staff.locations["G"]]}),
        "M": ("Mielec", {"locations": [staff.locations["M"]]}),
        "B": ("Kalorys CZ", {"departments": [staff.departments["brno"]]}),
        "new": ("Nowe osoby", {"started_within_days": 90}),
        "leaders": ("Kadra kierownicza", {"levels": [staff.levels[k] for k in ("K", "D", "Z")]}),
    }
    found: dict[str, Audience] = {}
    for key, (name, conditions) in chosen.items():
        audience = Audience.objects.create(name=name)
        plain = {k: v for k, v in conditions.items() if not isinstance(v, list)}
        rule = AudienceRule.objects.create(audience=audience, **plain)
        for field_name, values in conditions.items():
            if isinstance(values, list):
                getattr(rule, field_name).set(values)
                rule.save()
        found[key] = audience
    audiences.rebuild()
    return found


def draw_photo(user: User, person: Person, seed: int) -> bool:
    """Give the person a portrait; one in ten has not uploaded any. Returns whether it did."""
    rng = Random(f"{seed}:{person.id}")  # noqa: S311 - a drawing, not a secret
    is_persona = person.id in PERSONAS
    if rng.random() > PHOTO_SHARE and not is_persona:
        return False
    age = {"J": 24, "S": 34, "SS": 41, "E": 47, "K": 46, "D": 52, "Z": 54}[person.level]
    picture = portrait(rng, is_woman=person.is_woman, age=age + rng.randint(-4, 8))
    user.photo.save(f"{user.pk}.webp", _webp(picture, PHOTO_PIXELS), save=False)
    user.thumbnail.save(f"{user.pk}-s.webp", _webp(picture, THUMBNAIL_PIXELS), save=False)
    return True


def _webp(picture: Image.Image, pixels: int) -> ContentFile:
    buffer = BytesIO()
    picture.resize((pixels, pixels), Image.Resampling.LANCZOS).save(
        buffer, "WEBP", quality=84, method=2
    )
    return ContentFile(buffer.getvalue())
