"""What publishing says to single people, beside what they follow."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from social.activity.messages import Data, Message, register


def _day(data: Data) -> str:
    return date_format(date.fromisoformat(data["due_on"]), "j E")


def _moment(data: Data) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(data["starts_at"])), "j E, H:i")


def _calendar(data: Data) -> str:
    return reverse("blog:calendar")


def _must_read(data: Data) -> str:
    if date.fromisoformat(data["due_on"]) < date.today():  # noqa: DTZ011 - a calendar day
        return _("Please read “%(title)s”; it was due on %(day)s.") % {
            "title": data["title"],
            "day": _day(data),
        }
    return _("Please read “%(title)s” by %(day)s.") % {"title": data["title"], "day": _day(data)}


def _must_read_again(data: Data) -> str:
    return _("“%(title)s” has changed: %(note)s. Please read it again by %(day)s.") % {
        "title": data["title"],
        "note": data["note"].rstrip("."),
        "day": _day(data),
    }


def _proposals(data: Data) -> str:
    return reverse("blog:proposals")


MESSAGES = {
    "must-read": Message(_must_read, is_duty=True),
    "must-read-again": Message(_must_read_again, is_duty=True),
    "proposal-published": Message(
        lambda data: _("Your proposal “%(title)s” is published.") % {"title": data["title"]}
    ),
    "proposal-returned": Message(
        lambda data: (
            _("Your proposal “%(title)s” came back: %(reason)s")
            % {"title": data["title"], "reason": data["reason"] or _("no reason given")}
        ),
        _proposals,
    ),
    "proposal-closed": Message(
        lambda data: _("Your proposal “%(title)s” was put aside.") % {"title": data["title"]},
        _proposals,
    ),
    "event-cancelled": Message(
        lambda data: (
            _("“%(title)s” on %(day)s does not take place.")
            % {"title": data["title"], "day": _moment(data)}
        ),
        _calendar,
    ),
    "event-place": Message(
        lambda data: _("You have a place at “%(title)s” now.") % {"title": data["title"]}
    ),
    "event-changed": Message(
        lambda data: _("Date or place of “%(title)s” has changed.") % {"title": data["title"]}
    ),
    "review-due": Message(
        lambda data: (
            _("“%(title)s” is due for review: is it still right?") % {"title": data["title"]}
        ),
        is_duty=True,
    ),
    "review-delegated": Message(
        lambda data: _("You were asked to review “%(title)s”.") % {"title": data["title"]},
        is_duty=True,
    ),
    "guide-feedback": Message(
        lambda data: (
            _("A reader of “%(title)s” says: %(words)s")
            % {"title": data["title"], "words": data["words"]}
        )
    ),
}


def connect() -> None:
    for kind, message in MESSAGES.items():
        register(kind, message)
