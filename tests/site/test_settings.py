"""Configuration by environment variables: clear errors, documented names, a safe production."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rynek.settings import env

SAFE = {
    "RYNEK_SECRET_KEY": "x" * 30 + "correct-horse-battery-staple-42",
    "RYNEK_HOSTS": "rynek.example.com",
    "RYNEK_BASE_URL": "https://rynek.example.com",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("RYNEK_DEMO", "perhaps"),
        ("RYNEK_LANGUAGE", "de"),
        ("RYNEK_TIME_ZONE", "Mars/Olympus"),
        ("RYNEK_BASE_URL", "rynek.example.com"),
        ("DATABASE_URL", "not an address"),
        ("EMAIL_URL", "carrier-pigeon://coop"),
    ],
)
def test_bad_value_is_named_with_what_to_use(monkeypatch, name, value) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=f"{name}=.*use"):
        env.read(name)


def test_secret_may_lie_in_a_file(monkeypatch, tmp_path) -> None:
    (tmp_path / "key").write_text("from-a-file\n")
    monkeypatch.delenv("RYNEK_SECRET_KEY", raising=False)
    monkeypatch.setenv("RYNEK_SECRET_KEY_FILE", str(tmp_path / "key"))
    assert env.read("RYNEK_SECRET_KEY") == "from-a-file"
    monkeypatch.setenv("RYNEK_SECRET_KEY_FILE", str(tmp_path / "missing"))
    with pytest.raises(ImproperlyConfigured, match="RYNEK_SECRET_KEY_FILE"):
        env.read("RYNEK_SECRET_KEY")


def test_bad_secret_is_not_shown(monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "hunter2")
    with pytest.raises(ImproperlyConfigured) as caught:
        env.read("DATABASE_URL")
    assert "DATABASE_URL=…" in str(caught.value)


def check_production(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess:
    clean = {k: v for k, v in os.environ.items() if k not in env.VARIABLES}
    root = settings.BASE_DIR
    paths = {"PYTHONPATH": f"{root / 'site'}{os.pathsep}{root}", "RYNEK_DATA": str(tmp_path)}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(
        [*command, "--settings", "rynek.settings.production"],
        env=clean | paths | SAFE | changes,
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_has_no_deployment_warnings(tmp_path) -> None:
    done = check_production(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RYNEK_SECRET_KEY", ""),
        ("RYNEK_SECRET_KEY", "short"),
        ("RYNEK_HOSTS", ""),
        ("RYNEK_HOSTS", "*"),
        ("RYNEK_BASE_URL", "http://rynek.example.com"),
        ("RYNEK_DEMO", "1"),
        ("RYNEK_DEBUG", "1"),
    ],
)
def test_production_refuses_to_start_unsafe(tmp_path, name, value) -> None:
    done = check_production(tmp_path, **{name: value})
    assert done.returncode != 0
    assert f"{name}:" in done.stderr


def test_every_variable_is_documented() -> None:
    page = (settings.BASE_DIR / "docs/administrators/configuration.md").read_text()
    documented = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}
    assert documented == set(env.VARIABLES)
