"""A real house for a real browser: `rynek serve` with its worker, on a data folder of its own.

Tests talk to it only through Chromium, and through `site.shell(code)` to set a scene. They share
the house, so each makes what it looks at and asserts nothing about the rest.
"""

import itertools
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import template_database

ROOT = Path(__file__).resolve().parents[2]
# The same Chromium without a window needs half the time.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
START_SECONDS = 90
RERUNS = 2  # a real browser beside other work stumbles now and then; `-rR` names what did
STAGE = Path(__file__).with_name("stage.py")
BACKSTAGE = Path(__file__).with_name("backstage.py")
SESSION = """
from django.test import Client
from social.people.models import User
client = Client()
client.force_login(User.objects.get(email="{persona}@demo.rynek.example"))
print(client.cookies["sessionid"].value)
"""
_numbers = itertools.count(1)
expect.set_options(timeout=15_000)  # a busy machine is no failure


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=RERUNS))


@dataclass
class Site:
    """The house under test, and somebody backstage in it."""

    url: str
    backstage: subprocess.Popen[str]

    def manage(self, *command: str) -> str:
        """Run a management command in the house; returns what it printed."""
        return self._ask({"command": command})

    def shell(self, code: str) -> str:
        """Run Python in the house; returns what it printed."""
        return self._ask({"code": code})

    def _ask(self, order: dict[str, Any]) -> str:
        inlet, outlet = self.backstage.stdin, self.backstage.stdout
        assert inlet is not None and outlet is not None
        inlet.write(json.dumps(order) + "\n")
        inlet.flush()
        answer = json.loads(outlet.readline() or '{"error": "backstage has ended"}')
        assert "error" not in answer, answer["error"]
        return answer["printed"].strip()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_well(url: str, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the server ended at once"
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.3)
    pytest.fail("the server did not become well")


@contextmanager
def _running(*command: str, environment: dict[str, str], **options: Any) -> Iterator[Any]:
    process = subprocess.Popen(
        [sys.executable, *command], env=environment, cwd=ROOT, text=True, **options
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = _free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rynek.settings.development",
        "RYNEK_DATA": str(tmp_path_factory.mktemp("house")),
        "RYNEK_DEMO": "1",
        "RYNEK_LANGUAGE": "pl",
        "RYNEK_WEB_PROCESSES": "1",
        "PORT": str(port),
        "PYTHONPATH": os.pathsep.join([str(ROOT / "site"), str(ROOT)]),
    }
    template_database.copy_to(Path(environment["RYNEK_DATA"], "rynek.sqlite3"))
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with _running(str(BACKSTAGE), environment=environment, **pipes) as backstage:
        house = Site(f"http://localhost:{port}", backstage)
        house.manage("migrate", "--verbosity", "0")
        house.manage("collectstatic", "--noinput", "--verbosity", "0")
        house.shell(STAGE.read_text())
        serve = ("manage.py", "serve", "--port", str(port))
        with _running(*serve, environment=environment) as server:
            _wait_until_well(house.url, server)
            yield house


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.fail("Chromium is not installed: apt-get install chromium")
    # Playwright keeps an event loop in this thread; Django would take our own queries for its.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def news(site: Site) -> str:
    """The address of a fresh piece of news."""
    title = f"Rozmowa {next(_numbers)}"
    return site.shell(
        "from tests.factories import make_news\n"
        "from social.people.models import User\n"
        "from social.comments.models import ConversationSettings\n"
        "ConversationSettings.objects.update_or_create(pk=1, defaults={'comments_per_minute': 500, 'comments_per_hour': 5000, 'comments_per_hour_new': 5000})\n"
        "editor = User.objects.get(email='editor@demo.rynek.example')\n"
        f"print(make_news({title!r}, author=editor, owner=editor, text='Otwieramy nową halę w maju.').url)"
    ).splitlines()[-1]


@pytest.fixture
def open_as(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A signed-in browser page: `open_as("employee", language="en", javascript=False)`.

    It shows nothing yet, except after signing in on the page for it (`by_form`). Fails the test when the page reports a script error or a Content-Security-Policy violation.
    """
    contexts, problems = [], []

    def open_page(
        persona: str,
        *,
        language: str = "pl",
        javascript: bool = True,
        width: int = 1440,
        by_form: bool = False,
    ) -> Page:
        context = browser.new_context(
            base_url=site.url,
            java_script_enabled=javascript,
            locale={"pl": "pl-PL", "en": "en-GB"}[language],
            viewport={"width": width, "height": 900},
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on(
            "console",
            lambda message: (
                problems.append(message.text)
                if "Content Security Policy" in message.text and "/admin/" not in page.url
                else None
            ),
        )
        if by_form:
            page.goto("/sign-in/")
            page.locator(f'form[action$="/as/{persona}/"] button').click()
            page.wait_for_url(lambda url: "/sign-in/" not in url)
        else:
            session = site.shell(SESSION.format(persona=persona))
            context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems
