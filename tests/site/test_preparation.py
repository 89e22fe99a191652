"""`rynek prepare` does what is needed, and nothing the second time."""

import subprocess
import sys

import pytest
from django.conf import settings as django_settings

from rynek import preparation


def test_house_is_prepared_once(site_environment) -> None:
    def prepare() -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", "prepare"],
            cwd=django_settings.BASE_DIR,
            env=site_environment | {"RYNEK_DEMO": "0"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    first, second = prepare(), prepare()
    assert "already" not in first
    assert second.count("already") == 2


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
