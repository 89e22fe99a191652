"""The room's work by the clock and on demand."""

from __future__ import annotations

from django.utils import timezone
from django_tasks import task

from social.community import introductions
from social.community import refresh as numbers
from social.community.models import RoomSettings
from social.community.nudges import run as nudging
from social.community.selfcheck import summarise


@task()
def refresh() -> None:
    """Count closed months, people's evidence and hints; safe to run again at any moment."""
    refresh_with_progress()


def refresh_with_progress() -> int:
    """As `refresh`, with progress in the room's settings for whoever waits at the page."""
    RoomSettings.objects.get_or_create(pk=1)

    def tell(share: float) -> None:
        RoomSettings.objects.filter(pk=1).update(refresh_progress=min(99, round(share * 100)))

    tell(0)
    months = numbers.refresh(tell)
    summarise()
    introductions.propose()
    nudging.run()
    RoomSettings.objects.filter(pk=1).update(refresh_progress=100, refreshed_at=timezone.now())
    return months


@task()
def weekly_mail() -> None:
    """Tell the community managers what needs a hand, on Mondays."""
    from social.community.mail import send_weekly

    send_weekly()


@task()
def forget_person() -> None:
    """Recompute what is about people after somebody objected or came back."""
    from social.community import standings

    standings.refresh()
    summarise()
