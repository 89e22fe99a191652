"""Hold, do not guess: mails that are asked about, from the mail or the inbox to what becomes of them."""

from email.message import EmailMessage

import pytest
from django.core import mail as sent
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.questions.models import QuestionIndexPage
from social.comments.actions import delete_comment, post_comment
from social.comments.models import Comment
from social.notifications.incoming.addresses import reply_address, space_address
from social.notifications.models import IncomingMail, MailDraft
from tests.factories import make_news, make_person
from tests.social.letters import take

pytestmark = pytest.mark.django_db
Outcome = IncomingMail.Outcome
QUOTED = """Od: Ktoś Inny <ktos@example.org>
Wysłano: poniedziałek, 30 listopada 2026 10:00
Do: Ewa <ewa@example.com>
Temat: Coś innego

Stara treść, której nikt nie chce opublikować.
"""


@pytest.fixture(params=["pl", "en"])
def person(request, settings):
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    return make_person("Ewa", "Żak", email="ewa@example.com", language=request.param)


@pytest.fixture
def said(person) -> Comment:
    return post_comment(make_person(), make_news("Stołówka"), "Czy będzie zupa?")


def letter(
    said: Comment, person, words: str, subject: str = "Re: x", sender: str = ""
) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = sender or person.email
    mail["To"] = reply_address(person.pk, said.page_id, said.pk)
    mail["Subject"], mail["Message-ID"] = subject, f"<{abs(hash(words))}@x>"
    mail.set_content(words)
    return mail


@pytest.mark.parametrize(
    ("words", "subject", "reason", "proposal"),
    [
        (f"Moje słowa.\n\n{QUOTED}", "Re: x", "quotation", "Moje słowa."),
        (QUOTED, "Re: x", "empty", ""),
        ("> sam cytat\n> i nic więcej", "Re: x", "empty", ""),
        ("Zobaczcie, co przyszło.", "FW: x", "forward", "Zobaczcie, co przyszło."),
        ("Zobaczcie, co przyszło.", "Fwd: x", "forward", "Zobaczcie, co przyszło."),
    ],
)
def test_what_is_unsure_is_held_and_asked_about(
    person, said, client_of, words, subject, reason, proposal
) -> None:
    mail = take(letter(said, person, words, subject).as_bytes())
    assert (mail.outcome, mail.reason, mail.proposal) == (Outcome.HELD, reason, proposal)
    assert Comment.objects.count() == 1
    (asked,) = sent.outbox
    url = f"/notifications/mails/{mail.pk}/"
    first = words.strip("> ").partition("\n")[0]
    assert asked.to == [person.email] and url in asked.body
    assert (proposal or first) in asked.body
    client = client_of(person)
    assert url in client.get("/notifications/").content.decode()
    shown = client.get(url).content.decode()
    assert first.partition("<")[0] in shown and proposal in shown
    assert client_of(make_person()).get(url).status_code == 404


def test_only_this_is_published(person, said, client_of) -> None:
    mail = take(letter(said, person, f"Moje słowa.\n\n{QUOTED}").as_bytes())
    url, client = f"/notifications/mails/{mail.pk}/", client_of(person)
    assert client.post(url, {"deed": "only", "words": "Moje słowa, poprawione."}).status_code == 302
    comment = Comment.objects.latest("pk")
    assert (comment.comment, comment.user, comment.parent_id) == (
        "Moje słowa, poprawione.",
        person,
        said.pk,
    )
    mail.refresh_from_db()
    assert mail.outcome == Outcome.COMMENT and not mail.text and not mail.proposal
    client.post(url, {"deed": "only", "words": "Jeszcze raz."})
    assert Comment.objects.count() == 2, "it is decided once"


def test_the_whole_mail_is_published_without_links_that_act(person, said, client_of) -> None:
    address = reply_address(person.pk, said.page_id, said.pk)
    mail = take(letter(said, person, f"{QUOTED}\nOdpowiedz: {address}").as_bytes())
    client_of(person).post(f"/notifications/mails/{mail.pk}/", {"deed": "all", "words": ""})
    words = Comment.objects.latest("pk").comment
    assert "Stara treść" in words and "odpowiedz+r" not in words


def test_it_is_thrown_away(person, said, client_of) -> None:
    mail = take(letter(said, person, QUOTED).as_bytes())
    client_of(person).post(f"/notifications/mails/{mail.pk}/", {"deed": "drop"})
    mail.refresh_from_db()
    assert mail.outcome == Outcome.THROWN and not mail.text and Comment.objects.count() == 1
    page = client_of(person).get("/notifications/mails/")
    assert page.status_code == 200 and f"/notifications/mails/{mail.pk}/" in page.content.decode()


def test_files_of_a_held_mail_come_along_and_go_with_it(
    person, said, client_of, django_capture_on_commit_callbacks
) -> None:
    message = letter(said, person, f"Moje słowa.\n\n{QUOTED}")
    message.add_attachment("Notatka", filename="notatka.txt")
    mail = take(message.as_bytes())
    path = mail.file.path
    client_of(person).post(f"/notifications/mails/{mail.pk}/", {"deed": "only", "words": "Tak."})
    assert [file.name for file in Comment.objects.latest("pk").attachments.all()] == ["notatka.txt"]
    mail.refresh_from_db()
    assert not mail.file
    other = letter(said, person, QUOTED)
    other.add_attachment("Notatka", filename="notatka.txt")
    kept = take(other.as_bytes())
    if kept.outcome == Outcome.HELD:
        path = kept.file.path
        with django_capture_on_commit_callbacks(execute=True):
            kept.delete()
    from pathlib import Path

    assert not Path(path).exists()


def test_why_it_may_not_be_published_is_said_and_it_stays_held(person, said, client_of) -> None:
    mail = take(letter(said, person, f"Moje słowa.\n\n{QUOTED}").as_bytes())
    delete_comment(said.user, said)
    url, client = f"/notifications/mails/{mail.pk}/", client_of(person)
    answer = client.post(url, {"deed": "only", "words": "Moje słowa."})
    assert answer.status_code == 200 and answer.context["form"].errors
    mail.refresh_from_db()
    assert mail.outcome == Outcome.HELD and mail.text


def test_a_forwarded_mail_from_another_address_becomes_a_draft_when_its_person_says_so(
    person, client_of
) -> None:
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    message = EmailMessage()
    message["From"], message["To"] = "ewa@stara.example.org", space_address(person, section)
    message["Subject"], message["Message-ID"] = "Fwd: Waga", "<waga@x>"
    message.set_content("Jak kalibrować wagę?")
    mail = take(message.as_bytes())
    assert mail.outcome == Outcome.HELD and not MailDraft.objects.exists()
    answer = client_of(person).post(
        f"/notifications/mails/{mail.pk}/", {"deed": "all", "words": ""}
    )
    draft = MailDraft.objects.get()
    assert answer.url == f"/notifications/drafts/{draft.pk}/"
    assert draft.text == "Jak kalibrować wagę?" and draft.person == person


def test_what_was_left_out_can_be_looked_at(person, said, client_of) -> None:
    words = "Tak, przyjdę.\n\nPozdrawiam\nEwa Żak\ntel. 600 000 000"
    mail = take(letter(said, person, words).as_bytes())
    assert Comment.objects.latest("pk").comment == "Tak, przyjdę."
    shown = client_of(person).get(f"/notifications/mails/{mail.pk}/").content.decode()
    assert "tel. 600 000 000" in shown
    assert client_of(make_person()).get(f"/notifications/mails/{mail.pk}/").status_code == 404


def test_a_footer_is_known_by_its_third_mail(person, said) -> None:
    footer = "Przykładowa Fabryka Maszyn, najlepsza w mieście od stu lat."
    for number in range(3):
        take(letter(said, person, f"Odpowiedź numer {number}.\n\n{footer}").as_bytes())
    latest, _second, _first = Comment.objects.order_by("-pk")[:3]
    assert latest.comment == "Odpowiedź numer 2."
    assert IncomingMail.objects.latest("pk").left_out == footer


def test_strangers_with_an_address_ask_its_person_no_more_than_ten_times_a_day(
    person, said
) -> None:
    for number in range(14):
        take(letter(said, person, f"Słowa {number}", sender="ktos@example.org").as_bytes())
    assert len(sent.outbox) == 10 and {m.to[0] for m in sent.outbox} == {person.email}
    assert IncomingMail.objects.filter(outcome=Outcome.HELD).count() == 14
    assert Comment.objects.count() == 1


def test_what_is_typed_is_not_taken_for_a_quotation(person, said) -> None:
    for words in (
        "Dane do umowy: tak jak zawsze.\n\nSpotkanie 5.12.2026 o 10:00:\n- sala 3\n- rzutnik",
        "Zamówienie:\nIlość: 3\nTermin: jutro",
        "Napisz proszę do ewa@example.com:\n\nTo ona decyduje.",
        "Plan:\n---\njeden\n---\ndwa",
        "Kupmy mu iPhone'a na urodziny.\n\nOutlook też się przyda.",
    ):
        mail = take(letter(said, person, words).as_bytes())
        assert mail.outcome == Outcome.COMMENT, words
        assert Comment.objects.latest("pk").comment == words


def test_the_list_tells_ones_mails_apart(person, said, client_of) -> None:
    """A held one by its words and that it waits, any other by what it is about."""
    take(letter(said, person, f"Moje słowa.\n\n{QUOTED}").as_bytes())
    took = take(letter(said, person, "Będzie.").as_bytes())
    shown = client_of(person).get("/notifications/mails/").content.decode()
    waits, became = {
        "pl": ("Czeka na Twoją decyzję", "Z maila powstał komentarz"),
        "en": ("It waits for your decision", "It became a comment"),
    }[person.language]
    assert ">Moje słowa.</a>" in shown and waits in shown
    assert ">Stołówka</a>" in shown and became in shown
    one = client_of(person).get(f"/notifications/mails/{took.pk}/").content.decode()
    assert f'href="/comments/{took.subject_id}/"' in one


def test_the_list_asks_the_database_as_often_for_many_mails(
    person, said, client_of, django_assert_num_queries
) -> None:
    client = client_of(person)
    take(letter(said, person, "Będzie.").as_bytes())
    client.get("/notifications/mails/")  # what is kept for later requests
    with CaptureQueriesContext(connection) as few:
        client.get("/notifications/mails/")
    for number in range(5):
        take(letter(said, person, f"Będzie {number}.").as_bytes())
    with django_assert_num_queries(len(few)):
        client.get("/notifications/mails/")
