"""The room's work by the clock and on demand."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from ground.queues.queue import Queue
from ground.queues.steps import Steps
from social.analytics import refresh as numbers
from social.analytics.carried import carry_old_numbers
from social.analytics.period import Period
from social.analytics.record import rosters
from social.analytics.record.readers import count_readers
from social.community.models import RoomSettings
from social.community.queue import run as nudging
from social.community.volunteers import introductions, standings
from social.community.volunteers.selfcheck import summarise


@task()
def refresh() -> None:
    """Count closed months, people's evidence and hints; safe to run again at any moment."""
    refresh_with_progress()


def refresh_with_progress() -> int:
    """As `refresh`, with progress in the room's settings for whoever waits at the page.

    Returns how many months were filled. A part that fails stops no other.
    """
    RoomSettings.objects.get_or_create(pk=1)
    _tell(0)
    months = NIGHT.run()
    RoomSettings.objects.filter(pk=1).update(refresh_progress=100, refreshed_at=timezone.now())
    return months


def _tell(share: float) -> None:
    RoomSettings.objects.filter(pk=1).update(refresh_progress=min(99, round(share * 100)))


def freeze_roster() -> None:
    rosters.freeze(Period.month(timezone.localdate()))


def readers() -> None:
    count_readers()


def old_numbers() -> None:
    carry_old_numbers()


def months() -> int:
    due = list(numbers.unfilled(timezone.localdate()))

    def fill(month: Period) -> None:
        numbers.fill_month(month)
        _tell((due.index(month) + 1) / (len(due) + 1))

    return MONTHS.each(due, fill, key=_key, atomic=False)


def evidence() -> None:
    standings.refresh()


def names_of_old_views() -> None:
    numbers.forget_names_of_old_views(timezone.localdate())


def summary() -> None:
    summarise()


def propose_introductions() -> None:
    introductions.propose()


def hints() -> None:
    nudging.run()


NIGHT = Steps(
    "community",
    _("Numbers of the community"),
    old_numbers,
    freeze_roster,
    readers,
    months,
    evidence,
    names_of_old_views,
    summary,
    propose_introductions,
    hints,
)


def _key(month: Period) -> str:
    return month.start.isoformat()


def _month_again(key: str) -> None:
    for month in numbers.unfilled(timezone.localdate()):
        if _key(month) == key:
            numbers.fill_month(month)


MONTHS = Queue(
    "community-month",
    _("Months of the community's numbers"),
    again=_month_again,
    always=True,
)


@task()
def weekly_mail() -> None:
    """Tell the community managers what needs a hand, on Mondays."""
    from social.community.queue.mail import send_weekly

    send_weekly()


@task()
def forget_person() -> None:
    """Recompute what is about people after somebody objected or came back."""
    standings.refresh()
    summarise()
