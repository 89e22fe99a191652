"""Who knows: people beside the results, by what they wrote, answered and say they can."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.page import registry
from search.page.engines.base import Reference
from search.page.registry import Reader
from search.page.request import SearchRequest

MOST_EXPERTS = 4
SKILL_WEIGHT = 3.0  # declaring a skill counts as much as three good hits
LEAST_WEIGHT = 0.35


@dataclass
class Expert:
    """A person who seems to know, and why."""

    person: Any
    reasons: list[str] = field(default_factory=list)
    weight: float = 0.0


def who_knows(
    request: SearchRequest, evidence: Sequence[Reference], reader: Reader
) -> list[Expert]:
    """People with the most weight of evidence, best first. Evidence is visible to the reader."""
    people = registry.people()
    if people is None or request.typed.is_empty:
        return []
    weights: dict[int, float] = {}
    works: dict[int, dict[str, int]] = {}
    kinds = registry.kinds()
    best = max((r.score for r in evidence), default=0.0) or 1.0
    for reference in evidence:
        for kind_name in reference.facets.get("kind", ()):
            kind = kinds.get(kind_name)
            if kind is None or not kind.shows_expertise:
                continue
            for author in reference.facets.get("author", ()):
                pk = int(author)
                share = max(reference.score / best, 0.1)
                weights[pk] = weights.get(pk, 0.0) + share * kind.expertise_weight
                counts = works.setdefault(pk, {})
                counts[kind_name] = counts.get(kind_name, 0) + 1
    skills = people.skilled(request.typed.plain, reader)
    for pk in skills:
        weights[pk] = weights.get(pk, 0.0) + SKILL_WEIGHT
    ranked = sorted(weights, key=lambda pk: (-weights[pk], pk))[: MOST_EXPERTS * 2]
    loaded = people.load(ranked, reader)
    experts = []
    for pk in ranked:
        if pk in loaded and weights[pk] >= LEAST_WEIGHT:
            reasons = _reasons(works.get(pk, {}), skills.get(pk, []))
            experts.append(Expert(loaded[pk], reasons, weights[pk]))
    return experts[:MOST_EXPERTS]


def _reasons(works: dict[str, int], skills: list[str]) -> list[str]:
    kinds = registry.kinds()
    reasons = [_("Knows: %(skills)s") % {"skills": ", ".join(skills[:3])}] if skills else []
    for name, count in sorted(works.items(), key=lambda item: -item[1]):
        reason = kinds[name].reason
        reasons.append(
            reason(count)
            if reason
            else ngettext("%(n)d text about this", "%(n)d texts about this", count) % {"n": count}
        )
    return reasons[:2]
