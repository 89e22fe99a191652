"""The kinds of reaction. Which of them are offered is set by `RYNEK_REACTIONS`."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class ReactionKind:
    """A kind of reaction: its stored name, its icon in the icon set, and its word."""

    key: str
    icon: str
    label: str | Promise


KINDS = {
    kind.key: kind
    for kind in (
        ReactionKind("like", "react-like", _("Like")),
        ReactionKind("thanks", "react-thanks", _("Thanks")),
        ReactionKind("celebrate", "react-celebrate", _("Celebrate")),
        ReactionKind("insightful", "react-insightful", _("Insightful")),
        ReactionKind("support", "react-support", _("Support")),
        ReactionKind("helpful", "check-circle", _("It helped me")),
        ReactionKind("vote", "arrow-up", _("I want to know this too")),
        ReactionKind("guide", "guide", _("Worth a guide")),
    )
}


def offered() -> list[ReactionKind]:
    """What may be chosen anywhere, in order."""
    return [KINDS[key] for key in settings.RYNEK_REACTIONS if key in KINDS]


def is_offered(key: str) -> bool:
    """Whether somebody may react so: the set for everything, helping and voting."""
    return key in KINDS and (key in settings.RYNEK_REACTIONS or key in SPECIAL)


# Offered where they mean something: "helpful" on answers, "vote" on questions.
SPECIAL = frozenset({"helpful", "vote"})
