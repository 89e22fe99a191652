"""The second wall: what acts for somebody never gets into a comment or a draft."""

import re
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import quote, unquote

import pytest
from django.core import mail as outgoing
from django.core import signing
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from social.comments.actions import post_comment
from social.comments.models import Comment
from social.following import followups
from social.following.actions import set_level
from social.following.models import Level
from social.notifications.addresses import link
from social.notifications.decide import decide_undecided
from social.notifications.incoming.addresses import reply_address, space_address
from social.notifications.incoming.letters import read_letter
from social.notifications.incoming.proofs import what_we_sent
from social.notifications.incoming.quotes import take_apart
from social.notifications.incoming.threads import readable_thread
from social.notifications.incoming.wall import holds_secrets, without_secrets
from social.notifications.mail import outbox
from social.notifications.models import MailDraft, Occasion, Timing
from social.notifications.occasions import Choice
from social.notifications.preferences import choose
from tests.factories import make_news, make_person, make_project
from tests.social.letters import message, take
from tests.social.programs import SentMail, mail, shapes

TOKEN = signing.dumps([12345, "mute", 87, 560], salt="x")
HOSTS = (
    "http://localhost:8000",
    "https://rynek.example.com/pl",
    "https://10.0.0.7",
    "",
    "https://ł.pl",
)
REDIRECTORS = (
    "{}",
    "https://eur01.safelinks.protection.outlook.com/?url={}&data=05%7C02&reserved=0",
    "https://www.google.com/url?q={}&sa=D",
    "https://urldefense.com/v3/__{}__;!!abc",
    "https://linkprotect.example.com/url?a={}&c=E,1",
)


def squeezed(text: str) -> str:
    """As somebody would put it together again who wants to use it."""
    for _time in range(4):
        text = unquote(text)
    return re.sub(r"[\s>\u200b\u00ad]|=\n", "", text)


def secrets_of(text: str) -> set[str]:
    """The signatures in a mail that we sent."""
    plain = squeezed(text)
    signed = re.findall(r":[\w-]{4,8}:([\w-]{43})", plain)
    return {*signed, *re.findall(r"\+[rp][0-9a-z.]+\.([a-z2-7]{16})@", plain)}


@given(
    st.sampled_from(HOSTS),
    st.sampled_from(REDIRECTORS),
    st.integers(0, 3),
    st.integers(15, 120),
    st.sampled_from(["\n", "\n> ", "\n> > ", "=\n", "\r\n", " \n"]),
    st.sampled_from(["{}", "<{}>", "({})", "[x]({})", '"{}"', "{}."]),
)
def test_a_signed_link_survives_in_no_form(
    host: str, redirector: str, times: int, width: int, gap: str, bracket: str
) -> None:
    url = f"{host}/notifications/link/{TOKEN}/"
    for _time in range(times):
        url = quote(url, safe="")
    url = redirector.format(url)
    broken = gap.join(url[at : at + width] for at in range(0, len(url), width))
    text = f"Dzięki za maila.\n\n{bracket.format(broken)}\n\nJutro złożę formularz."
    cleaned = without_secrets(text)
    assert TOKEN[-43:] not in squeezed(cleaned)
    assert cleaned.startswith("Dzięki za maila.") and cleaned.endswith("Jutro złożę formularz.")


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**9),
    st.integers(0, 10**9),
    st.integers(0, 2),
    st.booleans(),
    st.integers(12, 90),
)
def test_a_reply_address_survives_in_no_form(
    person: int, page: int, comment: int, times: int, is_upper: bool, width: int
) -> None:
    from django.test import override_settings

    with override_settings(RYNEK_REPLY_ADDRESS="odpowiedz@rynek.example.com"):
        address = reply_address(person, page, comment)
    signature = address.partition("@")[0][-16:]
    form = address.upper() if is_upper else address
    for _time in range(times):
        form = quote(form, safe="")
    broken = "\n> ".join(form[at : at + width] for at in range(0, len(form), width))
    cleaned = without_secrets(f"Pisz na\n{broken}\n\nalbo zadzwoń.")
    assert signature not in squeezed(cleaned).lower()
    assert "Pisz na" in cleaned and "albo zadzwoń." in cleaned


def test_the_redirector_that_writes_its_own_way_is_read() -> None:
    url = f"http://localhost:8000/notifications/link/{TOKEN}/"
    own = url.replace("_", "-5F").replace("-", "-2D").replace(":", "-3A").replace("/", "_")
    text = f"Tak. https://urldefense.proofpoint.com/v2/url?u={own}&d=x Jutro."
    assert without_secrets(text) == "Tak.  Jutro."


@given(st.text(max_size=300))
def test_other_text_stays_as_it_is(text: str) -> None:
    if "notifications/link" not in text:
        assert without_secrets(text) == text.strip()


def test_ordinary_words_and_links_stay() -> None:
    text = (
        "Zobacz https://rynek.example.com/notifications/ i https://x.pl/a?b=1:2:3, o 12:30:45;\n"
        "plik C:\\dane\\raport+r1.txt, jan+rynek@example.com, kalendarz/feed."
    )
    assert without_secrets(text) == text


@pytest.mark.parametrize("kind", ["eml", "txt", "html"])
def test_files_with_such_links_are_recognised(kind: str) -> None:
    url = f"https://rynek.example.com/notifications/link/{TOKEN}/"
    inner = EmailMessage()
    inner["Subject"] = "Rynek"
    inner.set_content(f"Ołówek\n{url}", cte="base64")
    content = {
        "eml": inner.as_bytes(),
        "txt": url.encode(),
        "html": f'<a href="{url}">x</a>'.encode(),
    }[kind]
    assert holds_secrets(content) and not holds_secrets(b"Notatka o kalendarzu")


@pytest.fixture
def kinds(db, settings) -> dict[str, SentMail]:
    """One mail of every kind that carries links of its reader, as it went out."""
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    settings.RYNEK_BASE_URL = "https://rynek.example.com"
    reader = make_person("Ewa", "Żak", email="ewa@example.com", language="pl")
    giver, page = make_person("Jan", "Łącki"), make_news("Stołówka")
    set_level(reader, page, Level.EVERYTHING)
    post_comment(giver, page, "Czy będzie zupa?")
    followups.assign(giver, page, reader, note="Popraw tabelę")
    found: dict[str, SentMail] = {}

    def deliver(kind: str, days: int = 0) -> None:
        outgoing.outbox.clear()
        decide_undecided()
        outbox.collect(timezone.now() + timedelta(days=days, minutes=5))
        outbox.send_waiting()
        for ours in outgoing.outbox:
            if ours.to == [reader.email] and ours.alternatives:
                found[kind] = SentMail(
                    str(ours.body),
                    str(ours.alternatives[0][0]),
                    ours.subject,
                    f"Rynek <{settings.DEFAULT_FROM_EMAIL.partition('<')[2]}",
                    reader.email,
                    reply_address(reader.pk, page.pk),
                )

    deliver("instant")
    for kind, timing, days in (("daily", Timing.DAILY, 2), ("weekly", Timing.WEEKLY, 9)):
        for occasion in (Occasion.TASK, Occasion.COMMENT) if hasattr(Occasion, "TASK") else ():
            choose(reader, occasion, Choice(True, timing, False))
        followups.assign(giver, make_news(f"Strona {kind}"), reader, note="Popraw")
        deliver(kind, days)
    take(message("gmail_pl", "odpowiedz@rynek.example.com", reader.email))
    deliver("returned")
    project = make_project("Kalibracja")
    take(message("forward_gmail_pl", space_address(reader, project), reader.email))
    deliver("draft")
    return found


def test_nothing_that_acts_survives_whatever_is_answered_by_whatever_program(kinds) -> None:
    assert len(kinds) >= 3, list(kinds)
    seen = 0
    for kind, sent in kinds.items():
        secrets = secrets_of(sent.text) | secrets_of(sent.html) | secrets_of(sent.answer_to)
        for name, shape in shapes():
            if kind != "instant" and not name.endswith((" pl", " de", " zh", "html", "below")):
                continue
            letter = read_letter(mail(sent, *shape("Tak.", sent)))
            own = take_apart(letter.text, what_we_sent())
            for text in (own.text, own.left_out, letter.whole, readable_thread(letter.whole)):
                kept = squeezed(without_secrets(text))
                assert not [secret for secret in secrets if secret in kept], (kind, name)
                seen += 1
    assert seen > 1000


def test_none_gets_into_a_comment_or_a_draft(db, settings) -> None:
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    person, page = make_person(email="ewa@example.com"), make_news("Stołówka")
    silence = link(person, "mute", page.pk)
    words = f"Zobacz {silence} i pisz na {reply_address(person.pk, page.pk)} zaraz."
    for to in (reply_address(person.pk, page.pk), space_address(person, make_project("Waga"))):
        raw = f"From: {person.email}\nTo: {to}\nSubject: {silence}\n\n{words}"
        take(raw.encode())
    draft = MailDraft.objects.get()
    for text in (Comment.objects.get().comment, draft.text, draft.title):
        assert not secrets_of(text) and "notifications/link" not in text
    assert draft.text.startswith("Zobacz") and draft.text.endswith("zaraz.")
