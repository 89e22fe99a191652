"""The first screen of a conversation: ours beside django-comments-xtd's own template tags.

    python -m bench.comments.compare [--sizes 10 1000 5000] [--peer-sizes 10 1000] [--json FILE]

Both render the same rows in the same process: ours `{% conversation page %}` (eight threads with
their first answers, reactions, rights, forms), theirs `{% render_xtdcomment_tree %}` (all). CPU
seconds are the best of five; queries are counted once. The whole page is measured too.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 1000, 5000])
    parser.add_argument("--peer-sizes", type=int, nargs="+", default=[10, 1000])
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _open_house(Path(folder))
        report = [_measure(size, size in options.peer_sizes) for size in options.sizes]
    for row in report:
        print(json.dumps(row))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))


def _open_house(folder: Path) -> None:
    """An empty house on SQLite, with the peer's addresses mounted for its templates only."""
    os.environ |= {"RYNEK_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "rynek.settings.test"}
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    import django
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.comments.urls"
    django.setup()
    from django.core.management import call_command

    from tests import template_database

    if not template_database.copy_to(folder / "rynek.sqlite3"):
        call_command("migrate", verbosity=0)


def _measure(size: int, with_peer: bool) -> dict:
    page, reader = _talk(size)
    request = _request(page, reader)
    ours = _render("{% load comments_tags %}{% conversation page %}", page, request)
    row = {"comments": size, "ours": _cost(ours), "page": _cost(lambda: _get(page, reader))}
    if with_peer:
        source = "{% load comments comments_xtd %}{% render_xtdcomment_tree for page %}"
        row["peer"] = _cost(_render(source, page, request), runs=1 if size > 100 else RUNS)
        row["cpu_ratio"] = round(row["peer"]["cpu_ms"] / row["ours"]["cpu_ms"], 1)
    return row


def _talk(size: int) -> tuple:
    """A page with that many comments: a fifth are roots, as in real conversations."""
    from datetime import timedelta

    from django.utils import timezone

    from social.comments.bulk import Draft, create_threads
    from social.people.models import User
    from tests.factories import make_news, make_person

    people = list(User.objects.all()[:10]) or [make_person() for _ in range(10)]
    page, now = make_news(f"Conversation of {size}", author=people[0]), timezone.now()
    drafts: list[Draft] = []
    for number in range(size):
        at = now - timedelta(minutes=size - number)
        parent = drafts[number - number % 5] if number % 5 else None
        text = (
            f"Point {number}: **this** concerns the whole team, see https://example.com/{number}."
        )
        drafts.append(Draft(page, people[number % 10], text, at, parent))
    create_threads(drafts)
    return page.specific, people[0]


def _request(page, reader):
    from django.test import RequestFactory

    request = RequestFactory().get(page.url)
    request.user, request.LANGUAGE_CODE, request.htmx = reader, "pl", False
    return request


def _render(source: str, page, request) -> Callable[[], str]:
    from django.template import RequestContext, Template

    template, reader = Template(source), request.user
    row = {field.attname: getattr(reader, field.attname) for field in reader._meta.concrete_fields}

    def render() -> str:
        request.user = type(reader).from_db("default", row.keys(), row.values())
        request.__dict__.pop("_stencils", None)  # nothing is remembered from before
        context = {"page": page, "user": request.user, "csrf_token": "x"}
        return template.render(RequestContext(request, context))

    return render


def _get(page, reader) -> str:
    from django.test import Client

    client = Client()
    client.force_login(reader)
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode()


def _cost(deed: Callable[[], str], runs: int = RUNS) -> dict:
    from django.db import connection

    queries = 0

    def count(execute, *arguments):
        nonlocal queries
        queries += 1
        return execute(*arguments)

    deed()  # what is remembered for a while is remembered now
    with connection.execute_wrapper(count):
        html = deed()
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        deed()
        best = min(best, time.process_time() - start)
    return {"queries": queries, "cpu_ms": round(best * 1000, 1), "kilobytes": len(html) // 1024}


if __name__ == "__main__":
    main()
