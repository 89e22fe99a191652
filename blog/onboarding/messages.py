"""What onboarding says to newcomers, buddies and guide owners."""

from django.urls import reverse
from django.utils.translation import gettext as _

from social.activity.messages import Data, Message, register


def _journey(data: Data) -> str:
    return reverse("onboarding:journey", args=[data["journey"]])


def _answering(data: Data) -> str:
    if "key" not in data:  # sent before answers could be given here
        return _journey(data)
    return reverse("onboarding:answer", args=[data["journey"], data["key"]])


def _mine(data: Data) -> str:
    return reverse("onboarding:mine")


def connect() -> None:
    register(
        "onboarding",
        Message(
            lambda data: _("Your path is ready: “%(title)s”.") % {"title": data["title"]}, _mine
        ),
    )
    register(
        "onboarding-buddy",
        Message(
            lambda data: (
                _("You are the buddy of %(person)s. Say hello!") % {"person": data["newcomer"]}
            ),
            lambda data: reverse("people:profile", args=[data["newcomer_id"]]),
        ),
    )
    register(
        "onboarding-question",
        Message(
            lambda data: (
                _("Asks about the step “%(step)s”: %(words)s")
                % {"step": data["step"], "words": data["words"]}
            ),
            _answering,
        ),
    )
    register(
        "onboarding-answer",
        Message(
            lambda data: (
                _("Answers your question about “%(step)s”: %(words)s")
                % {"step": data["step"], "words": data["words"]}
            ),
            _journey,
        ),
    )
