"""Voting in polls and reading their results."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Count, F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex

from blog.pages.models import ContentPage
from blog.pages.readers import is_for_named_people
from blog.polls.models import Ballot, Poll, PollOption, PollVote
from ground.queues.queue import Queue
from social.analytics.models import Release
from social.analytics.release import (
    ANSWER,
    OFF,
    SHOWN,
    WAITING,
    Released,
    published,
    release_tally,
    words,
)
from social.people.models import User
from social.subjects.access import visible_pages


class CannotVote(Exception):
    """The poll is closed, was voted in already, or the choice is not one of its options."""


@transaction.atomic
def vote(user: User, poll: Poll, option_ids: list[int]) -> Ballot:
    """One ballot a person. In an anonymous poll only a number grows beside the option."""
    options = list(PollOption.objects.filter(poll=poll, pk__in=option_ids))
    if not poll.is_open or was_told(poll) or not options or len(options) != len(set(option_ids)):
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


# Results --------------------------------------------------------------------------------------


def event_of(poll: Poll) -> str:
    return f"poll:{poll.pk}"


def was_told(poll: Poll) -> bool:
    """Whether the results of an anonymous poll have been told: then it can never go on."""
    return poll.is_anonymous and Release.objects.filter(event=event_of(poll)).exists()


def tell_results() -> int:
    """Tell the results of anonymous polls that have closed, once; returns of how many.

    While a poll is open nobody learns anything: each later vote could be read from the change.
    """
    told = Release.objects.filter(event__startswith="poll:").values_list("event", flat=True)
    ids = (event.partition(":")[2] for event in told)
    known = {int(pk) for pk in ids if pk.isdecimal()}
    closed = Poll.objects.filter(is_anonymous=True, closes_at__lte=timezone.now())
    return RESULTS.each(closed.exclude(pk__in=known).order_by("pk"), _tell)


def _tell(poll: Poll) -> None:
    votes = _votes(poll, list(PollOption.objects.filter(poll=poll)))
    voters = 0 if is_among_named_people(poll) else Ballot.objects.filter(poll=poll).count()
    release_tally(event_of(poll), "closed", {str(pk): n for pk, n in votes.items()}, voters)


def _tell_again(key: str) -> None:
    number = int(key) if key.isdecimal() else 0
    closed = Poll.objects.filter(is_anonymous=True, closes_at__lte=timezone.now())
    if (poll := closed.filter(pk=number).first()) is not None:
        _tell(poll)


RESULTS = Queue("poll-results", _("Telling the results of polls"), again=_tell_again)


def is_among_named_people(poll: Poll) -> bool:
    """Whether a page that holds the poll is for people chosen one by one: who chose nine of ten
    knows nine of the answers."""
    return any(is_for_named_people(page) for page in Page.objects.filter(pk__in=_pages_with(poll)))


@dataclass(frozen=True)
class Bar:
    """An option with its share in words and as a bar; votes and people only with names."""

    option: PollOption
    text: str
    is_mine: bool
    votes: int | None = None
    share: str = ""
    middle: float = 0
    people: tuple[User, ...] = ()


@dataclass(frozen=True)
class PollState:
    """What a poll says to one reader. `voters` is None in a poll without names."""

    question: str
    voters: int | None
    bars: list[Bar]
    has_voted: bool
    may_vote: bool
    shows_results: bool
    released: Released | None = None


def state_of(poll: Poll, user: User) -> PollState:
    """The poll for this reader: the ballot, or what came out. A constant number of queries."""
    options = list(PollOption.objects.filter(poll=poll))
    ballot = Ballot.objects.filter(poll=poll, person=user).first()
    mine = set(ballot.votes.values_list("option_id", flat=True)) if ballot else set()
    english = get_language() == "en"
    question = poll.question_en if english and poll.question_en else poll.question
    bars = [
        Bar(one, one.text_en if english and one.text_en else one.text, one.pk in mine)
        for one in options
    ]
    state = _without_names if poll.is_anonymous else _with_names
    return state(poll, question, bars, ballot is not None)


def _with_names(poll: Poll, question: str, bars: list[Bar], has_voted: bool) -> PollState:
    options = [bar.option for bar in bars]
    voters = Ballot.objects.filter(poll=poll).count()
    votes, names = _votes(poll, options), _names(options)
    counted = []
    for bar in bars:
        number = votes.get(bar.option.pk, 0)
        percent = round(100 * number / voters) if voters else 0
        people = tuple(names.get(bar.option.pk, ()))
        counted.append(
            replace(bar, votes=number, share=f"{percent} %", middle=percent, people=people)
        )
    shows = has_voted or not poll.is_open
    return PollState(question, voters, counted, has_voted, poll.is_open, shows)


def _without_names(poll: Poll, question: str, bars: list[Bar], has_voted: bool) -> PollState:
    """What was told when the poll closed; before that nothing, not even how many voted."""
    found = published([event_of(poll)])[event_of(poll)]
    released = found[-1] if found else Released(WAITING)
    told = {cell.group: cell.share for cell in released.table(ANSWER)}
    shared = []
    for bar in bars:
        share = told.get(str(bar.option.pk))
        shared.append(replace(bar, share=words(share), middle=share.middle if share else 0))
    may_vote = poll.is_open and released.state in (WAITING, OFF) and not has_voted
    shows = released.state == SHOWN and not poll.is_open
    return PollState(question, None, shared, has_voted, may_vote, shows, released)


def _votes(poll: Poll, options: list[PollOption]) -> dict[int, int]:
    if poll.is_anonymous:
        return {option.pk: option.anonymous_votes for option in options}
    rows: Any = PollVote.objects.filter(option__in=options).order_by()
    return dict(rows.values_list("option_id").annotate(n=Count("pk")))


def _names(options: list[PollOption]) -> dict[int, list[User]]:
    """Who chose what, in a poll with names."""
    found: dict[int, list[User]] = defaultdict(list)
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
    return visible_pages(user).filter(pk__in=_pages_with(poll)).exists()


def _pages_with(poll: Poll) -> list[int]:
    rows = ReferenceIndex.get_references_to(poll)
    return [int(pk) for pk in rows.values_list("object_id", flat=True) if str(pk).isdecimal()]
