"""Log files in the data folder: put aside before they grow too large."""

from operator import attrgetter
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue

BYTES_AT_MOST = 10_000_000
KEPT = 5  # older files of each log


def turn(folder: Path) -> list[Path]:
    """Put large logs aside as `.1`, `.2`, …; returns which. Writers notice and begin anew.

    One that cannot be moved stops no other.
    """
    turned: list[Path] = []

    def put_aside(path: Path) -> None:
        if _put_aside(path):
            turned.append(path)

    TURNING.each(sorted(folder.glob("*.log")), put_aside, key=attrgetter("name"), atomic=False)
    return turned


def _put_aside(path: Path) -> bool:
    if path.stat().st_size <= BYTES_AT_MOST:
        return False
    for number in range(KEPT, 0, -1):
        older = _numbered(path, number - 1) if number > 1 else path
        if older.exists():
            older.replace(_numbered(path, number))
    return True


def _turn_again(name: str) -> None:
    path = settings.DATA_DIR / "logs" / Path(name).name
    if path.suffix == ".log" and path.exists():
        _put_aside(path)


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")


TURNING = Queue("logs", _("Putting large logs aside"), again=_turn_again, always=True)
