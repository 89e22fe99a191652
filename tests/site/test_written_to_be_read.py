"""Templates and style sheets are lines that a person can read."""

from pathlib import Path

from django.conf import settings

LONG = 120  # characters
ROOMS = ("home", "blog", "social", "search", "ground")


def lines(paths: list[Path]) -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(settings.BASE_DIR)}:{number}", len(line))
        for path in paths
        for number, line in enumerate(path.read_text().splitlines(), 1)
    ]


def test_lines_of_templates_are_short() -> None:
    """Attributes that carry a translated sentence are the exception: one in a hundred."""
    found = lines(sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")))
    long = [f"{place} ({length})" for place, length in found if length > LONG]
    assert len(long) <= len(found) / 100, "\n".join(long)
    assert [place for place, length in found if length > 2.5 * LONG] == []


def test_lines_of_style_sheets_are_short() -> None:
    paths = [path for room in ROOMS for path in Path(settings.BASE_DIR, room).rglob("*.css")]
    assert [place for place, length in lines(paths) if length > LONG] == []
