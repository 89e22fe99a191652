"""The six criteria in words, for one's own profile and for volunteers' cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from social.analytics.analysis.statistics import Band
from social.community.models import Ambassador, RoomSettings, Standing
from social.people.models import User

CRITERIA: dict[str, str | Promise] = {
    "a": _("A broad network"),
    "b": _("Open to new ways and tools"),
    "c": _("Keeps growing"),
    "d": _("Helps others and shows how"),
    "e": _("Engages juniors to the board"),
    "f": _("Knows the paths information takes"),
}
BANDS: dict[str, str | Promise] = {
    Band.TOP_TENTH: _("top 10 %"),
    Band.TOP_QUARTER: _("top quarter"),
    Band.MIDDLE_HALF: _("middle half"),
    Band.OTHER: _("other"),
    Band.UNKNOWN: _("not enough data"),
}
WAYS: dict[str, str | Promise] = {
    "planned": _("planned as a set"),
    "contacts": _("most contacts"),
    "volume": _("most active"),
    "betweenness": _("most in between"),
    "random": _("random draw"),
}
_STEPS = {Band.TOP_TENTH: 4, Band.TOP_QUARTER: 3, Band.MIDDLE_HALF: 2, Band.OTHER: 1}
ORDER = list(Band)


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a card."""

    key: str
    name: str
    band: str
    steps: int
    fact: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Card:
    """What is said about a person, with the basis it rests on."""

    person: User
    lines: list[Line]
    standing: Standing | None
    ambassador: Ambassador | None
    weights: list[tuple[str, int]]

    @property
    def is_open(self) -> bool:
        """Whether there is enough data to show bands."""
        return bool(self.standing and self.standing.evidence)


def volunteers(user: User, criterion: str) -> list[Card]:
    """Cards of current candidates by the band of one criterion, then by name. Four queries."""
    found = (
        Ambassador.objects.visible_to(user)
        .filter(is_candidate=True)
        .select_related("person__department", "person__level", "person__location")
        .order_by("person__sort_key")
    )
    listed = list(found)
    standings = {
        standing.person_id: standing
        for standing in Standing.objects.filter(person__in=[a.person_id for a in listed])
    }
    weights = _weights()
    cards = [card_of(a.person, standings.get(a.person_id), a, weights) for a in listed]
    return sorted(cards, key=lambda card: _place(card, criterion))


def _place(card: Card, criterion: str) -> int:
    if criterion == "b":
        return 0 if card.ambassador and card.ambassador.likes_new_tools else 1
    if not card.is_open or card.standing is None:
        return len(ORDER)
    return ORDER.index(Band(card.standing.evidence["bands"].get(criterion, Band.UNKNOWN)))


def _weights() -> list[tuple[str, int]]:
    weights = RoomSettings.load().criteria_weights
    return [(str(CRITERIA[key]), round(weights[key] * 100)) for key in CRITERIA if weights.get(key)]


def my_card(user: User) -> Card:
    """One's own card. Three queries."""
    standing = Standing.objects.filter(person=user).first()
    ambassador = Ambassador.objects.filter(person=user).first()
    return card_of(user, standing, ambassador, _weights())


def card_of(
    person: User,
    standing: Standing | None,
    ambassador: Ambassador | None,
    weights: list[tuple[str, int]],
) -> Card:
    """The card from the stored evidence."""
    evidence = standing.evidence if standing else {}
    lines = [_line(key, evidence, standing, ambassador) for key in CRITERIA] if evidence else []
    return Card(person, lines, standing, ambassador, weights)


def _line(
    key: str, evidence: dict[str, Any], standing: Standing | None, ambassador: Ambassador | None
) -> Line:
    band = Band(evidence["bands"].get(key, Band.UNKNOWN)) if key in evidence["bands"] else None
    certain = evidence["certainty"].get(key)
    return Line(
        key=key,
        name=str(CRITERIA[key]),
        band=str(BANDS[band]) if band else "",
        steps=_STEPS.get(band, 0) if band else 0,
        fact=_fact(key, evidence, standing, ambassador),
        certainty=(
            gettext("Stays in this band in %(share)s %% of resamples of the data.")
            % {"share": round(certain * 100)}
            if certain is not None
            else ""
        ),
    )


def _fact(
    key: str, evidence: dict[str, Any], standing: Standing | None, ambassador: Ambassador | None
) -> str:
    value, typical = evidence["values"].get(key), evidence["typical"].get(key)
    numbers = {
        "value": _n(value, key),
        "typical": _n(typical, key),
        "contacts": standing.contacts if standing else 0,
        "levels": evidence["levels_met"],
        "brokered": evidence["brokered"],
        "met": evidence["newly_met"],
    }
    if key == "b":
        said = ambassador is not None and ambassador.likes_new_tools
        return gettext("Says so.") if said else gettext("Nothing said; it is not measured.")
    if key == "c":
        text = ngettext(
            "%(met)s new mutual contact lately; shown as a fact, not scored.",
            "%(met)s new mutual contacts lately; shown as a fact, not scored.",
            numbers["met"],
        )
        return text % numbers
    if value is None:
        return gettext("Too few interactions to say.")
    return str(_FACTS[key]) % numbers


_FACTS: dict[str, str | Promise] = {
    "a": _(
        "In 50 interactions with %(value)s different people (typical: %(typical)s); %(contacts)s mutual contacts."
    ),
    "d": _("%(value)s of the answers given were accepted or found helpful (typical: %(typical)s)."),
    "e": _(
        "In 50 interactions with %(value)s groups other than one's own (typical: %(typical)s); %(levels)s levels."
    ),
    "f": _(
        "%(value)s of the pairs of contacts from different departments have no other link (typical: %(typical)s); %(brokered)s such pairs."
    ),
}


def _n(value: float | None, key: str) -> str:
    if value is None:
        return "–"
    if key in {"d", "f"}:
        return f"{round(value * 100)}\N{NO-BREAK SPACE}%"
    return number_format(round(value, 1), 1)
