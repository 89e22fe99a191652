"""What every iCalendar file of the house begins with, so that strict readers take it (RFC 5545).

A calendar without a component is invalid, and programs refuse to subscribe to one: somebody's
first day. So each has a time zone, which stands for nothing else: all our times are in UTC.
"""

import unicodedata
from collections.abc import Iterator

REFRESH = "PT1H"  # how often programs may ask
_KEPT = "\n\t"


def opening(product: str, name: str) -> Iterator[tuple[str, str]]:
    """Properties of the calendar itself, as name (with parameters) and unescaped text."""
    yield "VERSION", "2.0"
    yield "PRODID", f"-//Rynek//{product}//EN"
    yield "CALSCALE", "GREGORIAN"
    yield "METHOD", "PUBLISH"
    yield "X-WR-CALNAME", name
    yield "REFRESH-INTERVAL;VALUE=DURATION", REFRESH
    yield "X-PUBLISHED-TTL", REFRESH


TIME_ZONE = (
    *("BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
    *("TZOFFSETFROM:+0000", "TZOFFSETTO:+0000", "TZNAME:UTC", "END:STANDARD", "END:VTIMEZONE"),
)


def printable(text: str) -> str:
    """Without control characters, which iCalendar has no place for; lines and tabs stay."""
    text = "\n".join(text.splitlines())
    return "".join(c for c in text if c in _KEPT or unicodedata.category(c) != "Cc")
