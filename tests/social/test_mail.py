"""Mail, against a real SMTP server on loopback."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from social.activity.actions import record
from social.activity.models import Verb
from social.following import followups
from social.following.actions import set_level, unfollow
from social.following.models import FollowUp, Level
from social.notifications import addresses, tasks
from social.notifications.decide import decide_undecided
from social.notifications.mail import outbox
from social.notifications.models import (
    Channel,
    Delivery,
    Mail,
    Notice,
    Occasion,
    PersonalSettings,
    SpaceMailRule,
    Timing,
)
from social.notifications.occasions import Choice
from social.notifications.preferences import choose
from social.notifications.second_look import second_look
from tests.factories import make_guide, make_news, make_person, restrict
from tests.social.mailbox import Mailbox, smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    settings.RYNEK_BASE_URL = "https://rynek.example.com"
    settings.DEFAULT_FROM_EMAIL = "Rynek <rynek@example.com>"
    with smtp_server(settings) as box:
        yield box


def deliver(after: timedelta = timedelta(minutes=5)) -> int:
    """What the worker does every minute, some time later."""
    decide_undecided()
    outbox.collect(timezone.now() + after)
    return outbox.send_waiting()


def part(mail: EmailMessage, kind: str) -> str:
    return mail.get_body((kind,)).get_content()  # type: ignore[union-attr]


def assign(giver, page, assignee, note="Popraw tabelę"):
    return followups.assign(giver, page, assignee, note=note)


def test_a_task_comes_by_mail_in_the_readers_language_with_all_its_headers(
    mailbox: Mailbox, employee, colleague
) -> None:
    colleague.language = "pl"
    colleague.save()
    page = make_news("Plan zmian")
    assign(employee, page, colleague)
    assert deliver() == 1
    (mail,) = mailbox.mails
    assert mail["To"] == colleague.email
    assert mail["Subject"] == "[Rynek] Plan zmian"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (
        mail["List-Unsubscribe"]
        .strip()
        .startswith("<https://rynek.example.com/notifications/link/")
    )
    assert mail["List-Id"].endswith(f"<page-{page.pk}.example.com>")
    assert mail["References"] == mail["In-Reply-To"] == f"<page-{page.pk}.rynek@example.com>"
    assert mail["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        assert "Ewa Żak" in part(mail, kind) and "Popraw tabelę" in part(mail, kind)
        assert f"https://rynek.example.com{page.url}" in part(mail, kind)
    assert "<" not in part(mail, "plain").replace("<https", "")


def test_mail_is_sent_once_however_often_the_worker_runs(
    mailbox: Mailbox, employee, colleague
) -> None:
    assign(employee, make_news(), colleague)
    for _ in range(3):
        deliver()
    assert len(mailbox.mails) == 1
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_nothing_is_sent_before_the_grace_is_over_or_after_it_was_seen(
    mailbox: Mailbox, employee, colleague, client_of
) -> None:
    page = make_news()
    assign(employee, page, colleague)
    assert deliver(after=timedelta(seconds=10)) == 0
    client_of(colleague).get(page.url)
    assert deliver() == 0
    assert Delivery.objects.get().why_dropped == Delivery.WhyDropped.SEEN
    assert not mailbox.mails


def test_permission_is_asked_again_when_the_mail_is_sent(
    mailbox: Mailbox, employee, colleague
) -> None:
    page = make_news()
    assign(employee, page, colleague)
    decide_undecided()
    restrict(page, "Board")
    assert deliver() == 0
    assert Mail.objects.get().state == Mail.State.DROPPED
    assert Delivery.objects.get().why_dropped == Delivery.WhyDropped.RESTRICTED


def test_what_is_followed_below_a_muted_page_still_comes(
    mailbox: Mailbox, employee, colleague
) -> None:
    guide = make_guide("Sprzęt")
    chapter, other = make_guide("Laptopy", parent=guide), make_guide("Telefony", parent=guide)
    choose(employee, Occasion.UPDATE, Choice(True, Timing.INSTANT))
    set_level(employee, guide, Level.MUTED)
    set_level(employee, chapter, Level.EVERYTHING)
    for page in (chapter, other):
        record(colleague, Verb.UPDATED, page)
    assert deliver() == 1
    assert mailbox.mails[0]["Subject"].endswith("Laptopy")


@pytest.mark.parametrize(
    ("change_of_mind", "why"),
    [
        (lambda me, page: set_level(me, page.get_parent(), Level.MUTED), "muted"),
        (lambda me, page: set_level(me, page, Level.NEW), "less"),
        (lambda me, page: unfollow(me, page.get_parent()), "less"),
        (lambda me, page: choose(me, Occasion.UPDATE, Choice(True, Timing.NEVER)), "unwanted"),
    ],
)
def test_who_changes_their_mind_before_the_mail_goes_out_gets_none(
    mailbox: Mailbox, employee, colleague, change_of_mind, why
) -> None:
    chapter = make_guide("Laptopy", parent=make_guide("Sprzęt"))
    choose(employee, Occasion.UPDATE, Choice(True, Timing.INSTANT))
    set_level(employee, chapter.get_parent())
    record(colleague, Verb.UPDATED, chapter)
    decide_undecided()
    change_of_mind(employee, chapter)
    assert deliver() == 0
    assert Delivery.objects.get(notice__occasion=Occasion.UPDATE).why_dropped == why


def test_looking_again_costs_the_same_for_many_notices(
    mailbox: Mailbox, employee, colleague, django_assert_max_num_queries
) -> None:
    def digest_of(count: int) -> int:
        section = make_news().get_parent()
        set_level(employee, section)
        for number in range(count):
            record(colleague, Verb.UPDATED, make_news(f"N{number}"))
        decide_undecided()
        told = Notice.objects.filter(person=employee, decision="told")
        notices = list(told.select_related("event__actor", "page"))
        reader = type(employee).objects.get(pk=employee.pk)
        with django_assert_max_num_queries(20) as asked:
            stories, why_not = second_look(reader, notices, Channel.MAIL)
        assert len(stories) >= count and not why_not
        return len(asked)

    few = digest_of(3)
    assert digest_of(12) <= few


def test_much_mail_goes_out_in_turns_that_leave_room_for_other_tasks(
    mailbox: Mailbox, employee, colleague, settings, monkeypatch
) -> None:
    settings.RYNEK_MAIL_GRACE_SECONDS = 0
    for _ in range(3):
        assign(employee, make_news(), colleague)
    turn, queue = tasks.send_mails, Mock()
    decide_undecided()
    outbox.collect()
    monkeypatch.setattr(tasks, "send_mails", queue)
    monkeypatch.setattr(tasks, "SECONDS_AT_ONCE", 0)
    turn.func()
    assert not mailbox.mails and queue.enqueue.call_count == 1
    monkeypatch.setattr(tasks, "SECONDS_AT_ONCE", 20)
    turn.func()
    assert len(mailbox.mails) == 3 and queue.enqueue.call_count == 1


def test_people_who_left_get_no_mail(mailbox: Mailbox, employee, colleague) -> None:
    assign(employee, make_news(), colleague)
    decide_undecided()
    colleague.is_active = False
    colleague.save()
    assert deliver() == 0
    assert Delivery.objects.get().why_dropped == Delivery.WhyDropped.AWAY


def test_a_refused_address_is_given_up_and_a_server_that_is_down_is_tried_again(
    mailbox: Mailbox, employee, colleague
) -> None:
    assign(employee, make_news(), colleague)
    mailbox.is_down = True
    decide_undecided()
    outbox.collect(timezone.now() + timedelta(minutes=5))
    outbox.send_waiting()
    mail = Mail.objects.get()
    assert mail.state in {Mail.State.WAITING, Mail.State.FAILED}
    mailbox.is_down = False
    Mail.objects.update(state=Mail.State.WAITING, leased_until=None)
    Delivery.objects.update(state=Delivery.State.WAITING, finished_at=None, why_dropped="")
    mailbox.refused.add(colleague.email)
    outbox.send_waiting()
    assert Delivery.objects.get().why_dropped == Delivery.WhyDropped.UNREACHABLE
    assert Mail.objects.get().state == Mail.State.FAILED


def test_a_temporary_refusal_keeps_the_mail(mailbox: Mailbox, employee, colleague) -> None:
    assign(employee, make_news(), colleague)
    mailbox.is_down = True
    deliver()
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts) == (Mail.State.WAITING, 1)
    mailbox.is_down = False
    Mail.objects.update(leased_until=None)
    assert outbox.send_waiting() == 1
    assert len(mailbox.mails) == 1


def test_a_crash_between_sending_and_noting_it_repeats_the_same_message_id(
    mailbox: Mailbox, employee, colleague, monkeypatch
) -> None:
    assign(employee, make_news(), colleague)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_finish", lambda *args: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            deliver()
    Mail.objects.update(leased_until=None)
    deliver()
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_a_restricted_space_sends_only_links_unless_its_rule_says_otherwise(
    mailbox: Mailbox, employee
) -> None:
    page = make_guide("Wynagrodzenia")
    chapter = make_guide("Premie", parent=page)
    restrict(page, "Board")
    giver, member = make_person(groups=["Board"]), make_person(groups=["Board"])
    assign(giver, chapter, member, "Tajna notatka")
    deliver()
    assert "Tajna notatka" not in part(mailbox.mails[0], "plain")
    SpaceMailRule.objects.create(page=page, carries_text=True)
    assign(giver, chapter, member, "Jawna notatka")
    deliver()
    assert "Jawna notatka" in part(mailbox.mails[1], "plain")


def test_one_click_unsubscribe_works_without_signing_in_and_only_by_post(
    mailbox: Mailbox, employee, colleague, client
) -> None:
    page = make_news()
    set_level(colleague, page)
    choose(colleague, Occasion.COMMENT, Choice(True, Timing.INSTANT))
    record(employee, Verb.UPDATED, page)
    choose(colleague, Occasion.UPDATE, Choice(True, Timing.INSTANT))
    deliver()
    (mail,) = mailbox.mails
    address = mail["List-Unsubscribe"].strip(" <>").removeprefix("https://rynek.example.com")
    assert client.get(address).status_code == 200
    assert colleague.follows.get().level == Level.EVERYTHING
    client.post(address, {"List-Unsubscribe": "One-Click"})
    assert colleague.follows.get().level == Level.MUTED


def test_a_forged_or_cut_link_does_nothing(client, employee) -> None:
    token = addresses.sign(employee, "stop", "daily")
    assert client.post(reverse("notifications:by-link", args=[token[:-2]])).status_code == 404
    odd = signing.dumps([employee.pk, "become_admin"], salt=addresses.SALT)
    assert client.post(reverse("notifications:by-link", args=[odd])).status_code == 404


def test_a_task_is_done_by_the_link_in_its_mail(
    mailbox: Mailbox, employee, colleague, client
) -> None:
    task = assign(employee, make_news(), colleague)
    token = addresses.sign(colleague, "done", task.pk)
    client.post(reverse("notifications:by-link", args=[token]))
    task.refresh_from_db()
    assert task.state == FollowUp.State.DONE
    deliver()
    assert [mail["To"] for mail in mailbox.mails] == [colleague.email, employee.email]


# Digests ------------------------------------------------------------------------------------


def follow_and_publish(person, count=2):
    pages = [make_news(f"Wieść {n}") for n in range(count)]
    section = pages[0].get_parent()
    set_level(person, section, Level.NEW)
    decide_undecided()
    return pages


def test_the_digest_comes_at_the_persons_own_hour(mailbox: Mailbox, employee) -> None:
    employee.time_zone = "America/New_York"
    employee.save()
    follow_and_publish(employee)
    due = Delivery.objects.filter(person=employee).first().due_at
    local = due.astimezone(ZoneInfo("America/New_York"))
    assert (local.hour, local.minute) == (8, 0)


def test_the_digest_tells_everything_once_and_never_comes_empty(
    mailbox: Mailbox, employee, client_of
) -> None:
    pages = follow_and_publish(employee, 3)
    client_of(employee).get(pages[0].url)
    deliver(timedelta(days=2))
    (mail,) = [mail for mail in mailbox.mails if mail["To"] == employee.email]
    text = part(mail, "plain")
    assert "Wieść 0" not in text and "Wieść 1" in text and "Wieść 2" in text
    assert deliver(timedelta(days=9)) == 0
    for notice in Notice.objects.filter(person=employee):
        assert notice.deliveries.count() == 1


def test_a_digest_of_nothing_that_is_left_is_not_sent(mailbox: Mailbox, employee) -> None:
    pages = follow_and_publish(employee)
    restrict(pages[0].get_parent(), "Board")
    assert deliver(timedelta(days=2)) == 0
    assert not mailbox.mails


def test_the_digest_puts_first_what_matters_most(mailbox: Mailbox, employee, colleague) -> None:
    follow_and_publish(employee, 2)
    choose(employee, Occasion.TASK, Choice(True, Timing.DAILY))
    assign(colleague, make_guide("Zadanie"), employee)
    deliver(timedelta(days=2))
    text = part(mailbox.mails[0], "plain")
    assert text.index("Zadanie") < text.index("Wieść")


def test_an_absence_turns_mails_into_one_digest_on_return(
    mailbox: Mailbox, employee, colleague
) -> None:
    today = timezone.localdate()
    PersonalSettings.objects.create(
        person=colleague, absent_from=today, absent_until=today + timedelta(days=3)
    )
    assign(employee, make_news(), colleague)
    assign(employee, make_guide(), colleague)
    assert deliver(timedelta(days=2)) == 0
    assert deliver(timedelta(days=5)) == 1
    assert len(mailbox.mails) == 1


def test_quiet_hours_hold_mail_back(mailbox: Mailbox, employee, colleague) -> None:
    now = timezone.localtime()
    PersonalSettings.objects.create(
        person=colleague,
        quiet_from=(now - timedelta(hours=1)).time(),
        quiet_until=(now + timedelta(hours=1)).time(),
    )
    assign(employee, make_news(), colleague)
    assert deliver() == 0
    assert deliver(timedelta(hours=2)) == 1


def test_stopping_the_digest_by_link_stops_it(mailbox: Mailbox, employee, client) -> None:
    follow_and_publish(employee)
    deliver(timedelta(days=2))
    address = mailbox.mails[0]["List-Unsubscribe"].strip(" <>")
    client.post(address.removeprefix("https://rynek.example.com"))
    follow_and_publish(employee)
    assert deliver(timedelta(days=4)) == 0


def test_the_digest_keeps_its_hour_through_the_change_of_the_clocks(employee) -> None:
    from social.notifications.timing import next_digest

    zone = ZoneInfo("Europe/Warsaw")
    settings = PersonalSettings(person=employee)
    saturday = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
    due = next_digest(saturday, settings, zone)
    assert due.astimezone(zone).hour == 8
    assert due - saturday == timedelta(hours=21)  # 20 hours by the clock, and the extra one
