"""What each verb of the record means to those whom it concerns."""

from dataclasses import dataclass

from social.activity.messages import message_of
from social.activity.models import Event, Verb
from social.notifications.models import Occasion, WhyMe


@dataclass(frozen=True)
class Rule:
    """What a verb is for its target (`direct`, `why`) and for followers (`followers`).

    `is_new` says that followers who want new pages only hear of it. `rank` decides which of
    several events about one comment tells a person: the highest.
    """

    direct: Occasion | None = None
    why: WhyMe = WhyMe.DIRECTED
    followers: Occasion | None = None
    is_new: bool = False
    rank: int = 0


RULES: dict[str, Rule] = {
    Verb.PUBLISHED: Rule(
        followers=Occasion.PUBLICATION, direct=Occasion.PUBLICATION, is_new=True, rank=1
    ),
    Verb.UPDATED: Rule(followers=Occasion.UPDATE),
    Verb.COMMENTED: Rule(
        direct=Occasion.COMMENT, why=WhyMe.AUTHOR, followers=Occasion.COMMENT, rank=1
    ),
    Verb.ASKED: Rule(
        direct=Occasion.COMMENT, why=WhyMe.DIRECTED, followers=Occasion.COMMENT, rank=2
    ),
    Verb.REPLIED: Rule(
        direct=Occasion.REPLY, why=WhyMe.ANSWERED, followers=Occasion.COMMENT, rank=3
    ),
    Verb.MENTIONED: Rule(direct=Occasion.MENTION, why=WhyMe.MENTIONED, rank=4),
    Verb.REACTED: Rule(direct=Occasion.REACTION, why=WhyMe.AUTHOR),
    Verb.ANSWER_ACCEPTED: Rule(
        direct=Occasion.THANKS, why=WhyMe.AUTHOR, followers=Occasion.COMMENT
    ),
    Verb.TOLD: Rule(direct=Occasion.OTHER),
    Verb.FOUND_HELPFUL: Rule(direct=Occasion.THANKS, why=WhyMe.AUTHOR),
    Verb.FOLLOWED: Rule(direct=Occasion.FOLLOWER),
    Verb.ASSIGNED: Rule(direct=Occasion.TASK, why=WhyMe.ASSIGNED),
    Verb.COMPLETED: Rule(direct=Occasion.TASK, why=WhyMe.GIVEN),
    Verb.DECLINED: Rule(direct=Occasion.TASK, why=WhyMe.GIVEN),
    Verb.REMINDED: Rule(direct=Occasion.REMINDER, why=WhyMe.REMINDER),
}
# Verbs without a rule tell only whom they are directed at: messages of rooms above.
OTHERS = Rule(direct=Occasion.OTHER)
SILENT = {Verb.VIEWED, Verb.JOINED, Verb.ACKNOWLEDGED}
# What nobody can have muted by muting a place or a person: one's own duties.
DUTIES = {Occasion.TASK, Occasion.REMINDER}
TALK = (Verb.COMMENTED, Verb.ASKED, Verb.REPLIED, Verb.MENTIONED)


DUTY = Rule(direct=Occasion.TASK)
# A question to somebody by name; its followers hear of its page's publication.
ASKED_BY_NAME = Rule(direct=Occasion.MENTION)


def rule_for(event: Event) -> Rule:
    if event.verb in SILENT:
        return Rule()
    if event.verb == Verb.ASKED and event.subject_kind == "page":
        return ASKED_BY_NAME
    if (message := message_of(event)) and message.is_duty:
        return DUTY
    return RULES.get(event.verb, OTHERS)


def concerns_somebody(event: Event) -> bool:
    """Whether an event can tell anybody anything: it is directed, or followers hear of it."""
    rule = rule_for(event)
    is_directed = bool(event.target_id or event.data.get("department"))
    return bool(rule.followers or (rule.direct and is_directed))
