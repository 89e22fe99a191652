"""An invented company for measurements: people, departments, pages and two years of events."""

from __future__ import annotations

import datetime as dt
import random

from django.db import connection
from django.utils import timezone
from wagtail.models import Page

from blog.models import QuestionIndexPage, QuestionPage
from social.activity.models import Event, Verb
from social.people.models import Department, Level, User
from social.subjects.models import Topic

BATCH = 5000
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
    User.objects.bulk_create(persons, batch_size=BATCH)
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
    batch: list[Event] = []
    asked = {page.pk: now - dt.timedelta(seconds=generator.randrange(span)) for page in pages}
    for page in pages:
        batch.append(_event(page.owner, Verb.ASKED, page, None, asked[page.pk]))
    weights = [generator.lognormvariate(0, 1) for _ in persons]
    actors = generator.choices(range(len(persons)), weights, k=count - len(pages))
    for at in actors:
        verb = generator.choice(verbs)
        page = generator.choice(pages)
        start = asked[page.pk] if verb is not Verb.REACTED else now - dt.timedelta(seconds=span)
        moment = start + (now - start) * generator.random() ** 2
        target = None if verb is Verb.VIEWED else persons[generator.choice(circles[at])]
        batch.append(_event(persons[at], verb, page, target, moment))
        if len(batch) >= BATCH:
            Event.objects.bulk_create(batch, ignore_conflicts=True)
            batch.clear()
    Event.objects.bulk_create(batch, ignore_conflicts=True)


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


def _event(actor: User, verb: Verb, page: Page, target: User | None, moment: dt.datetime) -> Event:
    return Event(
        actor=actor,
        verb=verb,
        page_id=page.pk,
        subject_kind="page",
        subject_id=page.pk,
        target=target,
        actor_department_id=actor.department_id,
        actor_level_id=actor.level_id,
        day=timezone.localdate(moment),
        created_at=moment,
    )
