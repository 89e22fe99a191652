"""Measure audiences: `python -m bench.publishing.audiences 10000 200`, in a `RYNEK_DATA` of its own that
`RYNEK_DEMO=0 rynek prepare` has made.

People in a tree of departments, audiences of every kind of rule, pages addressed and restricted
to them, must-reads. Prints how long a rebuild takes, and what a page view costs.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.development")
django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.pages.models import NewsIndexPage, NewsPage, PageAudience  # noqa: E402
from blog.pages.who import budget, readership  # noqa: E402
from blog.reading.models import MustRead  # noqa: E402
from blog.reading.must_read import asked_of, due_reminders  # noqa: E402
from social.people.audiences import audience_ids, rebuild, refresh_person  # noqa: E402
from social.people.models import (  # noqa: E402
    Audience,
    AudienceMember,
    AudienceRule,
    Department,
    Level,
    Location,
    User,
)

PAGES = 200


@contextmanager
def timed(what: str) -> Iterator[None]:
    start, work = time.perf_counter(), time.process_time()
    yield
    wall, busy = time.perf_counter() - start, time.process_time() - work
    print(f"{what:<58} {wall:8.3f} s, {busy:.3f} s of this process", flush=True)


def build(people: int, audiences: int, rng: Random) -> None:
    """A company with nothing in it but what audiences look at, and pages for them."""
    roots = [Department.add_root(name=f"Bench division {n}") for n in range(12)]
    departments = roots + [
        root.add_child(name=f"{root.name} team {n}") for root in roots for n in range(8)
    ]
    levels = [Level.objects.create(name=f"Bench level {n}", rank=n) for n in range(7)]
    locations = [Location.objects.create(name=f"Bench place {n}", city="x") for n in range(12)]
    today = timezone.localdate()
    User.objects.bulk_create(
        User(
            email=f"bench{n}@example.com",
            first_name="Anna",
            last_name=f"Bench{n}",
            sort_key=f"{n:06}",
            department=rng.choice(departments),
            level=rng.choice(levels),
            location=rng.choice(locations),
            start_date=today - timedelta(days=rng.randint(0, 4000)),
        )
        for n in range(people)
    )
    for number in range(audiences):
        audience = Audience.objects.create(name=f"Bench audience {number}")
        rule = AudienceRule(audience=audience, everybody=number % 40 == 0)
        if number % 4 == 0:
            rule.departments = rng.sample(departments, rng.randint(1, 4))
        if number % 4 == 1:
            rule.locations, rule.levels = rng.sample(locations, 3), rng.sample(levels, 3)
        if number % 4 == 2:
            rule.started_within_days = rng.choice([90, 365, 1500])
        if number % 4 == 3:
            rule.levels = rng.sample(levels, 2)
        rule.save()
        if number % 5 == 0:
            out = AudienceRule(audience=audience, excludes=True)
            out.departments = [rng.choice(departments)]
            out.save()


def write_pages(rng: Random) -> None:
    index = NewsIndexPage.objects.get(locale__language_code="pl")
    audiences = list(Audience.objects.filter(name__startswith="Bench"))
    for number in range(PAGES):
        page = NewsPage(title=f"Bench {number}", locale=index.locale, restricted=number % 4 == 0)
        index.add_child(instance=page)
        for audience in rng.sample(audiences, rng.randint(1, 3)):
            PageAudience.objects.create(page=page, audience=audience)
        if number % 10 == 0:
            audience = rng.choice(audiences)
            due = timezone.localdate() + timedelta(days=7)
            MustRead.objects.create(page=page, audience=audience, due_on=due)
        NewsPage.objects.get(pk=page.pk).save_revision().publish()


def queries(work: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def main(people: int, audiences: int) -> None:
    rng = Random(1)
    if not User.objects.filter(email__startswith="bench").exists():
        with timed(f"building {people} people, {audiences} audiences"):
            build(people, audiences, rng)
        rebuild()
        with timed(f"publishing {PAGES} pages"):
            write_pages(rng)
    AudienceMember.objects.all().delete()
    for what in ("rebuild from nothing", "rebuild when nothing changed"):
        with timed(what):
            rebuild()
    print(f"memberships: {AudienceMember.objects.count()}")
    reader = User.objects.get(email="bench7@example.com")
    with timed("one person moves to another department"):
        refresh_person(reader)
    reader = User.objects.get(pk=reader.pk)
    print(f"queries to know somebody's audiences: {queries(lambda: audience_ids(reader))}")
    print(f"queries to know what somebody must read: {queries(lambda: asked_of(reader))}")
    client = Client(headers={"host": "localhost"})
    client.force_login(reader)
    client.get("/pl/")
    cache.clear()
    page = NewsPage.objects.filter(restricted=False).exclude(addressed_audiences=None).first()
    for name, url in (("start page", "/pl/"), ("a page for audiences", page.url if page else "")):
        client.get(url)
        with timed(name):
            client.get(url)
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        about = sum('FROM "people_audiencemember"' in q["sql"] for q in captured.captured_queries)
        print(
            f"{name}: {len(captured)} queries, of which {about} read memberships (one resolves, one asks must-reads since when)"
        )
    wide = list(Audience.objects.order_by("-size")[:3])
    with timed("the panel: who will see this, and why"):
        readership(page, None, wide, restricted=True)
    with timed("the notification budget of everybody"):
        budget(User.objects.active())
    with timed("who is to be reminded today"):
        due_reminders(timezone.localdate())


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
