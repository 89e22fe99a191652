"""A PostgreSQL server for tests: the one that RYNEK_TEST_POSTGRES names, else one of our own.

`postgres://user:password@host:port/database` must name a database that may be emptied. Without
it, a throw-away cluster is started from the installed binaries; without those, tests are skipped.

`python -m tests.postgres` makes the dump from which `migrate` gives a database its tables.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg
import psycopg.sql
import pytest

from tests import template_database

VARIABLE = "RYNEK_TEST_POSTGRES"
ROOT = Path(__file__).resolve().parents[1]


def binaries() -> Path | None:
    """The folder of the newest `initdb`, on the path or where Debian keeps it."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found := shutil.which("initdb"):
        known.append(Path(found).resolve())
    return next((p.parent for p in reversed(known) if (p.parent / "pg_ctl").exists()), None)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The address of an empty database; the server ends with the block."""
    if address := os.environ.get(VARIABLE):
        yield address
        return
    place = binaries()
    if place is None:
        pytest.skip(f"no PostgreSQL: set {VARIABLE} or install its binaries")
    with _cluster(place, folder) as address:
        yield address


def migrate(address: str, environment: dict[str, str]) -> None:
    """Give the empty database all tables; from a dump, once one was made of these migrations."""
    place = None if os.environ.get(VARIABLE) else binaries()
    dump = template_database.template_path(".dump")
    with template_database.only_one(".dump"):
        if place and dump.exists():
            _run([str(place / "pg_restore"), "--dbname", address, str(dump)])
            return
        command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        settings = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "rynek.settings.test"}
        _run(command, env=environment | settings, cwd=ROOT)
        if place:
            partial = dump.with_suffix(".partial")
            _run([str(place / "pg_dump"), "--format=custom", "--file", str(partial), address])
            partial.replace(dump)


def create_database(address: str, name: str) -> str:
    """A new database beside the one at that address; returns its address."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name))
        )
    return f"{address.rpartition('/')[0]}/{name}"


def _run(command: list[str], **options: Any) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stderr[-3000:]


@contextmanager
def _cluster(place: Path, folder: Path) -> Iterator[str]:
    data, port = folder / "cluster", _free_port()
    as_postgres = _as_unprivileged(folder)
    run = {"check": True, "capture_output": True}
    initdb = [str(place / "initdb"), "-D", str(data), "-U", "rynek", "-A", "trust", "-E", "UTF8"]
    subprocess.run([*as_postgres, *initdb, "--no-locale", "--no-sync"], **run)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    control = [*as_postgres, str(place / "pg_ctl"), "-D", str(data), "-w"]
    log = str(folder / "log")
    subprocess.run(
        [*control, "-o", options, "-l", log, "start"], check=True, stdout=subprocess.DEVNULL
    )
    try:
        yield create_database(f"postgres://rynek@127.0.0.1:{port}/postgres", "rynek")
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)


def _as_unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; then the user `postgres` of its package runs it."""
    if os.geteuid() != 0:
        return []
    for above in [folder, *folder.parents]:
        if above.stat().st_uid == 0 and above not in (Path("/"), Path("/tmp")):
            above.chmod(above.stat().st_mode | 0o711)
    shutil.chown(folder, "postgres")
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _make_dump() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.test")
    django.setup()
    is_made = template_database.template_path(".dump").exists()
    if is_made or binaries() is None or VARIABLE in os.environ:
        return
    with tempfile.TemporaryDirectory(prefix="rynek-dump-") as folder, server(Path(folder)) as made:
        migrate(made, os.environ | {"RYNEK_DATA": folder})


if __name__ == "__main__":
    _make_dump()
