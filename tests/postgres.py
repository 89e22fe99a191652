"""A PostgreSQL server for tests: the one that RYNEK_TEST_POSTGRES names, else one of our own.

`postgres://user:password@host:port/database` must name a database that may be emptied. Without
it, a throw-away cluster is started from the installed binaries; without those, tests are skipped.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

VARIABLE = "RYNEK_TEST_POSTGRES"


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
        _create_database(port)
        yield f"postgres://rynek@127.0.0.1:{port}/rynek"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, capture_output=True)


def _create_database(port: int) -> None:
    address = f"host=127.0.0.1 port={port} user=rynek dbname=postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CREATE DATABASE rynek")


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
