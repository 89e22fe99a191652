"""The outbox: deliveries that are due become mails, and mails are sent, each once.

Every step is its own small transaction and may be repeated. Between the mail server's "ok" and
our note of it lie milliseconds in which a crash makes us send the same mail again; it carries
the same Message-ID, by which servers and programs drop the copy.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.queues.queue import PAUSES as PAUSES_OF_QUEUES
from ground.queues.queue import Queue, describe
from social.notifications.mail import server
from social.notifications.mail.compose import Letter, compose
from social.notifications.mail.server import Fate
from social.notifications.models import Channel, Delivery, Mail, Timing
from social.notifications.models.ledger import DeliveryQuerySet
from social.notifications.preferences import settings_of
from social.notifications.timing import end_of_quiet
from social.people.models import User

logger = logging.getLogger("social.notifications")

PEOPLE_AT_ONCE = 200
MAILS_AT_ONCE = 50
LEASE = timedelta(minutes=5)  # longer than a slow server can take over one mail
# Between attempts: greylisting lets one in after minutes, a full mailbox after days. Then we give up.
PAUSES = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440, 1440, 1440)]
ONLY_BY_HAND = len(PAUSES_OF_QUEUES) + 1  # tries after which a queue waits for somebody


def collect(now: datetime | None = None) -> int:
    """Put every delivery that is due into a mail; returns how many mails were made."""
    now = now or timezone.now()
    made = 0
    while people := _people_with_due(now):
        made += _collect_safely(people, now)
    return made


def _collect_safely(people: list[int], now: datetime) -> int:
    """All at once; when that fails, each person by themselves."""
    made: list[int] = []
    COLLECTING.together(
        people, lambda some: made.append(_collect_for(some, now)), key=str, atomic=False
    )
    return sum(made)


def _collect_again(key: str) -> None:
    if key.isdecimal():
        _collect_for([int(key)], timezone.now())


COLLECTING = Queue("mails-of-person", _("Putting a person's mails together"), again=_collect_again)


def _due(now: datetime) -> DeliveryQuerySet:
    return Delivery.objects.waiting().filter(channel=Channel.MAIL, mail=None, due_at__lte=now)


def _people_with_due(now: datetime) -> list[int]:
    due = _due(now).exclude(person__in=COLLECTING.numbers_kept_out())
    people = due.order_by().values_list("person", flat=True).distinct()
    return list(people[:PEOPLE_AT_ONCE])


@transaction.atomic
def _collect_for(people: Sequence[int], now: datetime) -> int:
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

    Memory stays bounded. A server that is silent is left alone for a while, whatever waits.
    """
    now = now or timezone.now()
    if not has_work(now):
        return 0
    connection = server.transport()
    try:
        connection.open()
    except Exception as error:  # noqa: BLE001 - whatever is wrong, it is no mail's fault
        server.note_trouble(error)
        return 0
    had_trouble = server.in_trouble() is not None
    sent = 0
    try:
        for mail in _leased(now, until):
            fate = send(mail, connection)
            if fate == Fate.SERVER:
                break
            if fate is None:
                sent += 1
                if had_trouble:
                    server.note_answer()
                    had_trouble = False
    finally:
        _close(connection)
    return sent


def has_work(now: datetime) -> bool:
    """Whether a mail could be sent now."""
    return Mail.objects.to_send(now).exists() and not server.is_closed(now)


def _close(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except OSError as error:
        logger.info("The mail server did not take our leave: %s", error)


def _leased(now: datetime, until: datetime | None) -> Iterator[Mail]:
    """Waiting mails, each leased to this worker for a while, in small batches.

    What concerns one person (a new password) goes before what goes to all.
    """
    last = {"single": 0, "bulk": 0}
    while True:
        waiting = Mail.objects.to_send(now).select_related("person", "answers").order_by("pk")
        queue = "single"
        batch = list(waiting.single().filter(pk__gt=last[queue])[:MAILS_AT_ONCE])
        if not batch:
            queue = "bulk"
            batch = list(waiting.bulk().filter(pk__gt=last[queue])[:MAILS_AT_ONCE])
        if not batch:
            return
        last[queue] = batch[-1].pk
        for mail in batch:
            moment = timezone.now()
            if until is not None and moment >= until:
                return
            mine = Mail.objects.to_send(moment).filter(pk=mail.pk)
            if mine.update(leased_until=moment + LEASE):
                yield mail


def send(mail: Mail, connection: BaseEmailBackend) -> Fate | None:
    """Compose and send one leased mail and write down what became of everything in it.

    None when it went out, else its fate. A mail that cannot be written waits like one that is
    refused; it never stops the others.
    """
    deliveries = mail.deliveries.waiting().select_related("notice__event__actor", "notice__page")
    letter = Letter()
    try:
        letter = compose(mail, deliveries.order_by("pk"))
        if letter.message is None:
            _finish(mail, letter, Mail.State.DROPPED)
            return Fate.REFUSED
        letter.message.connection = connection
        connection.send_messages([letter.message])
    except Exception as error:
        if server.is_database_trouble(error):
            raise
        fate = server.fate_after(error)
        _note_failure(mail, letter, fate, error)
        return fate
    _finish(mail, letter, Mail.State.SENT)
    return None


def _note_failure(mail: Mail, letter: Letter, fate: Fate, error: Exception) -> None:
    if letter.message is None:
        logger.exception("Mail %s could not be written", mail.pk)
    if fate == Fate.REFUSED:
        letter.dropped |= {d.pk: Delivery.WhyDropped.UNREACHABLE for d in letter.told}
        letter.told = []
        _finish(mail, letter, Mail.State.FAILED, _in_words(error))
        _give_up(mail, _in_words(error))
    else:
        _try_later(mail, error)
    if fate == Fate.SERVER:
        server.note_trouble(error)


def _in_words(error: Exception) -> str:
    """The server's own words where there are any; the kind of error where it says nothing."""
    return str(error) or type(error).__name__


@transaction.atomic
def _finish(mail: Mail, letter: Letter, state: Mail.State, error: str = "") -> None:
    """Note the end of a mail. Its content goes with it, unless somebody may send it again."""
    now = timezone.now()
    kept = {} if state == Mail.State.FAILED else {"content": None}
    Mail.objects.filter(pk=mail.pk).update(
        state=state,
        sent_at=now if state == Mail.State.SENT else None,
        leased_until=None,
        error=error[:300],
        **kept,
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
    """Leave the mail for later, with growing pauses; after some days give up aloud."""
    given_up = mail.attempts >= len(PAUSES)
    pause = timedelta() if given_up else PAUSES[mail.attempts]
    Mail.objects.filter(pk=mail.pk).update(
        attempts=mail.attempts + 1,
        state=Mail.State.FAILED if given_up else Mail.State.WAITING,
        leased_until=timezone.now() + pause,
        error=_in_words(error)[:300],
    )
    if given_up:
        mail.deliveries.waiting().update(
            state=Delivery.State.DROPPED,
            why_dropped=Delivery.WhyDropped.UNREACHABLE,
            finished_at=timezone.now(),
        )
        _give_up(mail, _in_words(error))


@transaction.atomic
def send_again(key: str) -> None:
    """Let a mail that was given up wait anew. Rights are asked again when it goes."""
    if not key.isdecimal():
        return
    Delivery.objects.filter(
        mail=int(key),
        state=Delivery.State.DROPPED,
        why_dropped=Delivery.WhyDropped.UNREACHABLE,
    ).update(state=Delivery.State.WAITING, why_dropped="", finished_at=None)
    given_up = Mail.objects.filter(pk=key, state=Mail.State.FAILED)
    given_up.update(state=Mail.State.WAITING, attempts=0, leased_until=None)


def _address(key: str) -> str:
    return reverse("wagtailsnippets_notifications_mail:inspect", args=[key])


# Mails have pauses of their own; those given up lie here until somebody decides.
GIVEN_UP = Queue("mail.send", _("Mails given up"), again=send_again, address=_address)


def _give_up(mail: Mail, error: str) -> None:
    GIVEN_UP.note(str(mail.pk), describe(f"{mail.recipient}: {error}"), ONLY_BY_HAND)
    logger.error("Mail %s was given up: %s", mail.pk, error)
