"""The whole search page at the size of a large company: requests, permission, facets, the lot.

    python -m bench.search.page [--documents 10000] [--collection DIR] [--json]

Makes a company in a temporary folder (SQLite, 60 sections of which ten are restricted, two
comments for every three pages), builds the index, and asks as an employee through Django's whole
stack: the results page, the panel while one types, queries with a typing error. Then pages are
published one by one and drained as the worker does. Milliseconds of CPU, and of wall time.
"""

# ruff: noqa: E402 (Django is set up first)

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

if "BENCH_DATA" not in os.environ:  # a folder in which the company is kept for the next run
    FOLDER = tempfile.TemporaryDirectory(prefix="bench-search-page-")
os.environ["RYNEK_DATA"] = os.environ.get("BENCH_DATA") or FOLDER.name
os.environ["RYNEK_HOSTS"] = "testserver,localhost"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.development")

import django

django.setup()

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.search.backends import get_search_backend

from bench.search import corpus
from bench.search.speed import timed
from blog.pages.models import ContentPage, GuideIndexPage, GuidePage, NewsPage
from search.engine.rebuild import rebuild
from search.outbox.drain import drain
from search.page.answer import answer
from search.page.request import from_query
from social.comments.bulk import Draft, create_threads
from social.people.models import Department, User

SECTIONS, CLOSED = 60, 10
rng = random.Random(3)


def make_company(posts: list[dict[str, Any]]) -> bool:
    """Fill an empty folder; returns whether it was empty."""
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    if NewsPage.objects.exists():
        return False
    people = employees()
    parted = len(posts) * 6 // 10
    pages = write_pages(posts[:parted], people)
    write_comments(posts[parted:], pages, people)
    connection.cursor().execute("ANALYZE")
    return True


def employees(people: int = 500) -> list[User]:
    departments = [Department.add_root(name=f"D{n}") for n in range(25)]
    User.objects.bulk_create(
        User(
            email=f"p{n}@example.com",
            first_name=f"Imię{n}",
            last_name=f"Nazwisko{n}",
            sort_key=f"{n:06}",
            password="!",
            department=departments[n % 25],
        )
        for n in range(people)
    )
    return list(User.objects.order_by("pk"))


def sections() -> list[GuidePage]:
    """Sections of which every sixth is for the board only."""
    parent = GuideIndexPage.objects.get(locale__language_code="pl")
    made = [
        parent.add_child(instance=GuidePage(title=f"Sekcja {n}", locale=parent.locale))
        for n in range(SECTIONS)
    ]
    board, _ = Group.objects.get_or_create(name="Board")
    for page in made[:: SECTIONS // CLOSED]:
        closed = PageViewRestriction.objects.create(page=page, restriction_type="groups")
        closed.groups.add(board)
    return made


def write_pages(posts: list[dict[str, Any]], people: list[User]) -> list[NewsPage]:
    """Insert pages in bulk: `add_child` would take an hour."""
    homes = sections()
    counts = [0] * SECTIONS
    model, pages = NewsPage, []
    first = Page.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
    content_type = NewsPage(title="x").content_type
    for number, post in enumerate(posts):
        place = post["space"] % SECTIONS
        home = homes[place]
        counts[place] += 1
        page = model(
            pk=first + number,
            title=post["title"][:200],
            slug=f"p{number}",
            path=Page._get_path(home.path, home.depth + 1, counts[place]),
            depth=home.depth + 1,
            url_path=f"{home.url_path}p{number}/",
            content_type=content_type,
            locale=home.locale,
            live=post["live"],
            first_published_at=post["date"],
            last_published_at=post["date"],
            author=people[post["author_id"] % len(people)],
            body=[("text", post["body"])],
        )
        page.page_ptr_id = page.contentpage_ptr_id = page.pk
        pages.append(page)
    for table in (Page, ContentPage, NewsPage):
        fields = table._meta.local_concrete_fields
        with transaction.atomic():
            table._base_manager.all()._batched_insert(pages, fields, 400)
    for home, count in zip(homes, counts, strict=True):
        Page.objects.filter(pk=home.pk).update(numchild=count)
    return pages


def write_comments(posts: list[dict[str, Any]], pages: list[NewsPage], people: list[User]) -> None:
    now = timezone.now()
    create_threads(
        Draft(
            rng.choice(pages), people[post["author_id"] % len(people)], post["body"][:600],
            now - timedelta(minutes=len(posts) - number),
        )
        for number, post in enumerate(posts)
    )  # fmt: skip


def queries_of(get: Callable[[], Any]) -> int:
    count = 0

    def counted(execute: Any, *arguments: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*arguments)

    with connection.execute_wrapper(counted):
        get()
    return count


def measure(count: int, folder: Path | None) -> dict[str, Any]:
    posts = list(corpus.posts(count, folder))
    made = make_company(posts)
    people, pages = list(User.objects.order_by("pk")), list(NewsPage.objects.order_by("pk")[:20])
    report: dict[str, Any] = {"documents": count}
    if made:
        started, began = time.perf_counter(), time.process_time()
        documents = rebuild(get_search_backend())
        report["rebuild"] = {
            "documents": documents,
            "per_second": round(documents / (time.perf_counter() - started)),
            "per_cpu_second": round(documents / (time.process_time() - began)),
        }
    client = Client()
    client.force_login(people[1])

    def results(typed: str) -> None:
        assert client.get("/search/", {"q": typed}).status_code == 200

    def panel(typed: str) -> None:
        assert client.get("/search/panel/", {"q": typed}).status_code == 200

    asked = corpus.queries(posts, 150)
    results(asked[0])
    results(asked[0][:2] + asked[0][3:])
    found = sorted(answer(from_query({"q": q}, people[1]), people[1]).total for q in asked[:60])
    report["hits"] = {"median": found[len(found) // 2], "most": found[-1]}
    report["results"] = timed(results, asked)
    report["results_queries"] = queries_of(lambda: results(asked[1]))
    report["panel"] = timed(panel, [t[:n] for t in asked[:60] for n in (2, 3, 5, 8) if len(t) >= n])
    report["panel_queries"] = queries_of(lambda: panel(asked[1][:5]))
    report["with_typo"] = timed(results, [t[:2] + t[3:] for t in asked[:60] if len(t) > 5])
    drain_all()

    def publish(number: int) -> None:
        drain_all()

    published: list[int] = list(range(20))
    cost = []
    for number in published:
        page = NewsPage.objects.get(pk=pages[number].pk)
        page.title = f"{page.title} poprawka"
        page.save()
        cost.append(timed(publish, [number])["cpu_p50_ms"])
    report["publish_cpu_ms"] = {"p50": sorted(cost)[10], "p95": sorted(cost)[18]}
    return report


def drain_all() -> None:
    while drain():
        pass


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--collection", type=Path, help="cut texts from DIR/docs.jsonl")
    arguments = parser.parse_args()
    print(json.dumps(measure(arguments.documents, arguments.collection), indent=1))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
