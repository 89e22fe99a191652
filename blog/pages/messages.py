"""What authors of proposals are told."""

from django.urls import reverse
from django.utils.translation import gettext as _

from social.activity.messages import Data, Message, register


def _proposals(data: Data) -> str:
    return reverse("blog:proposals")


MESSAGES = {
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
}


def connect() -> None:
    for kind, message in MESSAGES.items():
        register(kind, message)
