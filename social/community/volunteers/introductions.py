"""Propose introductions: two people who answered about the same topic and do not talk yet."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import Queue
from social.analytics.analysis.ties import mutual_ties
from social.analytics.record.present import present
from social.community.messages import ask_to_meet
from social.community.models import Introduction, RoomSettings
from social.community.queue.helpers import answered_topics

AT_ONCE = 20
MOST_OF_A_TOPIC = 200  # pairs grow with the square
FEWEST_ANSWERS = 2


def propose() -> int:
    """New introductions among people of different departments; at most one open per person."""
    if not RoomSettings.load().people_parts:
        return 0
    now = present()
    home = dict(zip(now.roster.keys, now.roster.department.tolist(), strict=True))
    index = now.roster.index
    ties = mutual_ties(now.counts)
    busy: set[int] = set()
    known: set[frozenset[int]] = set()
    for first, second, says, answers in Introduction.objects.values_list(
        "first_id", "second_id", "first_says", "second_says"
    ):
        known.add(frozenset((first, second)))
        if says is None or (says and answers is None):
            busy |= {first, second}
    made: list[Introduction] = []
    for topic, people in _by_topic(list(home)).items():
        if len(made) >= AT_ONCE:
            break
        for one, other in combinations(sorted(people - busy)[:MOST_OF_A_TOPIC], 2):
            strangers = ties[index[one], index[other]] == 0
            if {one, other} & busy or home[one] == home[other] or not strangers:
                continue
            if frozenset((one, other)) not in known:
                made.append(Introduction(first_id=one, second_id=other, topic_id=topic))
                busy |= {one, other}
            if len(made) >= AT_ONCE:
                break
    return PROPOSING.each(made, _propose, key=_key)


def _propose(proposed: Introduction) -> None:
    introduction, created = Introduction.objects.get_or_create(
        first_id=proposed.first_id,
        second_id=proposed.second_id,
        defaults={"topic_id": proposed.topic_id},
    )
    if created:
        ask_to_meet(introduction, introduction.first)


def _key(proposed: Introduction) -> str:
    return f"{proposed.first_id}:{proposed.second_id}:{proposed.topic_id}"


def _propose_again(key: str) -> None:
    parts = [int(part) for part in key.split(":") if part.isdecimal()]
    if len(parts) == 3 and RoomSettings.load().people_parts:
        _propose(Introduction(first_id=parts[0], second_id=parts[1], topic_id=parts[2]))


PROPOSING = Queue("introduction", _("Proposing introductions"), again=_propose_again)


def _by_topic(people: list[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for person, counts in answered_topics(people, timezone.now()).items():
        for topic, times in counts.items():
            if times >= FEWEST_ANSWERS:
                found[topic].add(person)
    return found
