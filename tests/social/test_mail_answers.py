"""Answers to mails that Rynek really sent, from many programs in many languages."""

import re
from dataclasses import replace
from datetime import timedelta
from email.header import decode_header, make_header

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from social.comments.actions import post_comment
from social.comments.models import Comment
from social.following.actions import set_level
from social.following.models import Level
from social.notifications.decide import decide_undecided
from social.notifications.incoming.addresses import read_reply_address
from social.notifications.incoming.imap import poll
from social.notifications.incoming.letters import read_letter
from social.notifications.incoming.proofs import what_we_sent
from social.notifications.incoming.quotes import take_apart
from social.notifications.incoming.wall import without_secrets
from social.notifications.mail import outbox
from social.notifications.models import IncomingMail
from tests.factories import make_news, make_person
from tests.social.imap_server import imap_server
from tests.social.letters import MAILS, vouched
from tests.social.programs import SentMail, mail, shapes

pytestmark = pytest.mark.django_db
Outcome = IncomingMail.Outcome

ANSWER = "Dziękuję, złożę formularz jutro."
PARAGRAPH = (
    "To jest dłuższa odpowiedź, którą program pocztowy zawinął w okolicach siedemdziesiątego drugiego "
    "znaku, jak robią to Gmail i Thunderbird, choć człowiek napisał jeden akapit."
)
FIELD = sorted(path.stem for path in (MAILS / "field").glob("*.eml"))
SHAPES = dict(shapes())
MARKER_LINE = re.compile(r"[^\n>]*\[\[rynek:\d+\]\]")


@pytest.fixture
def sent(settings) -> SentMail:
    """A mail about an answer with a quotation in it, as it went out."""
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    settings.RYNEK_BASE_URL = "https://rynek.example.com"
    settings.DEFAULT_FROM_EMAIL = "Rynek <rynek@example.com>"
    page = make_news("Rynek otwarty. Jedno miejsce zamiast pięciu")
    person = make_person("Ewa", "Żak", email="ewa@example.com", language="pl")
    question = post_comment(person, page, "Czy trzeba iść do kadr osobiście?")
    set_level(person, page, Level.EVERYTHING)
    post_comment(
        make_person("Piotr", "Hajduk"),
        page,
        "Nie, wystarczy formularz. Zobacz też instrukcję.\n\n> Czy trzeba iść?\n\nZłóż go do piątku.",
        parent=question,
    )
    decide_undecided()
    outbox.collect(timezone.now() + timedelta(minutes=5))
    outbox.send_waiting()
    ours = outgoing.outbox[-1]
    assert ours.to == ["ewa@example.com"] and "+r" in ours.reply_to[0]
    return SentMail(
        str(ours.body),
        str(ours.alternatives[0][0]),
        ours.subject,
        str(make_header(decode_header(ours.from_email))),
        "ewa@example.com",
        ours.reply_to[0],
    )


@pytest.mark.parametrize("name", FIELD)
def test_mails_from_the_field_become_what_their_writers_wrote(name: str, sent: SentMail) -> None:
    content = (MAILS / "field" / f"{name}.eml").read_bytes()
    content = content.replace(b"{{TO}}", sent.answer_to.encode())
    content = content.replace(b"{{FROM}}", sent.reader.encode())
    with imap_server([vouched(content)]) as (url, _seen):
        poll(url)
    assert IncomingMail.objects.get().outcome == Outcome.COMMENT
    said = Comment.objects.latest("pk").comment
    assert said == (PARAGRAPH if name in {"flowed", "gmail_wrapped"} else ANSWER)


@pytest.mark.parametrize("is_known", [True, False])
def test_answers_of_all_programs_become_what_their_writers_wrote(
    sent: SentMail, is_known: bool
) -> None:
    """By what is known of the mail, and, as for mails sent long ago, by structure alone."""
    wrong = []
    reply = read_reply_address(sent.answer_to) if is_known else None
    if not is_known:
        without = MARKER_LINE.sub("", sent.text), MARKER_LINE.sub("", sent.html)
        sent = replace(sent, text=without[0], html=without[1])
        assert "[[rynek" not in sent.text + sent.html
    for name, shape in SHAPES.items():
        if not is_known and "the mail below" in name:
            continue  # without an introduction nothing but the proof tells them
        letter = read_letter(mail(sent, *shape(ANSWER, sent)))
        own = take_apart(letter.text, what_we_sent(reply))
        if without_secrets(own.text) != ANSWER or own.doubt:
            wrong.append((name, own.doubt, own.text[:200]))
    assert not wrong, f"{len(wrong)} of {len(SHAPES)}: {wrong}"
