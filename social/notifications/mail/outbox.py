"""The outbox: deliveries that are due become mails, and mails are sent, each once.

Every step is its own small transaction and may be repeated. Between the mail server's "ok" and
our note of it lie milliseconds in which a crash makes us send the same mail again; it carries
the same Message-ID, by which servers and programs drop the copy.
"""

import logging
import smtplib
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from social.notifications.mail.compose import Letter, compose
from social.notifications.models import Channel, Delivery, Mail, Timing
from social.notifications.models.ledger import DeliveryQuerySet
from social.notifications.preferences import settings_of
from social.notifications.timing import end_of_quiet
from social.people.models import User

logger = logging.getLogger("social.notifications")

PEOPLE_AT_ONCE = 200
MAILS_AT_ONCE = 100
LEASE = timedelta(seconds=60)
ATTEMPTS = 6
PERMANENT = 500  # SMTP replies from here on will not change by themselves


def collect(now: datetime | None = None) -> int:
    """Put every delivery that is due into a mail; returns how many mails were made."""
    now = now or timezone.now()
    made = 0
    while people := _people_with_due(now):
        made += _collect_for(people, now)
    return made


def _due(now: datetime) -> DeliveryQuerySet:
    return Delivery.objects.waiting().filter(channel=Channel.MAIL, mail=None, due_at__lte=now)


def _people_with_due(now: datetime) -> list[int]:
    people = _due(now).order_by().values_list("person", flat=True).distinct()
    return list(people[:PEOPLE_AT_ONCE])


@transaction.atomic
def _collect_for(people: list[int], now: datetime) -> int:
    """Make the mails of some people. All that is due to a person is taken together."""
    due = list(
        _due(now)
        .filter(person__in=people)
        .select_for_update(of=("self",))
        .select_related("notice", "person")
        .order_by("person", "pk")
    )
    personal = settings_of(people)
    groups: dict[tuple, list[Delivery]] = defaultdict(list)
    for delivery in due:
        person: User = delivery.person
        free = end_of_quiet(now, personal[person.pk], person.zone)
        if delivery.timing != Timing.INSTANT:
            groups[person.pk, "digest"].append(delivery)
        elif free > now:
            Delivery.objects.filter(pk=delivery.pk).update(
                due_at=free, held_by=Delivery.HeldBy.QUIET
            )
        else:
            notice = delivery.notice
            groups[person.pk, notice.page_id or notice.pk, notice.thread_id].append(delivery)
    mails = {_key(group): _mail_for(group) for group in groups.values()}
    Mail.objects.bulk_create(mails.values(), ignore_conflicts=True)
    ids = dict(Mail.objects.filter(key__in=mails).values_list("key", "pk"))
    for group in groups.values():
        for delivery in group:
            delivery.mail_id = ids[_key(group)]
    Delivery.objects.bulk_update(
        [delivery for group in groups.values() for delivery in group], ["mail"], batch_size=500
    )
    return len(mails)


def _key(group: list[Delivery]) -> str:
    """What a group's mail is known by: it follows from the first delivery in it."""
    return f"{group[0].timing}-{group[0].pk}"


def _mail_for(group: list[Delivery]) -> Mail:
    timings = {delivery.timing for delivery in group}
    kind = Mail.Kind.WEEKLY if timings == {Timing.WEEKLY} else Mail.Kind.DAILY
    if Timing.INSTANT in timings:
        kind = Mail.Kind.INSTANT
    return Mail(person_id=group[0].person_id, kind=kind, key=_key(group))


def send_waiting(now: datetime | None = None, until: datetime | None = None) -> int:
    """Send every mail that waits, or as many as there is time for; returns how many went out.

    Memory stays bounded.
    """
    now = now or timezone.now()
    connection = get_connection()
    sent = 0
    try:
        for mail in _leased(now, until):
            sent += send(mail, connection)
    finally:
        connection.close()
    return sent


def _leased(now: datetime, until: datetime | None) -> Iterator[Mail]:
    """Waiting mails, each leased to this worker for a minute, in small batches."""
    last = 0
    while True:
        mails = Mail.objects.to_send(now).filter(pk__gt=last).order_by("pk")
        batch = list(mails.select_related("person", "answers")[:MAILS_AT_ONCE])
        if not batch:
            return
        last = batch[-1].pk
        for mail in batch:
            moment = timezone.now()
            if until is not None and moment >= until:
                return
            mine = Mail.objects.to_send(moment).filter(pk=mail.pk)
            if mine.update(leased_until=moment + LEASE):
                yield mail


def send(mail: Mail, connection: BaseEmailBackend) -> bool:
    """Compose and send one leased mail and write down what became of everything in it."""
    deliveries = mail.deliveries.waiting().select_related("notice__event__actor", "notice__page")
    letter = compose(mail, deliveries.order_by("pk"))
    if letter.message is None:
        _finish(mail, letter, Mail.State.DROPPED)
        return False
    try:
        letter.message.connection = connection
        connection.send_messages([letter.message])
    except (smtplib.SMTPException, OSError) as error:
        if _is_final(error):
            letter.dropped |= {d.pk: Delivery.WhyDropped.UNREACHABLE for d in letter.told}
            letter.told = []
            _finish(mail, letter, Mail.State.FAILED, str(error))
        else:
            _try_later(mail, error)
        connection.close()
        return False
    _finish(mail, letter, Mail.State.SENT)
    return True


def _is_final(error: Exception) -> bool:
    """Whether the mail server will never take a mail to this address."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= PERMANENT for code, _answer in error.recipients.values())


@transaction.atomic
def _finish(mail: Mail, letter: Letter, state: Mail.State, error: str = "") -> None:
    now = timezone.now()
    Mail.objects.filter(pk=mail.pk).update(
        state=state,
        sent_at=now if state == Mail.State.SENT else None,
        leased_until=None,
        error=error[:300],
    )
    if letter.told:
        Delivery.objects.filter(pk__in=[d.pk for d in letter.told]).update(
            state=Delivery.State.SENT, finished_at=now
        )
    by_reason: dict[str, list[int]] = defaultdict(list)
    for pk, why in letter.dropped.items():
        by_reason[why].append(pk)
    for why, pks in by_reason.items():
        Delivery.objects.filter(pk__in=pks).update(
            state=Delivery.State.DROPPED, why_dropped=why, finished_at=now
        )


def _try_later(mail: Mail, error: Exception) -> None:
    """Leave the mail for later, with growing pauses; after a day or so give up aloud."""
    attempts = mail.attempts + 1
    pause = timedelta(minutes=4**attempts)
    state = Mail.State.FAILED if attempts >= ATTEMPTS else Mail.State.WAITING
    Mail.objects.filter(pk=mail.pk).update(
        attempts=F("attempts") + 1,
        state=state,
        leased_until=timezone.now() + pause,
        error=str(error)[:300],
    )
    if state == Mail.State.FAILED:
        mail.deliveries.waiting().update(
            state=Delivery.State.DROPPED,
            why_dropped=Delivery.WhyDropped.UNREACHABLE,
            finished_at=timezone.now(),
        )
        logger.error("Mail %s was given up: %s", mail.pk, error)
