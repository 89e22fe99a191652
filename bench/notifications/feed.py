"""The feed: fan-out on read or on write? And what a thousand open tabs cost.

    python bench/notifications/feed.py [--people 10000] [--events 1000000]

Makes a company in a temporary folder with events of two years (nine of ten are views), and
measures the first screens of the feed for people who follow much, little and nothing, when a
tenth of the events is there and when all are; what writing a row for each follower would cost;
and the bell as 1,000 tabs ask for it.
"""

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
FOLDER = tempfile.TemporaryDirectory(prefix="rynek-feed-")
os.environ["RYNEK_DATA"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.development")
os.environ["RYNEK_HOSTS"] = "testserver,localhost"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, reset_queries  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.pages.models import NewsIndexPage, NewsPage  # noqa: E402
from social.activity.models import Event, Verb  # noqa: E402
from social.following.actions import set_level  # noqa: E402
from social.following.feed import feed  # noqa: E402
from social.people.models import Department, User  # noqa: E402

PAGES = 1500
VERBS = [Verb.VIEWED] * 90 + [Verb.REACTED] * 4 + [Verb.COMMENTED] * 3 + [Verb.REPLIED] * 2
VERBS += [Verb.UPDATED]
chance = random.Random(7)


def company(people: int) -> tuple[list[int], list[int]]:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    departments = [Department.add_root(name=f"D{n}") for n in range(40)]
    User.objects.bulk_create(
        [
            User(
                email=f"p{n}@example.com",
                first_name=f"P{n}",
                last_name="Nowak",
                sort_key=f"{n:06}",
                password="!",
                department=departments[n % 40],
            )
            for n in range(people)
        ],
        batch_size=1000,
    )
    section = NewsIndexPage.objects.get(locale__language_code="pl")
    for number in range(PAGES):
        section.add_child(
            instance=NewsPage(
                title=f"N{number}", slug=f"n{number}", locale=section.locale, live=True
            )
        )
    pages = list(NewsPage.objects.values_list("pk", flat=True))
    return list(User.objects.values_list("pk", flat=True)), pages


def happen(people: list[int], pages: list[int], start: int, count: int, total: int) -> None:
    """Events `start` to `start + count` of `total`, spread over two years up to now."""
    end = timezone.now()
    step = timedelta(days=730) / total
    rows = []
    for number in range(start, start + count):
        moment = end - step * (total - number)
        verb = chance.choice(VERBS)
        rows.append(
            Event(
                actor_id=chance.choice(people),
                verb=verb,
                page_id=chance.choice(pages),
                subject_kind="page",
                subject_id=1,
                day=moment.date(),
                created_at=moment,
                actor_department_id=chance.randrange(1, 41),
            )
        )
        if len(rows) == 20_000:
            Event.objects.bulk_create(rows, ignore_conflicts=True)
            rows = []
    Event.objects.bulk_create(rows, ignore_conflicts=True)


def timed(deed: Callable[[], object], times: int = 15) -> float:
    """The median of several runs, in milliseconds of CPU of this process."""
    taken = []
    for _ in range(times):
        began = time.process_time()
        deed()
        taken.append((time.process_time() - began) * 1000)
    return round(statistics.median(taken), 1)


def readers(people: list[int], pages: list[int]) -> dict[str, User]:
    much, little, nothing = (User.objects.get(pk=pk) for pk in people[:3])
    section = NewsIndexPage.objects.get(locale__language_code="pl")
    set_level(much, section)
    for pk in people[10:40]:
        set_level(much, User.objects.get(pk=pk))
    set_level(much, Department.objects.first())
    set_level(little, NewsPage.objects.get(pk=pages[0]))
    return {"follows everything": much, "follows one page": little, "follows nothing": nothing}


def show_feed(cast: dict[str, User]) -> None:
    for name, person in cast.items():
        cursor = feed(person).next
        first, second = timed(lambda p=person: feed(p)), None
        if cursor:
            second = timed(lambda p=person, c=cursor: feed(p, c))
        reset_queries()
        connection.force_debug_cursor = True
        feed(person)
        queries = len(connection.queries)
        connection.force_debug_cursor = False
        print(f"  {name:20} first {first} ms, second {second} ms, {queries} queries", flush=True)


def fan_out_on_write(people: list[int]) -> None:
    """A row for each follower of one event, as a feed table would need it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE feed_row (id INTEGER PRIMARY KEY, person INT, event INT, at TEXT)"
        )
        cursor.execute("CREATE INDEX feed_row_person ON feed_row (person, at)")
        before = Path(connection.settings_dict["NAME"]).stat().st_size
        began = time.process_time()
        for event in range(10):
            cursor.executemany(
                "INSERT INTO feed_row (person, event, at) VALUES (%s, %s, %s)",
                [(pk, event, f"2026-11-{event:02}") for pk in people],
            )
        taken = (time.process_time() - began) * 100
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        size = (Path(connection.settings_dict["NAME"]).stat().st_size - before) / 10
    print(f"  one event, {len(people)} followers: {taken:.0f} ms, {size / 1024:.0f} KB", flush=True)


def show_bell(person: User) -> None:
    client = Client()
    client.force_login(person)
    first = client.get("/notifications/bell/")
    headers = {"If-None-Match": first["ETag"]}
    taken = timed(lambda: client.get("/notifications/bell/", headers=headers), 100)
    share = 1000 / 30 * taken / 10
    print(f"  not modified: {taken} ms; 1,000 tabs every 30 s: {share:.0f} % of one core")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    options = parser.parse_args()
    people, pages = company(options.people)
    cast = readers(people, pages)
    # The last sixty days are the same in both: only the past grows.
    recent = options.events // 12
    past = options.events // 10 - recent
    happen(people, pages, options.events - recent, recent, options.events)
    happen(people, pages, options.events - recent - max(past, 0), max(past, 0), options.events)
    connection.cursor().execute("ANALYZE")
    print(f"{Event.objects.count()} events", flush=True)
    show_feed(cast)
    happen(people, pages, 0, options.events - recent - max(past, 0), options.events)
    connection.cursor().execute("ANALYZE")
    print(f"{Event.objects.count()} events", flush=True)
    show_feed(cast)
    print("fan-out on write", flush=True)
    fan_out_on_write(people)
    print("the bell", flush=True)
    show_bell(cast["follows everything"])


if __name__ == "__main__":
    main()
