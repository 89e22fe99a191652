"""Every iCalendar file, empty ones included, keeps to RFC 5545 as strict readers read it."""

import re

import icalendar
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.events.attendance import renew_token, sign_up
from social.following import calendar, followups
from tests.blog.events.test_taking_part import make_event
from tests.factories import make_news

pytestmark = pytest.mark.django_db
EVIL = "Piknik; z psem, \\ i\x07 \u2028rodziną\x0b:\r\nEND:VCALENDAR"


def faults(content: bytes) -> list[str]:
    """What a strict reader would refuse; sections of RFC 5545 in brackets."""
    found = []
    if not content.endswith(b"\r\n") or b"\n" in content.replace(b"\r\n", b""):
        found.append("lines end with CRLF [3.1]")
    if any(len(line) > 75 for line in content.split(b"\r\n")):
        found.append("lines have at most 75 octets [3.1]")
    lines = content.decode().replace("\r\n ", "").split("\r\n")[:-1]
    if any(not re.match(r"[A-Z0-9-]+(;[A-Z0-9-]+=[^:;]+)*:", line) for line in lines):
        found.append("every line is a property [3.1]")
    if any(re.search(r"[\x00-\x08\x0a-\x1f\x7f]", line) for line in lines):
        found.append("no control characters [3.1]")
    if any(line.endswith(":") for line in lines):
        found.append("no empty values")
    if (lines[0], lines[-1], lines.count("END:VCALENDAR")) != (
        "BEGIN:VCALENDAR",
        "END:VCALENDAR",
        1,
    ):
        found.append("one calendar [3.4]")
    for name in ("VERSION:2.0", "PRODID:", "METHOD:PUBLISH"):
        if sum(line.startswith(name) for line in lines) != 1:
            found.append(f"{name} once [3.6, 3.7]")
    if "REFRESH-INTERVAL;VALUE=DURATION:PT1H" not in lines or "X-PUBLISHED-TTL:PT1H" not in lines:
        found.append("REFRESH-INTERVAL [RFC 7986]")
    parsed = icalendar.Calendar.from_ical(content)
    if not parsed.subcomponents:
        found.append("at least one component [3.6]")
    for event in parsed.walk("VEVENT"):
        if not all(name in event for name in ("UID", "DTSTAMP", "DTSTART")) or event.errors:
            found.append("UID, DTSTAMP, DTSTART [3.6.1]")
    return found


def files(client: Client, person) -> dict[str, bytes]:
    key = calendar.renew(person).calendar_key
    return {
        "events": client.get(reverse("blog:feed", args=[renew_token(person)])).content,
        "follow-ups": client.get(reverse("following:calendar-feed", args=[key])).content,
    }


def test_on_the_first_day_there_is_nothing_in_them_and_they_are_valid(employee) -> None:
    for name, content in files(Client(), employee).items():
        assert faults(content) == [], name
        assert b"BEGIN:VEVENT" not in content


def test_full_ones_are_valid_whatever_people_write(client_of, employee, colleague) -> None:
    event = make_event(EVIL)
    sign_up(employee, event)
    followups.assign(colleague, make_news(EVIL), employee, timezone.now(), EVIL)
    contents = files(Client(), employee)
    contents["one"] = client_of(employee).get(reverse("blog:ics", args=[event.pk])).content
    for name, content in contents.items():
        assert faults(content) == [], name
        entry = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
        assert str(entry["summary"]).startswith("Piknik; z psem, \\ i"), name
