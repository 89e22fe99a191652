"""What those who come to an event, or wait for a place, are told."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from social.activity.messages import Data, Message, register


def _moment(data: Data) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(data["starts_at"])), "j E, H:i")


def _calendar(data: Data) -> str:
    return reverse("blog:calendar")


MESSAGES = {
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
}


def connect() -> None:
    for kind, message in MESSAGES.items():
        register(kind, message)
