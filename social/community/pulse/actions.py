"""Opening a round of the pulse, and answering it; no HTTP here."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from social.community.models import (
    Pulse,
    PulseReply,
    PulseTally,
)
from social.community.refused import Refused
from social.people.models import User


@transaction.atomic
def answer_pulse(pulse: Pulse, person: User, answers: list[int]) -> None:
    """Add eight answers to the tallies. The reply and the answers share nothing."""
    _reply, created = PulseReply.objects.get_or_create(pulse=pulse, person=person)
    if not created:
        raise Refused("twice")
    for item, answer in enumerate(answers):
        PulseTally.objects.get_or_create(pulse=pulse, item=item, answer=answer)
        PulseTally.objects.filter(pulse=pulse, item=item, answer=answer).update(
            count=F("count") + 1
        )


def open_pulse(weeks: int) -> Pulse:
    """Start a round for everybody who works here today."""
    today = timezone.localdate()
    if Pulse.objects.open().exists():
        raise Refused("open")
    return Pulse.objects.create(
        opens_on=today,
        closes_on=today + dt.timedelta(weeks=weeks),
        invited=User.objects.active().count(),
    )
