"""Configuration by environment variables: clear errors, documented names, a safe production."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rynek.settings import env
from rynek.settings.secret import kept_secret

SAFE = {
    "RYNEK_SECRET_KEY": "x" * 30 + "correct-horse-battery-staple-42",
    "RYNEK_HOSTS": "rynek.example.com",
    "RYNEK_BASE_URL": "https://rynek.example.com",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("RYNEK_WEB_PROCESSES", "0"),
        ("RYNEK_WEB_THREADS", "-3"),
        ("RYNEK_GROUP_MINIMUM", "9"),
        ("RYNEK_HOSTS", "https://rynek.example.com/"),
        ("RYNEK_MAIL_FROM", "the intranet"),
        ("RYNEK_DEMO", "perhaps"),
        ("RYNEK_LANGUAGE", "de"),
        ("RYNEK_TIME_ZONE", "Mars/Olympus"),
        ("RYNEK_BASE_URL", "rynek.example.com"),
        ("RYNEK_BASE_URL", "https://"),
        ("OIDC_ISSUER", "login.example.com"),
        ("IMAP_URL", "pop3://mail.example.com"),
        ("DATABASE_URL", "not an address"),
        ("DATABASE_URL", "mysql://user@host/name"),
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


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "eighty", "use a whole number from 1 to 65535"),
        ("RYNEK_DATA", "/proc/nowhere", "name a folder that can be written"),
    ],
)
def test_the_command_says_so_in_one_line(site_environment, name, value, words) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from rynek.cli import main; main()", "check"],
        env=site_environment | {name: value},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Rynek cannot start. {name}={value}: ")
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_hosts_may_be_names_addresses_and_domains(monkeypatch) -> None:
    monkeypatch.setenv("RYNEK_HOSTS", "rynek.example.com, .example.org,10.0.0.5,[::1]")
    assert env.read("RYNEK_HOSTS") == ["rynek.example.com", ".example.org", "10.0.0.5", "[::1]"]


def test_a_house_without_a_secret_makes_its_own_once(tmp_path) -> None:
    path = tmp_path / "secret.key"
    with ThreadPoolExecutor() as pool:
        found = set(pool.map(lambda _: kept_secret(path), range(8)))
    assert len(found) == 1
    assert len(found.pop()) >= 50
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]


def check_production(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess:
    # What a browser test of this process has set is no part of a deployment.
    ours = {*env.VARIABLES, "DJANGO_ALLOW_ASYNC_UNSAFE"}
    clean = {k: v for k, v in os.environ.items() if k not in ours}
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


@pytest.mark.parametrize("tenant", ["common", "organizations", "consumers"])
def test_trusted_domains_need_a_provider_of_ones_own(site_environment, tenant) -> None:
    issuer = f"https://login.microsoftonline.com/{tenant}/v2.0"
    own = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "rynek", "OIDC_TRUSTED_DOMAINS": "example.com"}
    done = subprocess.run(
        [sys.executable, "-c", "from rynek.cli import main; main()", "check"],
        env=site_environment | own,
        capture_output=True,
        text=True,
    )
    assert done.returncode and "OIDC_TRUSTED_DOMAINS" in done.stderr
    assert "Traceback" not in done.stderr
