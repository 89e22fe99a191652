"""The reference in the documentation is what the code says; `rynek reference` writes it."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import call_command

from rynek.reference import listening, pages, slots
from rynek.reference.ours import app_configs, is_ours, templates
from rynek.reference.tables import table

pytestmark = pytest.mark.django_db


def test_the_reference_is_up_to_date(tmp_path) -> None:
    """In a process of its own: tests register queues and rules, too."""
    environment = os.environ | {"RYNEK_DATA": str(tmp_path), "RYNEK_DEMO": "0"}
    for command in (["migrate", "--verbosity", "0"], ["reference", "--check"]):
        done = subprocess.run(
            [sys.executable, "manage.py", *command, "--settings", "rynek.settings.test"],
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr[-500:]


def test_it_is_written_where_it_is_read(tmp_path, settings) -> None:
    configuration = tmp_path / pages.CONFIGURATION
    configuration.parent.mkdir(parents=True)
    configuration.write_text("Before\n<!-- settings -->\nold\n<!-- /settings -->\nAfter\n")
    settings.BASE_DIR = tmp_path
    (tmp_path / "templates").mkdir()
    call_command("reference")
    assert {path.stem for path in (tmp_path / pages.ROOT).iterdir()} == pages.PAGES.keys()
    assert "| `PORT` | `8000` |" in configuration.read_text()
    assert configuration.read_text().startswith("Before") and "After" in configuration.read_text()


def test_no_page_is_forgotten() -> None:
    """A page that nobody writes any more goes."""
    folder = settings.BASE_DIR / pages.ROOT
    assert {path.stem for path in folder.glob("*.md")} == pages.PAGES.keys()


def test_every_slot_is_offered() -> None:
    rows = slots.slots().splitlines()[2:]
    empty = [row.split("|")[1].strip() for row in rows if not row.split("|")[2].strip()]
    assert not empty, "filled by somebody, and offered nowhere"


def test_every_listener_is_named() -> None:
    """As many as the code connects: a signal under no known name would be left out."""
    text = listening.listening()
    for config in app_configs():
        for path in (settings.BASE_DIR / config.name.replace(".", "/")).glob("*.py"):
            source = path.read_text(encoding="utf-8")
            for receiver in re.findall(r"\.connect\(\s*(\w+)[,)]", source):
                is_function = f"def {receiver}(" in source
                assert not is_function or f".{receiver}`" in text, f"{path.name}: {receiver}"


def test_what_breaks_a_table_is_escaped() -> None:
    assert table(("a",), [("x|y\nz",)]).splitlines()[-1] == "| x\\|y z |"


def test_templates_are_found() -> None:
    assert len(list(templates())) > 200 and is_ours("social.people") and not is_ours("wagtail")
