"""What occasions are to people, and what events are to those whom they concern.

What a verb means, its `Deed` says (`social.activity.deeds`); here is what each occasion is by default,
how much it matters beside others, and whether it can be muted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error

from social.activity.deeds import DEEDS, Deed, Occasion, WhyMe, deed_of
from social.activity.messages import message_of
from social.activity.models import Event
from social.notifications.models import Timing


@dataclass(frozen=True)
class Choice:
    """By which channels one occasion is told."""

    inbox: bool
    mail: Timing
    push: bool = False

    @property
    def is_nothing(self) -> bool:
        return not self.inbox and not self.push and self.mail == Timing.NEVER


@dataclass(frozen=True)
class About:
    """An occasion: by which channels it comes unless somebody chose, and its weight: what matters
    more comes first, in mails and in a story.

    `is_duty`: nobody can have muted it by muting a place or a person. `only_by_mail`: it is a mail
    and nothing else, and comes or does not.
    """

    default: Choice
    weight: int
    is_duty: bool = False
    only_by_mail: bool = False


# What concerns me in person comes at once; what I follow waits for the digest; applause waits
# in the inbox. Nobody's first week brings more mail than colleagues would have written.
AT_ONCE = Choice(True, Timing.INSTANT, True)
DIGEST = Choice(True, Timing.DAILY)
ONLY_INBOX = Choice(True, Timing.NEVER)
A_MAIL = Choice(False, Timing.INSTANT)

OCCASIONS: dict[Occasion, About] = {
    Occasion.TASK: About(AT_ONCE, 100, is_duty=True),
    Occasion.REMINDER: About(AT_ONCE, 95, is_duty=True),
    Occasion.MENTION: About(AT_ONCE, 90),
    Occasion.REPLY: About(AT_ONCE, 80),
    Occasion.OTHER: About(DIGEST, 60),
    Occasion.THANKS: About(DIGEST, 50),
    Occasion.COMMENT: About(DIGEST, 40),
    Occasion.PUBLICATION: About(DIGEST, 35),
    Occasion.REACTION: About(ONLY_INBOX, 20),
    Occasion.FOLLOWER: About(ONLY_INBOX, 15),
    Occasion.UPDATE: About(Choice(False, Timing.WEEKLY), 10),
    Occasion.NEWSLETTER: About(A_MAIL, 0, only_by_mail=True),
    Occasion.QUEUE: About(A_MAIL, 0, only_by_mail=True),
}
DEFAULTS = {occasion: about.default for occasion, about in OCCASIONS.items()}
DUTIES = {occasion for occasion, about in OCCASIONS.items() if about.is_duty}
ONLY_BY_MAIL = {occasion for occasion, about in OCCASIONS.items() if about.only_by_mail}


@dataclass(frozen=True)
class Rule:
    """What an event is for its target (`direct`, `why`) and for followers (`followers`)."""

    direct: Occasion | None = None
    why: WhyMe = WhyMe.DIRECTED
    followers: Occasion | None = None
    is_new: bool = False
    rank: int = 0


DUTY = Rule(direct=Occasion.TASK)


def rule_for(event: Event) -> Rule:
    if (message := message_of(event)) and message.is_duty:
        return DUTY
    deed = deed_of(event.verb)
    is_by_name = deed.by_name is not None and event.subject_kind == "page"
    # Of a page that asks somebody by name its followers hear when it is published.
    direct, followers = (deed.by_name, None) if is_by_name else (deed.direct, deed.followers)
    return Rule(
        direct=direct.occasion if direct else None,
        why=direct.why if direct else WhyMe.DIRECTED,
        followers=followers.occasion if followers else None,
        is_new=deed.is_new,
        rank=0 if is_by_name else deed.rank,
    )


def concerns_somebody(event: Event) -> bool:
    """Whether an event can tell anybody anything: it is directed, or followers hear of it."""
    rule = rule_for(event)
    is_directed = bool(event.target_id or event.data.get("department"))
    return bool(rule.followers or (rule.direct and is_directed))


def check_occasions(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Every occasion has its place, and what deeds tell can come by more than mail."""
    errors: list[CheckMessage] = [
        Error(
            f"Occasion.{occasion.name} has no default and no weight.",
            hint="Describe it in OCCASIONS of social/notifications/occasions.py.",
            id="notifications.E001",
        )
        for occasion in Occasion
        if occasion not in OCCASIONS
    ]
    for deed in DEEDS.values():
        errors += _only_by_mail(deed)
    return errors


def _only_by_mail(deed: Deed) -> Iterable[CheckMessage]:
    for one in deed.tellings:
        if one.occasion in ONLY_BY_MAIL:
            yield Error(
                f"Verb.{deed.verb.name} is told as “{one.occasion}”, which is a mail and no event.",
                id="notifications.E002",
            )
