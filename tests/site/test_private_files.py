"""What the house keeps is readable by its own account only."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rynek import health, private

MAKE = """
import django; django.setup()
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
import logging
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE t (x)"); cursor.execute("INSERT INTO t VALUES (1)")
    default_storage.save("documents/2026/plan.txt", ContentFile(b"x"))
    logging.getLogger("rynek").warning("x")
    from rynek import health; health.beat()
    from pathlib import Path; from django.conf import settings
    print("".join(sorted(p.name for p in settings.DATA_DIR.iterdir())))
"""


def modes(folder: Path) -> dict[str, int]:
    paths = [folder, *folder.rglob("*")]
    return {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in paths}


def test_whatever_is_made_is_this_accounts_alone(site_environment) -> None:
    """Started by a shell whose umask lets everybody read, as most do."""
    house = Path(site_environment["RYNEK_DATA"])
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MAKE],
        env=site_environment,
        capture_output=True,
        text=True,
        umask=0o022,
    )
    assert done.returncode == 0, done.stderr
    assert "rynek.sqlite3-wal" in done.stdout  # it was looked at while it was there
    found = modes(house)
    assert {name for name, mode in found.items() if mode & 0o077} == set()
    assert {
        "rynek.sqlite3",
        "secret.key",
        "logs/rynek.log",
        "media/documents/2026/plan.txt",
    } <= set(found)
    assert found["media/documents/2026/plan.txt"] == 0o600 and found["media/documents"] == 0o700


@pytest.fixture
def old_house(settings, tmp_path) -> Path:
    house = tmp_path / "var"
    settings.DATA_DIR, settings.MEDIA_ROOT = house, house / "media"
    elsewhere = tmp_path / "index"
    engine = settings.WAGTAILSEARCH_BACKENDS["default"]
    settings.WAGTAILSEARCH_BACKENDS = {"default": engine | {"PATH": str(elsewhere)}}
    settings.DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "db.sqlite3"}
    }
    for folder in (house / "media" / "photos", house / "mail", elsewhere):
        folder.mkdir(parents=True)
    for path in (house / "rynek.sqlite3", house / "mail" / "1.log", house / "media/photos/a.jpg",
                 elsewhere / "segment", tmp_path / "db.sqlite3", tmp_path / "db.sqlite3-wal"):  # fmt: skip
        path.write_text("x")
        path.chmod(0o644)
    for folder in (house, house / "media", house / "media/photos", house / "mail", elsewhere):
        folder.chmod(0o755)
    return house


def test_doctor_names_what_is_open_and_prepare_closes_it(old_house, tmp_path) -> None:
    check = health.privacy()
    assert not check.ok and str(old_house) in check.detail and "prepare" in check.advice
    outside = tmp_path / "not-ours"
    outside.write_text("x")
    outside.chmod(0o644)
    (old_house / "link").symlink_to(outside)
    assert private.close_to_others() == 11
    assert health.privacy().ok
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644
    assert stat.S_IMODE((tmp_path / "index" / "segment").stat().st_mode) == 0o600
    assert os.access(old_house / "media" / "photos" / "a.jpg", os.R_OK)
    (old_house / "mail" / "2.log").touch(mode=0o666)
    (old_house / "mail" / "2.log").chmod(0o604)
    assert not health.privacy().ok
