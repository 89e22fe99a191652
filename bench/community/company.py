"""An invented company for measurements: people, departments, pages and two years of events."""

from __future__ import annotations

import datetime as dt
import itertools
import random

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from blog.questions.models import QuestionIndexPage, QuestionPage
from social.activity.models import Event, Verb
from social.people.models import Department, Level, User
from social.subjects.models import Topic

BATCH = 50_000
ZONE = timezone.get_default_timezone()
COLUMNS = (
    "actor_id", "verb", "page_id", "subject_kind", "subject_id", "target_id",
    "actor_department_id", "actor_level_id", "day", "created_at",
)  # fmt: skip
LEVELS = (("Board", 5, True), ("Director", 4, False), ("Manager", 3, False), ("Specialist", 2, False), ("Junior", 1, False))  # fmt: skip


def build(
    people: int, events: int, *, months: int = 13, questions: int = 200, seed: int = 1
) -> None:
    """Fill an empty database."""
    generator = random.Random(seed)
    departments = _departments(max(4, people // 40))
    levels = [Level.objects.create(name=n, rank=r, is_board=b) for n, r, b in LEVELS]
    persons = _people(people, departments, levels, generator)
    pages = _questions(questions, persons, generator)
    _events(events, persons, pages, months, generator)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # in a house events come in the order of time
            cursor.execute(f"CREATE INDEX in_time ON {Event._meta.db_table} (created_at)")
            cursor.execute(f"CLUSTER {Event._meta.db_table} USING in_time")
            cursor.execute("DROP INDEX in_time")
        cursor.execute("ANALYZE")


def _departments(count: int) -> list[Department]:
    root = Department.add_root(name="Bench")
    return [root.add_child(name=f"Department {n}", slug=f"bench-{n}") for n in range(count)]


def _people(
    count: int, departments: list[Department], levels: list[Level], generator: random.Random
) -> list[User]:
    started = timezone.localdate()
    persons = []
    for n in range(count):
        step = (
            0
            if n < max(6, count // 200)
            else 1
            if n < count // 50
            else 2
            if n < count // 8
            else generator.choice((3, 4))
        )
        persons.append(
            User(
                email=f"bench{n}@example.com",
                first_name=f"Person{n}",
                last_name="Bench",
                sort_key=f"bench {n}",
                department=departments[n % len(departments)],
                level=levels[step],
                working_time=50 if generator.random() < 0.1 else 100,
                start_date=started - dt.timedelta(days=generator.randrange(20, 2000)),
            )
        )
    User.objects.bulk_create(persons, batch_size=2000)
    return list(User.objects.filter(email__startswith="bench").order_by("pk"))


def _questions(count: int, persons: list[User], generator: random.Random) -> list[Page]:
    section = QuestionIndexPage.objects.first()
    topics = [Topic.objects.create(name=f"Bench topic {n}", slug=f"bench-{n}") for n in range(12)]
    pages = []
    for n in range(count):
        asker = generator.choice(persons)
        page = QuestionPage(title=f"Question {n}", owner=asker, author=asker, locale=section.locale)
        section.add_child(instance=page)
        page.topics.add(generator.choice(topics))
        page.save()
        pages.append(page)
    return pages


def _events(
    count: int, persons: list[User], pages: list[Page], months: int, generator: random.Random
) -> None:
    now = timezone.now()
    span = months * 30 * 86_400
    circles = _circles(persons, generator)
    verbs = [Verb.VIEWED] * 3 + [Verb.COMMENTED, Verb.REPLIED, Verb.REPLIED, Verb.REACTED, Verb.REACTED, Verb.MENTIONED]  # fmt: skip
    asked = {page.pk: now - dt.timedelta(seconds=generator.randrange(span)) for page in pages}
    rows = [_row(page.owner, Verb.ASKED, page, None, asked[page.pk]) for page in pages]
    weights = [generator.lognormvariate(0, 1) for _ in persons]
    total = list(itertools.accumulate(weights))
    for _ in range(count - len(pages)):
        at = generator.choices(range(len(persons)), cum_weights=total)[0]
        verb = generator.choice(verbs)
        page = generator.choice(pages)
        start = asked[page.pk] if verb is not Verb.REACTED else now - dt.timedelta(seconds=span)
        moment = start + (now - start) * generator.random() ** 2
        target = None if verb is Verb.VIEWED else persons[generator.choice(circles[at])].pk
        rows.append(_row(persons[at], verb, page, target, moment))
        if len(rows) >= BATCH:
            _write(rows)
            rows.clear()
    _write(rows)


def _write(rows: list[tuple]) -> None:
    """Insert events; PostgreSQL takes them as a stream, ten times as fast."""
    if connection.vendor != "postgresql":
        events = [Event(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
        Event.objects.bulk_create(events, ignore_conflicts=True)
        return
    names, table = ", ".join(COLUMNS), Event._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS stream AS SELECT {names} FROM {table} LIMIT 0"
        )
        with cursor.copy(f"COPY stream ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {table} ({names}, data)"
            f" SELECT {names}, '{{}}' FROM stream ON CONFLICT DO NOTHING"
        )
        cursor.execute("TRUNCATE stream")


def _circles(persons: list[User], generator: random.Random) -> list[list[int]]:
    """Whom each person mostly deals with: colleagues of the department and a few others."""
    homes: dict[int, list[int]] = {}
    for at, person in enumerate(persons):
        homes.setdefault(person.department_id, []).append(at)
    circles: list[list[int]] = [[] for _ in persons]
    for at, person in enumerate(persons):
        near = generator.choices(homes[person.department_id], k=5)
        far = generator.choices(range(len(persons)), k=2)
        for one in near + far:
            if one != at:
                circles[at].append(one)
                circles[one].append(at)
    return [circle or [(at + 1) % len(persons)] for at, circle in enumerate(circles)]


def _row(actor: User, verb: Verb, page: Page, target: int | None, moment: dt.datetime) -> tuple:
    day = moment.astimezone(ZONE).date()
    return (
        actor.pk, verb.value, page.pk, "page", page.pk, target,
        actor.department_id, actor.level_id, day, moment,
    )  # fmt: skip
