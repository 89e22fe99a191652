"""`rynek prepare` does what is needed, and nothing the second time."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.contrib.sites.models import Site
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from wagtail.models import Site as WagtailSite

from rynek import health, preparation
from rynek.carrying import moved
from rynek.management.commands import serve
from tests import template_database
from tests.factories import make_news


def run_in_house(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=django_settings.BASE_DIR,
        env=environment | {"RYNEK_DEMO": "0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.usefixtures("django_db_setup")  # makes the template where there is none
def test_house_is_prepared_once(site_environment) -> None:
    house = Path(site_environment["RYNEK_DATA"])
    house.mkdir()
    assert template_database.copy_to(house / "rynek.sqlite3")
    run_in_house(site_environment, "migrate", "search_extraction", "zero")
    first = run_in_house(site_environment, "prepare")
    second = run_in_house(site_environment, "prepare")
    assert "already" not in first
    assert second.count("already") == 2


@pytest.mark.django_db
def test_a_database_between_two_older_states_is_refused() -> None:
    """Django itself would leave the tables as they are, and say nothing."""
    assert not preparation.migrate_if_needed()
    MigrationRecorder(connection).record_applied(*moved.MARK_OF_OLDER)
    with pytest.raises(CommandError, match="too old"):
        preparation.migrate_if_needed()
    with pytest.raises(CommandError, match="too old"):
        call_command("migrate", verbosity=0)
    assert not health.migrations().ok


def test_changed_static_file_is_collected_again(settings, tmp_path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "a.css").write_text("a {}")
    settings.DATA_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        }
    }
    assert preparation.collect_static_if_changed()
    assert not preparation.collect_static_if_changed()
    (source / "a.css").write_text("a { color: red }")
    assert preparation.collect_static_if_changed()


@pytest.mark.django_db
def test_nothing_to_migrate_is_noticed() -> None:
    assert not preparation.migrate_if_needed()


@pytest.mark.django_db
def test_links_carry_the_address_of_the_house(client_of, employee) -> None:
    page = make_news()
    preparation.tell_sites_their_address("https://rynek.example.com")
    assert page.full_url == f"https://rynek.example.com{page.url}"
    assert Site.objects.get_current().domain == "rynek.example.com"
    preparation.tell_sites_their_address("http://localhost:8123")
    assert WagtailSite.objects.get(is_default_site=True).root_url == "http://localhost:8123"
    assert client_of(employee).get(page.url).status_code == 200


@pytest.mark.django_db
def test_a_migrated_database_knows_the_address(settings) -> None:
    settings.RYNEK_BASE_URL = "https://migrated.example.com"
    call_command("migrate", verbosity=0)
    assert WagtailSite.objects.get(is_default_site=True).hostname == "migrated.example.com"


@pytest.mark.django_db
def test_serve_prepares_first_when_asked(monkeypatch) -> None:
    monkeypatch.setenv("PORT", "8000")
    done: list[str] = []

    class Watcher:
        def __init__(self, children, is_ready) -> None:
            done.append(" and ".join(child.name for child in children))

        def run(self, when_ready) -> int:
            return 0

    monkeypatch.setattr(serve, "call_command", lambda name, **options: done.append(name))
    monkeypatch.setattr(serve, "Supervisor", Watcher)
    monkeypatch.setattr(serve, "connections", SimpleNamespace(close_all=lambda: None))
    monkeypatch.setattr(serve.Command, "refuse_taken_port", lambda *args: None)
    with pytest.raises(SystemExit) as ended:
        call_command("serve", prepare=True, port=8123, skip_checks=True)
    assert os.environ["PORT"] == "8123"  # as the links that the children make will say
    assert WagtailSite.objects.get(is_default_site=True).root_url == "http://localhost:8123"
    assert ended.value.code == 0
    assert done == ["prepare", "web server and worker"]


def test_serve_says_when_the_port_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} cannot be used"):
            call_command("serve", port=port, bind="127.0.0.1", skip_checks=True)


def test_serve_says_that_the_database_is_empty(site_environment) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "serve", "--port", "0"],
        cwd=django_settings.BASE_DIR,
        env=site_environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert "rynek prepare" in done.stderr and "Traceback" not in done.stderr
