"""Answers by mail, from message files as Gmail, Outlook and Apple Mail write them."""

import json
from email import message_from_bytes, policy
from unittest.mock import Mock

import pytest
from django.core import mail as sent
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from social.comments.actions import delete_comment, post_comment
from social.comments.models import Comment
from social.notifications.incoming.addresses import (
    read_reply_address,
    reply_address,
)
from social.notifications.incoming.letters import Unreadable, read_letter
from social.notifications.incoming.quotes import own_words
from social.notifications.incoming.receive import receive
from social.notifications.mail import outbox
from social.notifications.models import IncomingMail, Mail, MailServer
from tests.factories import make_news, make_person, restrict
from tests.social.letters import message, take

Outcome = IncomingMail.Outcome

EXPECTED = {
    "gmail_pl": "Tak, przyjdę.\n\nZupa była świetna — dziękuję!",
    "gmail_html_only_pl": "Tak, przyjdę.\n\nZupa była świetna — dziękuję!",
    "gmail_en": "Yes, I will come.\n\nSecond paragraph.",
    "gmail_wrapped_en": "Yes, I will come.",
    "outlook_pl": "Dzień dobry,\n\nproszę o zmianę terminu na piątek.",
    "outlook_en": "Hello,\n\nplease move it to Friday.",
    "outlook_classic_en": "Works for me.",
    "outlook_web_html_pl": "Zgadzam się.",
    "outlook_ios_pl": "OK, biorę to na siebie.",
    "apple_iphone_pl": "Świetny pomysł!",
    "apple_iphone_en": "Great idea!",
    "apple_mac_en": "Yes, Friday works.\n\nI will bring the list:\n- plates\n- cups",
    "apple_ipad_html_en": "I am in.\n\nSee you there.",
    "outlook_ios_en": "OK, I take this one.",
    "outlook_classic_html_pl": "Zgoda, proszę wpisać na czwartek.",
    "gmail_android_pl": "Ok, jutro rano.",
    "gmail_ios_en": "Sounds good 👍",
    "apple_mac_pl": "Pierwszy akapit.\n\nDrugi akapit, z cytatem z książki:",
}


@pytest.fixture(autouse=True)
def mailbox_address(settings) -> None:
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"


@pytest.mark.parametrize("name", EXPECTED)
def test_only_the_senders_own_words_remain(name: str) -> None:
    assert own_words(read_letter(message(name)).text) == EXPECTED[name]


def test_answers_between_quotations_all_remain() -> None:
    words = own_words(read_letter(message("gmail_inline_pl")).text)
    assert "Tak, pomidorowa." in words and "Też, pierogi." in words


def test_words_that_look_like_quotations_are_not_lost() -> None:
    for text in (
        "On Monday I wrote: buy milk",
        "Od poniedziałku pracuję zdalnie.\nTo ważne.",
        "Wiadomość: nie działa drukarka",
        "Best",
        "From: here to eternity is a film.",
    ):
        assert own_words(text) == text


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("auto_reply_pl", "auto-submitted"),
        ("auto_reply_exchange_pl", "auto-reply"),
        ("bounce", "bounce"),
    ],
)
def test_machines_are_recognised(name: str, why: str) -> None:
    assert read_letter(message(name)).ignore_because == why


@given(st.binary(max_size=2000))
@hypothesis_settings(max_examples=200)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        letter = read_letter(content)
    except Unreadable:
        return
    own_words(letter.text)


@given(st.text(max_size=400))
@hypothesis_settings(max_examples=200)
def test_any_text_is_stripped_without_error(text: str) -> None:
    own_words(text)


def test_reply_addresses_survive_a_change_of_case_and_cannot_be_made_up() -> None:
    address = reply_address(12345, 678, 90)
    local = address.partition("@")[0]
    assert len(local) <= 64
    found = read_reply_address(address.upper())
    assert found is not None and (found.person_id, found.page_id, found.comment_id) == (
        12345,
        678,
        90,
    )
    head, _, signature = local.rpartition(".")
    flipped = ("b" if signature[0] == "a" else "a") + signature[1:]
    assert read_reply_address(f"{head}.{flipped}@rynek.example.com") is None
    assert read_reply_address(address.replace("+r9ix", "+r9iy")) is None


def test_an_address_made_with_an_earlier_key_still_works(settings) -> None:
    address = reply_address(1, 2, 3)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert read_reply_address(address) is not None


# Deeds --------------------------------------------------------------------------------------


@pytest.fixture
def talk(db):
    """A page, its first comment, and somebody who can answer it."""
    person = make_person("Ewa", "Żak", email="ewa@example.com")
    page = make_news("Stołówka")
    said = post_comment(make_person(), page, "Czy będzie zupa?")
    return person, page, said


def answer(name: str, person, page, said=None, sender: str = "ewa@example.com") -> IncomingMail:
    address = reply_address(person.pk, page.pk, said.pk if said else 0)
    return take(message(name, address, sender))


def test_an_answer_becomes_a_comment_below_the_one_answered(talk) -> None:
    person, page, said = talk
    assert answer("gmail_pl", person, page, said).outcome == Outcome.COMMENT
    comment = Comment.objects.exclude(pk=said.pk).get()
    assert (comment.user, comment.page_id, comment.parent_id) == (person, page.pk, said.pk)
    assert comment.comment == EXPECTED["gmail_pl"]


def test_the_same_mail_twice_is_one_comment(talk) -> None:
    for _ in range(3):
        answer("gmail_pl", *talk)
    assert Comment.objects.count() == 2


def test_an_attachment_comes_along(talk) -> None:
    answer("apple_mac_pl", *talk)
    comment = Comment.objects.order_by("-pk").first()
    assert comment.attachments.count() == 1


def test_an_answer_from_another_address_is_returned_once_with_the_reason(talk) -> None:
    person, page, said = talk
    make_person(email="jan@example.com", language="pl")
    mail = answer("gmail_pl", person, page, said, sender="jan@example.com")
    assert mail.outcome == Outcome.BOUNCED
    assert [m.to for m in sent.outbox] == [["jan@example.com"]]
    assert sent.outbox[0].extra_headers["Auto-Submitted"] == "auto-replied"
    answer("gmail_pl", person, page, said, sender="jan@example.com")
    assert len(sent.outbox) == 1 and Comment.objects.count() == 1


def test_strangers_and_machines_get_no_answer(talk) -> None:
    person, page, said = talk
    stray = message("gmail_pl", "odpowiedz@rynek.example.com", "obcy@example.org")
    assert take(stray).outcome == Outcome.IGNORED
    assert answer("auto_reply_pl", person, page, said).outcome == Outcome.IGNORED
    assert answer("bounce", person, page, said).outcome == Outcome.IGNORED
    assert not sent.outbox and Comment.objects.count() == 1


def test_our_own_answers_never_start_a_loop(talk) -> None:
    person, page, said = talk
    delete_comment(said.user, said)
    answer("gmail_pl", person, page, said)
    ours = read_letter(bytes(sent.outbox[0].message()))
    assert receive(ours).outcome == Outcome.IGNORED
    assert len(sent.outbox) == 1


def test_who_may_no_longer_see_or_write_is_told_so(talk) -> None:
    person, page, said = talk
    restrict(page, "Board")
    assert answer("gmail_pl", person, page, said).reason == "page"
    assert "Stołówka" not in sent.outbox[0].body.replace("[Rynek] Stoówka", "")
    assert Comment.objects.count() == 1


def test_people_who_left_write_nothing(talk) -> None:
    person, page, said = talk
    person.is_active = False
    person.save()
    assert answer("gmail_pl", person, page, said).outcome == Outcome.IGNORED
    assert Comment.objects.count() == 1


def test_a_bad_mail_day_is_not_answered_all_day(talk, settings) -> None:
    person = talk[0]
    for number in range(15):
        content = message("gmail_pl", "nikt@example.com").replace(b"CAgmailpl1", b"n%d" % number)
        take(content)
    assert len(sent.outbox) == 3
    assert {m.to[0] for m in sent.outbox} == {person.email}


def test_the_answer_to_a_mail_is_not_lost_when_the_mail_server_is_down(talk, monkeypatch) -> None:
    person, page, said = talk
    delete_comment(said.user, said)
    with monkeypatch.context() as patch:
        down = OSError("connection refused")
        patch.setattr(
            "django.core.mail.backends.locmem.EmailBackend.send_messages", Mock(side_effect=down)
        )
        assert answer("gmail_pl", person, page, said).outcome == Outcome.BOUNCED
    assert not sent.outbox
    Mail.objects.update(leased_until=None)
    MailServer.objects.update(closed_until=timezone.now())
    outbox.send_waiting()
    outbox.send_waiting()
    (said_back,) = sent.outbox
    assert said_back.to == [person.email]
    assert said_back.extra_headers["In-Reply-To"] == "<CAgmailpl1@mail.example.com>"


# Ways in ------------------------------------------------------------------------------------


def test_a_provider_delivers_through_its_webhook(talk, client, settings) -> None:
    person, page, said = talk
    address = reply_address(person.pk, page.pk, said.pk)
    raw = message("apple_iphone_pl", address)
    fields = message_from_bytes(raw, policy=policy.default)
    payload = {
        "From": "ewa@example.com",
        "FromFull": {"Email": "ewa@example.com", "Name": "Ewa"},
        "ToFull": [{"Email": address, "Name": ""}],
        "OriginalRecipient": address,
        "Subject": fields["Subject"],
        "MessageID": "abc",
        "Date": fields["Date"],
        "TextBody": fields.get_content(),
        "Headers": [
            {"Name": "Message-ID", "Value": fields["Message-ID"]},
            {"Name": "X-Spam-Tests", "Value": "DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU"},
        ],
        "Attachments": [],
    }
    url = "/notifications/mail-in/postmark/"

    def post(**extra):
        body = json.dumps(payload)
        return client.post(url, body, content_type="application/json", **extra)

    settings.ANYMAIL = {"WEBHOOK_SECRET": None}
    assert post().status_code == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne"}
    assert post().status_code == 403
    assert post(HTTP_AUTHORIZATION="Basic cnluZWs6dGFqbmU=").status_code == 200
    assert Comment.objects.order_by("-pk").first().comment == "Świetny pomysł!"
    assert client.get("/notifications/mail-in/nonsense/").status_code == 404


def test_the_mailbox_is_read_and_each_mail_marked_as_seen(talk) -> None:
    from social.notifications.incoming.imap import poll
    from tests.social.imap_server import imap_server

    person, page, said = talk
    address = reply_address(person.pk, page.pk, said.pk)
    with imap_server([message("gmail_pl", address), b"\xff\xfe not a mail"]) as (url, seen):
        assert poll(url) == 2
        assert seen == {1, 2}
        assert poll(url) == 0
    assert Comment.objects.count() == 2


def test_a_mail_over_which_we_stumble_does_not_stop_the_others(talk, monkeypatch) -> None:
    from ground.queues.models import SetAside
    from social.notifications.incoming import imap
    from tests.social.imap_server import imap_server

    person, page, said = talk
    address = reply_address(person.pk, page.pk, said.pk)
    fine = imap.receive

    def stumble(letter):
        if "CAgmailen" in letter.message_id:
            raise RuntimeError("something nobody thought of")
        return fine(letter)

    mails = [message("gmail_en", address), message("gmail_pl", address)]
    with imap_server(mails) as (url, seen):
        with monkeypatch.context() as patch:
            patch.setattr(imap, "receive", stumble)
            assert imap.poll(url) == 1
            assert seen == {2}
            assert [row.queue for row in SetAside.objects.all()] == ["mail.receive"]
        assert imap.poll(url) == 1
        assert seen == {1, 2}
        assert not SetAside.objects.exists()
    assert Comment.objects.count() == 3
