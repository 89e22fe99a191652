"""What the links in mails do, and what a mail says about whom it comes from."""

import re
from datetime import timedelta
from email.message import EmailMessage
from unittest import mock
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from django.utils.safestring import mark_safe

from social.activity.actions import record
from social.activity.models import Verb
from social.following import followups
from social.following.actions import set_level
from social.following.models import FollowUp, Level
from social.notifications.addresses import link as signed_link
from social.notifications.addresses import list_id
from social.notifications.decide import decide_undecided
from social.notifications.mail import kinds, outbox
from social.notifications.models import Mail, Occasion, Timing
from social.notifications.occasions import Choice
from social.notifications.preferences import choose
from social.notifications.templatetags.notifications_mail import ended
from tests.factories import make_news
from tests.social.mailbox import Mailbox, smtp_server

pytestmark = pytest.mark.django_db
SITE = "https://rynek.example.com"


@pytest.fixture
def mailbox(settings):
    settings.RYNEK_BASE_URL = SITE
    settings.DEFAULT_FROM_EMAIL = "Rynek <rynek@example.com>"
    with smtp_server(settings) as box:
        yield box


def deliver(after: timedelta = timedelta(minutes=5)) -> int:
    decide_undecided()
    outbox.collect(timezone.now() + after)
    return outbox.send_waiting()


def links_of(mail: EmailMessage) -> list[str]:
    """The signed links in the body, without the one that unsubscribes."""
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    links = re.findall(rf'href="{SITE}(/notifications/link/[^"]+)"', html)
    stop = mail["List-Unsubscribe"].strip(" <>").removeprefix(SITE)
    return [link for link in links if link != stop]


def test_each_task_in_a_mail_has_its_note_and_its_own_link(
    mailbox: Mailbox, employee, colleague, client
) -> None:
    page = make_news()
    first = followups.assign(employee, page, colleague, note="Popraw tabelę")
    second = followups.assign(employee, page, colleague, note="Dopisz adres")
    assert deliver() == 1
    (mail,) = mailbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert "Popraw tabelę" in text and "Dopisz adres" in text
    links = links_of(mail)
    assert len(links) == 2
    client.get(links[0])
    assert FollowUp.objects.filter(state="open").count() == 2
    for link in links:
        client.post(link)
    assert {t.state for t in (first, second) if t.refresh_from_db() is None} == {"done"}


def test_a_task_in_a_digest_is_done_from_there(
    mailbox: Mailbox, employee, colleague, client
) -> None:
    choose(colleague, Occasion.TASK, Choice(True, Timing.DAILY))
    task = followups.assign(employee, make_news(), colleague)
    deliver(timedelta(days=2))
    (link,) = links_of(mailbox.mails[0])
    client.post(link)
    task.refresh_from_db()
    assert task.state == FollowUp.State.DONE


def test_one_click_stops_mails_of_new_pages_and_not_only_of_that_page(
    mailbox: Mailbox, employee, colleague, client
) -> None:
    set_level(employee, make_news().get_parent())
    choose(employee, Occasion.PUBLICATION, Choice(True, Timing.INSTANT))
    decide_undecided()
    outbox.collect(timezone.now() + timedelta(minutes=5))
    outbox.send_waiting()
    (mail,) = [mail for mail in mailbox.mails if mail["To"] == employee.email]
    stop = mail["List-Unsubscribe"].strip(" <>").removeprefix(SITE)
    client.post(stop, {"List-Unsubscribe": "One-Click"})
    make_news("Następna")
    assert deliver() == 0
    assert employee.follows.get().level == Level.EVERYTHING
    assert employee.notices.filter(page__title="Następna", in_inbox=True).exists()


def test_lists_have_names_that_every_program_reads() -> None:
    assert list_id(3, "Stołówka: żurek!").startswith("Stolowka zurek <page-3.")


def test_the_senders_name_says_who_writes_and_the_address_is_ours(
    mailbox: Mailbox, employee, colleague
) -> None:
    decide = record(employee, Verb.MENTIONED, make_news(), target=colleague)
    assert deliver() == 1 and decide.pk
    sender = mailbox.mails[0]["From"].addresses[0]
    assert sender.display_name == f"{employee} · Rynek"
    assert sender.addr_spec == "rynek@example.com"


def test_a_sentence_that_is_ended_gets_no_second_full_stop() -> None:
    assert ended(mark_safe("Masz czas do 9 grudnia.")) == "Masz czas do 9 grudnia."
    assert ended(mark_safe("Co z tym?")) == "Co z tym?"
    assert ended(mark_safe("Anna Kowal komentuje")) == "Anna Kowal komentuje."


@pytest.fixture
def task(employee, colleague) -> FollowUp:
    return followups.assign(employee, make_news(), colleague)


def link_to(task: FollowUp) -> str:
    return urlsplit(signed_link(task.assignee, "done", task.pk)).path


def state_of(task: FollowUp) -> str:
    task.refresh_from_db()
    return str(task.state)


def test_a_link_replayed_after_the_task_was_opened_again_does_nothing(client, task) -> None:
    address = link_to(task)
    assert client.post(address).status_code == 200
    assert client.post(address).status_code == 200, "twice is as once"
    followups.reopen(task.creator, task)
    assert client.post(address).status_code == 410
    assert state_of(task) == "open"
    assert client.post(link_to(task)).status_code == 200, "a new mail has a new link"
    assert state_of(task) == "done"


def test_links_end_with_their_days(client, task, settings) -> None:
    address = link_to(task)
    with time_machine_at(timezone.now() + timedelta(days=settings.RYNEK_MAIL_LINK_DAYS + 1)):
        assert client.post(address).status_code == 404
    assert state_of(task) == "open"
    with time_machine_at(timezone.now() + timedelta(days=settings.RYNEK_MAIL_LINK_DAYS - 1)):
        assert client.post(address).status_code == 200


def time_machine_at(moment):
    return mock.patch("django.core.signing.time.time", return_value=moment.timestamp())


def test_links_end_with_a_password(client, task) -> None:
    address = link_to(task)
    task.assignee.set_password("zielony rower pod dębem")
    task.assignee.save()
    assert client.post(address).status_code == 404
    assert state_of(task) == "open"


def test_links_outlive_a_rotated_key(client, task, settings) -> None:
    address = link_to(task)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert client.post(address).status_code == 200


def test_links_end_when_somebody_leaves_and_stay_dead_when_they_come_back(client, task) -> None:
    address, person = link_to(task), task.assignee
    person.is_active = False
    person.save()
    assert client.post(address).status_code == 404
    person.is_active = True
    person.save()
    assert client.post(address).status_code == 404
    assert state_of(task) == "open"
    assert client.post(link_to(task)).status_code == 200


BULK = {Mail.Kind.DAILY, Mail.Kind.WEEKLY, Mail.Kind.NEWSLETTER, Mail.Kind.QUEUE, Mail.Kind.INSTANT}
ASKED_FOR = {Mail.Kind.ANSWER, Mail.Kind.OTHER}


def test_every_kind_of_mail_is_bulk_or_was_asked_for() -> None:
    """A new kind of bulk mail must be in `OCCASIONS`, which gives it one-click unsubscribe."""
    assert set(Mail.Kind) == BULK | ASKED_FOR
    assert set(kinds.OCCASIONS) == {Mail.Kind.NEWSLETTER, Mail.Kind.QUEUE}
