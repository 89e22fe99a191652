"""Voting in polls and reading their results."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils.translation import get_language
from wagtail.models import ReferenceIndex

from blog.models import Ballot, ContentPage, Poll, PollOption, PollVote
from social.people.models import User
from social.subjects.access import visible_pages

ANONYMOUS_FROM = 5  # an anonymous poll shows no numbers before so many people have voted


class CannotVote(Exception):
    """The poll is closed, was voted in already, or the choice is not one of its options."""


@transaction.atomic
def vote(user: User, poll: Poll, option_ids: list[int]) -> Ballot:
    """One ballot a person. In an anonymous poll only a number grows beside the option."""
    options = list(PollOption.objects.filter(poll=poll, pk__in=option_ids))
    if not poll.is_open or not options or len(options) != len(set(option_ids)):
        raise CannotVote
    if len(options) > 1 and not poll.is_multiple:
        raise CannotVote
    ballot, is_new = Ballot.objects.get_or_create(poll=poll, person=user)
    if not is_new and poll.is_anonymous:
        raise CannotVote
    if poll.is_anonymous:
        PollOption.objects.filter(pk__in=[option.pk for option in options]).update(
            anonymous_votes=F("anonymous_votes") + 1
        )
    else:
        ballot.votes.all().delete()
        PollVote.objects.bulk_create([PollVote(ballot=ballot, option=o) for o in options])
    return ballot


@dataclass(frozen=True)
class Bar:
    """An option with its votes; `percent` of the people who voted."""

    option: PollOption
    text: str
    votes: int
    percent: int
    is_mine: bool
    people: list[User]


@dataclass(frozen=True)
class PollState:
    """What a poll says to one reader."""

    question: str
    voters: int
    bars: list[Bar]
    has_voted: bool
    may_vote: bool
    shows_results: bool


def state_of(poll: Poll, user: User) -> PollState:
    """The poll for this reader: the ballot, or what came out. Four queries."""
    options = list(PollOption.objects.filter(poll=poll))
    voters = Ballot.objects.filter(poll=poll).count()
    ballot = Ballot.objects.filter(poll=poll, person=user).first()
    mine = set(ballot.votes.values_list("option_id", flat=True)) if ballot else set()
    votes, names = _votes(poll, options), _names(poll, options)
    english = get_language() == "en"
    bars = [
        Bar(
            option=option,
            text=(option.text_en if english and option.text_en else option.text),
            votes=votes.get(option.pk, 0),
            percent=round(100 * votes.get(option.pk, 0) / voters) if voters else 0,
            is_mine=option.pk in mine,
            people=names.get(option.pk, []),
        )
        for option in options
    ]
    enough = not poll.is_anonymous or voters >= ANONYMOUS_FROM
    return PollState(
        question=(poll.question_en if english and poll.question_en else poll.question),
        voters=voters,
        bars=bars,
        has_voted=ballot is not None,
        may_vote=poll.is_open and (ballot is None or not poll.is_anonymous),
        shows_results=enough and (ballot is not None or not poll.is_open),
    )


def _votes(poll: Poll, options: list[PollOption]) -> dict[int, int]:
    if poll.is_anonymous:
        return {option.pk: option.anonymous_votes for option in options}
    rows: Any = PollVote.objects.filter(option__in=options).order_by()
    return dict(rows.values_list("option_id").annotate(n=Count("pk")))


def _names(poll: Poll, options: list[PollOption]) -> dict[int, list[User]]:
    """Who chose what, in a poll with names."""
    found: dict[int, list[User]] = defaultdict(list)
    if not poll.is_anonymous:
        rows = PollVote.objects.filter(option__in=options).select_related("ballot__person")
        for row in rows.order_by("ballot__person__sort_key"):
            found[row.option_id].append(row.ballot.person)
    return found


def open_polls_of(page: ContentPage) -> None:
    """Note which polls a published page holds: people vote at once, the worker notes it later."""
    if any(block.block_type == "poll" for block in page.body):
        ReferenceIndex.create_or_update_for_object(page)


def may_see(user: User, poll: Poll) -> bool:
    """A poll is seen by those who see a page that holds it."""
    rows = ReferenceIndex.get_references_to(poll)
    ids = [int(pk) for pk in rows.values_list("object_id", flat=True) if str(pk).isdecimal()]
    return visible_pages(user).filter(pk__in=ids).exists()
