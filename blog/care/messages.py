"""What those who look after guides are told."""

from django.utils.translation import gettext as _

from social.activity.messages import Message, register

MESSAGES = {
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
