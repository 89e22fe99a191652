"""What must-reads say to those who are asked."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from social.activity.messages import Data, Message, register


def _day(data: Data) -> str:
    return date_format(date.fromisoformat(data["due_on"]), "j E")


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


MESSAGES = {
    "must-read": Message(_must_read, is_duty=True),
    "must-read-again": Message(_must_read_again, is_duty=True),
}


def connect() -> None:
    for kind, message in MESSAGES.items():
        register(kind, message)
