"""The empty test database, made once for a set of migrations and copied ever after.

Applying every migration of Wagtail and ours takes many seconds; the outcome depends on nothing
but the migration files. The copy lies in the temporary folder under a digest of those files:
a file of SQLite, and a dump for PostgreSQL (`tests.postgres`).
"""

import fcntl
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings


def _digest() -> str:
    """A digest of all migration files, in order of their apps."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        for path in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}".encode())
            digest.update(path.read_bytes())
    for path in (settings.BASE_DIR / "social" / "people" / "grants.py",):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def template_path(suffix: str = ".sqlite3") -> Path:
    return Path(tempfile.gettempdir()) / f"rynek-empty-{_digest()}{suffix}"


@contextmanager
def only_one(suffix: str = ".sqlite3") -> Iterator[None]:
    """Parallel test processes wait for the first, which makes the template."""
    with Path(tempfile.gettempdir(), f"rynek-empty{suffix}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def copy_to(target: Path) -> bool:
    """Put the template where the test database is expected; False when there is none yet."""
    template = template_path()
    if not template.exists():
        return False
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(template, target)
    return True


def keep(source: Path) -> None:
    """Remember a freshly migrated test database as the template."""
    template = template_path()
    partial = template.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with sqlite3.connect(source) as connection:
        connection.execute("VACUUM INTO ?", (str(partial),))
    partial.replace(template)
