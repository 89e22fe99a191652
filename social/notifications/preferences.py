"""What people want to hear by which channel: their choices over quiet defaults."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ground import stored
from social.notifications.models import Occasion, PersonalSettings, Preference, Timing
from social.people.models import User


@dataclass(frozen=True)
class Choice:
    """By which channels one occasion is told."""

    inbox: bool
    mail: Timing
    push: bool = False

    @property
    def is_nothing(self) -> bool:
        return not self.inbox and not self.push and self.mail == Timing.NEVER


# What concerns me in person comes at once; what I follow waits for the digest; applause waits
# in the inbox. Nobody's first week brings more mail than colleagues would have written.
DEFAULTS: dict[Occasion, Choice] = {
    Occasion.MENTION: Choice(True, Timing.INSTANT, True),
    Occasion.REPLY: Choice(True, Timing.INSTANT, True),
    Occasion.TASK: Choice(True, Timing.INSTANT, True),
    Occasion.REMINDER: Choice(True, Timing.INSTANT, True),
    Occasion.COMMENT: Choice(True, Timing.DAILY),
    Occasion.PUBLICATION: Choice(True, Timing.DAILY),
    Occasion.UPDATE: Choice(False, Timing.WEEKLY),
    Occasion.REACTION: Choice(True, Timing.NEVER),
    Occasion.THANKS: Choice(True, Timing.DAILY),
    Occasion.FOLLOWER: Choice(True, Timing.NEVER),
    Occasion.OTHER: Choice(True, Timing.DAILY),
    Occasion.NEWSLETTER: Choice(False, Timing.INSTANT),
    Occasion.QUEUE: Choice(False, Timing.INSTANT),
}
# These are mails and nothing else: they come, or they do not.
ONLY_BY_MAIL = {Occasion.NEWSLETTER, Occasion.QUEUE}


def choices_of(people: Iterable[int]) -> dict[int, dict[Occasion, Choice]]:
    """The choices of each of these people for every occasion. One query."""
    chosen: dict[int, dict[Occasion, Choice]] = defaultdict(lambda: dict(DEFAULTS))
    for row in Preference.objects.filter(person__in=people):
        occasion = stored.member(Occasion, row.occasion, Occasion.OTHER)
        if occasion == row.occasion:
            mail = stored.member(Timing, row.mail, DEFAULTS[occasion].mail)
            chosen[row.person_id][occasion] = Choice(row.inbox, mail, row.push)
    return chosen


def settings_of(people: Iterable[int]) -> dict[int, PersonalSettings]:
    """The settings of each of these people, unsaved defaults where there are none. One query."""
    rows = {row.person_id: row for row in PersonalSettings.objects.filter(person__in=people)}
    return {pk: rows.get(pk) or PersonalSettings(person_id=pk) for pk in people}


def own_settings(person: User) -> PersonalSettings:
    return settings_of([person.pk])[person.pk]


def takes_mails_of(person: User, occasion: Occasion) -> bool:
    """Whether this person wants mails of one kind."""
    wanted = choices_of([person.pk])[person.pk][occasion].mail != Timing.NEVER
    return wanted and not own_settings(person).mails_off


def choose(person: User, occasion: Occasion, choice: Choice) -> None:
    """Keep a person's choice for one occasion."""
    Preference.objects.update_or_create(
        person=person,
        occasion=occasion,
        defaults={"inbox": choice.inbox, "mail": choice.mail, "push": choice.push},
    )
