"""Log files in the data folder: put aside before they grow too large."""

from pathlib import Path

BYTES_AT_MOST = 10_000_000
KEPT = 5  # older files of each log


def turn(folder: Path) -> list[Path]:
    """Put large logs aside as `.1`, `.2`, …; returns which. Writers notice and begin anew."""
    turned = []
    for path in sorted(folder.glob("*.log")):
        if path.stat().st_size <= BYTES_AT_MOST:
            continue
        for number in range(KEPT, 0, -1):
            older = _numbered(path, number - 1) if number > 1 else path
            if older.exists():
                older.replace(_numbered(path, number))
        turned.append(path)
    return turned


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.name}.{number}")
