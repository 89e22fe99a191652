"""What people want to hear by which channel: their choices over quiet defaults."""

from collections import defaultdict
from collections.abc import Iterable

from ground import stored
from social.notifications.models import Occasion, PersonalSettings, Preference, Timing
from social.notifications.occasions import DEFAULTS, Choice
from social.people.models import User


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
