"""Answers by mail, from message files as Gmail, Outlook and Apple Mail write them."""

import json
from email import message_from_bytes, policy
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.core import mail as sent
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from blog.models import KnowledgePage, QuestionIndexPage, QuestionPage
from social.comments.actions import delete_comment, post_comment
from social.comments.models import Comment, Policy
from social.notifications.incoming.addresses import (
    read_reply_address,
    reply_address,
    space_address,
)
from social.notifications.incoming.letters import Unreadable, read_letter
from social.notifications.incoming.quotes import own_words
from social.notifications.incoming.receive import receive
from social.notifications.mail import outbox
from social.notifications.models import IncomingMail, Mail, MailDraft
from tests.factories import make_guide, make_news, make_person, make_project, restrict

MAILS = Path(__file__).parent / "mails"
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


def message(name: str, to: str = "x@example.com", sender: str = "ewa@example.com") -> bytes:
    content = (MAILS / f"{name}.eml").read_bytes()
    return content.replace(b"{{TO}}", to.encode()).replace(b"{{FROM}}", sender.encode())


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


def take(content: bytes) -> IncomingMail:
    """A mail comes in, and the worker sends what is said to it."""
    mail = receive(read_letter(content))
    outbox.send_waiting()
    return mail


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
    assert answer("gmail_pl", person, page, said, "obcy@example.org").outcome == Outcome.IGNORED
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
    assert len(sent.outbox) == 10
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
    outbox.send_waiting()
    outbox.send_waiting()
    (said_back,) = sent.outbox
    assert said_back.to == [person.email]
    assert said_back.extra_headers["In-Reply-To"] == "<CAgmailpl1@mail.example.com>"


# Mail in ------------------------------------------------------------------------------------


def test_a_forwarded_thread_becomes_a_question_that_its_forwarder_checks(talk, client_of) -> None:
    person = talk[0]
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    mail = take(message("forward_gmail_pl", space_address(section)))
    assert mail.outcome == Outcome.DRAFT
    draft = MailDraft.objects.get()
    assert draft.title == "Jak kalibrować wagę?"
    assert "odczekać 10 minut" in draft.text and "jan@example.com" not in draft.text
    address = f"/notifications/drafts/{draft.pk}/"
    assert address in sent.outbox[0].body
    assert client_of(make_person()).get(address).status_code == 404
    client = client_of(person)
    assert client.get(address).status_code == 200
    said = client.post(address, {"title": "Jak kalibrować wagę?", "text": "Kto wie?"})
    assert said.status_code == 302, said.content.decode()
    page = QuestionPage.objects.get()
    assert page.live and page.owner == person and not MailDraft.objects.exists()


@pytest.mark.parametrize(
    ("name", "title", "words"),
    [
        ("forward_outlook_pl", "Kalibracja wagi", "Trzeba odczekać 10 minut i wcisnąć ZERO."),
        ("forward_apple_en", "Scale calibration", "Wait for 10 minutes and press ZERO."),
    ],
)
def test_a_forwarded_thread_loses_the_headers_of_its_mails_and_no_words(
    talk, name: str, title: str, words: str
) -> None:
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    assert take(message(name, space_address(section))).outcome == Outcome.DRAFT
    draft = MailDraft.objects.get()
    assert draft.title == title
    assert words in draft.text and ("zachować" in draft.text or "Worth" in draft.text)
    assert "@" not in draft.text and "2026" not in draft.text


def test_what_was_forwarded_to_a_project_becomes_knowledge(talk, client_of, editor) -> None:
    person, project = talk[0], make_project("Kalibracja")
    for who in (person, editor):
        raw = message("forward_gmail_pl", space_address(project), who.email)
        assert take(raw.replace(b"FWD1", b"FWD-%d" % who.pk)).outcome == Outcome.DRAFT
        address = f"/notifications/drafts/{MailDraft.objects.get().pk}/"
        form = {"title": f"Jak kalibrować, {who.first_name}", "text": "Wciśnij **ZERO**."}
        assert client_of(who).post(address, form).status_code == 302
        assert not MailDraft.objects.exists()
    pages = {page.owner: page for page in KnowledgePage.objects.child_of(project)}
    assert pages[editor].live and "ZERO" in str(pages[editor].body)
    # Who may not publish sends it to those who may.
    assert not pages[person].live and pages[person].current_workflow_state is not None


def forwarded_with_files(to: str, sender: str = "ewa@example.com") -> bytes:
    mail = message_from_bytes(message("forward_gmail_pl", to, sender), policy=policy.default)
    for name in ("plan.txt", "koszty.txt"):
        mail.add_attachment(f"Jak w {name}", filename=name)
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="gra.exe")
    return mail.as_bytes()


def test_files_of_a_forwarded_mail_follow_below_the_page_as_far_as_they_are_chosen(
    talk, client_of, django_capture_on_commit_callbacks
) -> None:
    person, section = talk[0], QuestionIndexPage.objects.get(locale__language_code="pl")
    take(forwarded_with_files(space_address(section)))
    assert "gra.exe" in sent.outbox[0].body and "plan.txt" not in sent.outbox[0].body
    draft = MailDraft.objects.get()
    address = f"/notifications/drafts/{draft.pk}/"
    client = client_of(person)
    form = client.get(address).context["form"]
    offered = {file.name: file for file in form.fields["files"].queryset}
    assert list(offered) == ["plan.txt", "koszty.txt"] and set(form["files"].value())
    paths = [Path(file.file.path) for file in offered.values()]
    assert all(path.exists() for path in paths)
    words = {"title": "Jak?", "text": "Kto wie?", "files": [offered["plan.txt"].pk]}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, words).status_code == 302
    said = Comment.objects.get(page=QuestionPage.objects.get())
    assert said.user == person
    (attached,) = said.attachments.all()
    assert attached.name == "plan.txt" and attached.file.read().strip() == b"Jak w plan.txt"
    assert not MailDraft.objects.exists() and not any(path.exists() for path in paths)


def test_files_wait_until_the_page_is_approved(
    talk, client_of, editor, django_capture_on_commit_callbacks
) -> None:
    person, project = talk[0], make_project("Kalibracja")
    take(forwarded_with_files(space_address(project)))
    draft = MailDraft.objects.get()
    words = {"title": "Jak?", "text": "ZERO", "files": [file.pk for file in draft.files.all()]}
    address = f"/notifications/drafts/{draft.pk}/"
    client = client_of(person)
    assert client.post(address, words).status_code == 302
    assert client.get(address).status_code == 404, "it is checked"
    page = KnowledgePage.objects.child_of(project).get()
    assert not page.live and not Comment.objects.filter(page=page).exists()
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page.get_latest_revision().publish(user=editor)
    said = Comment.objects.get(page=page)
    assert said.user == person and said.attachments.count() == 2
    assert not MailDraft.objects.exists()


def test_nothing_is_published_when_its_files_may_not_follow(talk, client_of) -> None:
    person, section = talk[0], QuestionIndexPage.objects.get(locale__language_code="pl")
    take(forwarded_with_files(space_address(section)))
    draft = MailDraft.objects.get()
    Policy.objects.create(page=section, mode="off")
    words = {"title": "Jak?", "text": "Kto?", "files": [file.pk for file in draft.files.all()]}
    client, address = client_of(person), f"/notifications/drafts/{draft.pk}/"
    answer = client.post(address, words)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not QuestionPage.objects.exists() and draft.files.count() == 2
    assert client.post(address, words | {"files": []}).status_code == 302
    assert QuestionPage.objects.get().live and not MailDraft.objects.exists()


def test_a_page_that_takes_no_mails_says_so(talk) -> None:
    mail = receive(read_letter(message("forward_gmail_pl", space_address(make_guide()))))
    assert mail.reason == "no drafts" and not MailDraft.objects.exists()


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
        "Headers": [{"Name": "Message-ID", "Value": fields["Message-ID"]}],
        "Attachments": [],
    }
    url = "/notifications/mail-in/postmark/"

    def post(**extra):
        body = json.dumps(payload)
        return client.post(url, body, content_type="application/json", **extra)

    settings.ANYMAIL = {"WEBHOOK_SECRET": None}
    assert post().status_code == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne"}
    assert post().status_code == 400
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
        assert imap.poll(url) == 1
        assert seen == {1, 2}
    assert Comment.objects.count() == 3


def test_a_section_that_takes_mails_shows_its_address(talk, client_of, settings) -> None:
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    client = client_of(talk[0])
    assert space_address(section) in client.get(section.url).content.decode()
    assert "+p" not in client.get(talk[1].url).content.decode().partition("page-grid__side")[2]
    settings.RYNEK_REPLY_ADDRESS = ""
    assert "data-copy" not in client.get(section.url).content.decode().partition("<aside")[2]
