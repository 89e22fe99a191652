"""The search page on PostgreSQL: a server of our own, started and stopped by the test."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def binary(name: str) -> str | None:
    found = [str(folder / name) for folder in FOLDERS if (folder / name).exists()]
    return found[0] if found else shutil.which(name)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def postgres():
    """The address of an empty PostgreSQL database.

    Not in pytest's own temporary folder: a later run may clear that away under the server.
    """
    initdb, ctl = binary("initdb"), binary("pg_ctl")
    if not initdb or not ctl:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="rynek-postgres-"))
    options: dict = {"check": True, "capture_output": True, "cwd": folder}
    if os.geteuid() == 0:  # the server refuses to run as root
        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            account = pwd.getpwnam("nobody")
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        os.chown(folder, account.pw_uid, account.pw_gid)
    data, port = folder / "data", free_port()
    subprocess.run([initdb, "-D", data, "-U", "rynek", "--auth=trust", "-E", "UTF8"], **options)
    server = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    subprocess.run([ctl, "-D", data, "-o", server, "-l", folder / "log", "-w", "start"], **options)
    try:
        yield f"postgres://rynek@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([ctl, "-D", data, "-m", "immediate", "stop"], **options | {"check": False})
        shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.postgres
def test_the_search_page_keeps_its_promises_on_postgresql(postgres, tmp_path) -> None:
    environment = os.environ | {
        "DATABASE_URL": postgres,
        "SEARCH_URL": "database://",
        "RYNEK_DATA": str(tmp_path),
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--reuse-db"]
    done = subprocess.run(
        [*command, "-k", "database", "tests/search/test_engines.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
