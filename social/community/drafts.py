"""First drafts of what a community manager may write next: for departments, topics, newcomers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_VOLUNTEER = _(
    "Who would like to be an ambassador of our community? You know people, you like to help, and "
    "you have an hour a week. Nobody has to, nobody is ranked, and you can stop at any time. Say "
    "yes under “My part in the community”, or nominate a colleague in their profile: they decide "
    "themselves."
)
RULES: dict[str, tuple[str | Promise, ...]] = {
    "N3": (
        _("Who would look after somebody new?"),
        _(
            "Several people started lately. A coffee, a tour and the names of three colleagues are "
            "all it takes. Tick “I would look after a newcomer” under “My part in the community”."
        ),
    ),
    "N4": (
        _("%(department)s: what are you working on?"),
        _(
            "What did you finish lately that another department should know? What are you stuck "
            "with? One sentence is enough, and a picture says more."
        ),
    ),
    "N6": (
        _("Who knows something about “%(topic)s”?"),
        _(
            "Few people answer most questions about “%(topic)s”. If you know a part of it, follow "
            "the topic and tick “ask me when a question stays open” under “My part in the "
            "community”. You will hear of two questions a week at most."
        ),
    ),
    "N7": (_("%(department)s: who would be an ambassador?"), _VOLUNTEER),
    "N9": (
        _("“%(topic)s”: what %(department)s and %(other)s know"),
        _(
            "Both departments write about “%(topic)s”. Could one person from each write down "
            "together what works, what does not, and whom to ask?"
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A title and a text to copy and change."""

    title: str
    text: str


def draft_of(rule: str, words: dict[str, str]) -> Draft:
    """The draft for a line of the queue, in the active language."""
    title, text = RULES[rule]
    return Draft(str(title) % words, str(text) % words)
