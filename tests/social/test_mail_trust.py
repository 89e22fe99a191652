"""Who may write by mail: nothing forged becomes a draft, a comment, or a mail to anybody."""

import json

import pytest
from django.core import mail as sent

from rynek import health
from social.comments.actions import post_comment
from social.comments.models import Comment
from social.notifications.incoming.addresses import (
    read_space_address,
    renew_space_addresses,
    reply_address,
    space_address,
)
from social.notifications.incoming.letters import read_letter
from social.notifications.incoming.trust import Verdict
from social.notifications.models import IncomingMail, MailDraft
from tests.factories import make_news, make_person, make_project
from tests.social import letters

pytestmark = pytest.mark.django_db
Outcome = IncomingMail.Outcome
WORDS = "Dziękuję, złożę formularz jutro."
PASSED = "mx.example.com; dmarc=pass (p=reject dis=none) header.from=example.com"
FAILED = "mx.example.com; spf=fail; dkim=fail; dmarc=fail (p=REJECT) header.from=example.com"


@pytest.fixture(autouse=True)
def mailbox_address(settings) -> None:
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    settings.RYNEK_MAIL_TRUST = ["mx.example.com"]


@pytest.fixture
def person(db):
    return make_person("Ewa", "Żak", email="ewa@example.com", language="pl")


@pytest.fixture
def address(person) -> str:
    page = make_news("Stołówka")
    return reply_address(person.pk, page.pk, post_comment(make_person(), page, "Zupa?").pk)


def take(content: bytes) -> IncomingMail:
    return letters.take(content, is_vouched=False)


def letter(
    to: str, *results: str, sender: str = "Ewa <ewa@example.com>", number: int = 1, more: str = ""
) -> bytes:
    fields = "".join(f"Authentication-Results: {result}\n" for result in results)
    return (
        f"{fields}From: {sender}\nTo: {to}\nSubject: Re: x\nMessage-ID: <trust-{number}@x>\n{more}"
        f"Content-Type: text/plain; charset=utf-8\n\n{WORDS}\n"
    ).encode()


GOOGLE = (
    "mx.google.com; dkim=pass header.i=@example.com header.s=a header.b=abc; spf=pass (google.com: "
    "domain of ewa@example.com designates 192.0.2.1 as permitted sender) smtp.mailfrom=ewa@example.com; "
    "dmarc=pass (p=NONE sp=NONE dis=NONE) header.from=example.com"
)
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=example.com; dkim=pass (signature was verified) "
    "header.d=example.com;dmarc=pass action=none header.from=example.com;compauth=pass reason=100"
)


@pytest.mark.parametrize(
    ("trust", "results", "verdict"),
    [
        (["mx.example.com"], [PASSED], Verdict.PASS),
        (["mx.google.com"], [GOOGLE], Verdict.PASS),
        (["microsoft"], [MICROSOFT], Verdict.PASS),
        (["MX.Example.com"], [PASSED.upper()], Verdict.PASS),
        # Not ours, or below ours: it came with the mail.
        (["mx.example.com"], [GOOGLE], Verdict.UNKNOWN),
        (["mx.example.com"], [MICROSOFT], Verdict.UNKNOWN),
        (["mx.example.com"], [FAILED, PASSED], Verdict.FAIL),
        (["mx.example.com"], ["mx.example.com; none", PASSED], Verdict.UNKNOWN),
        (
            ["mx.example.com"],
            ["mx.other.com; dmarc=pass header.from=example.com", PASSED],
            Verdict.PASS,
        ),
        # Of another domain than From's; SPF and DKIM alone; no record; unreadable.
        (["mx.example.com"], [PASSED.replace("=example.com", "=evil.com")], Verdict.FAIL),
        (["mx.example.com"], ["mx.example.com; dmarc=pass"], Verdict.FAIL),
        (
            ["mx.example.com"],
            ["mx.example.com; spf=pass smtp.mailfrom=example.com; dkim=pass header.d=example.com"],
            Verdict.UNKNOWN,
        ),
        (
            ["mx.example.com"],
            ["mx.example.com; dmarc=none header.from=example.com"],
            Verdict.UNKNOWN,
        ),
        (
            ["mx.example.com"],
            ["i=1; mx.example.com; dmarc=pass header.from=example.com"],
            Verdict.UNKNOWN,
        ),
        (["mx.example.com"], ["((((", "mx.example.com; dmarc"], Verdict.UNKNOWN),
        # Without a server to trust a failure is believed nevertheless, a success is not.
        ([], [PASSED], Verdict.UNKNOWN),
        ([], ["spf=fail; dkim=fail; dmarc=fail (p=REJECT)"], Verdict.FAIL),
        ([], [], Verdict.UNKNOWN),
    ],
)
def test_only_the_topmost_result_of_a_trusted_server_counts(
    settings, trust: list[str], results: list[str], verdict: Verdict
) -> None:
    settings.RYNEK_MAIL_TRUST = trust
    assert read_letter(letter("x@example.com", *results)).verdict == verdict


@pytest.mark.parametrize("trust", [[], ["mx.example.com"]])
def test_without_a_verdict_nothing_is_published_and_nobody_is_written_to(
    settings, address, person, trust
) -> None:
    """As in a house where nobody has said whom to believe, too."""
    settings.RYNEK_MAIL_TRUST = trust
    nowhere = take(letter("odpowiedz+p7.x@rynek.example.com", number=1))
    answer = take(letter(address, number=2))
    space = take(letter(space_address(person, make_project("Kalibracja")), number=3))
    assert [nowhere.outcome, answer.outcome, space.outcome] == [
        Outcome.BOUNCED,
        Outcome.HELD,
        Outcome.HELD,
    ]
    assert not sent.outbox and not MailDraft.objects.exists() and Comment.objects.count() == 1


def test_arc_is_not_believed() -> None:
    sealed = "ARC-Authentication-Results: i=1; mx.example.com; dmarc=pass header.from=example.com\n"
    assert read_letter(letter("x@example.com", more=sealed)).verdict == Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("sender", "found"),
    [
        ("Ewa <ewa@example.com>", "ewa@example.com"),
        ("ewa@example.com", "ewa@example.com"),
        ("Żak, Ewa <ewa@example.com>", "ewa@example.com"),
        ("=?utf-8?q?prezes=40example=2Ecom?= <evil@example.org>", "evil@example.org"),
        ('"prezes@example.com" <evil@example.org>', "evil@example.org"),
        ("prezes@example.com <evil@example.org>", ""),
        ("ewa@example.com, jan@example.com", ""),
        ("ewa@example.com\nFrom: jan@example.com", ""),
        ("", ""),
    ],
)
def test_a_mail_has_one_sender_or_none(sender: str, found: str) -> None:
    read = read_letter(letter("x@example.com", sender=sender))
    assert read.sender == found and bool(read.ignore_because) == (not found)


def test_what_is_vouched_for_is_taken(address: str, person) -> None:
    assert take(letter(address, PASSED)).outcome == Outcome.COMMENT
    project = space_address(person, make_project("Kalibracja"))
    assert take(letter(project, PASSED, number=2)).outcome == Outcome.DRAFT


@pytest.mark.parametrize("trust", [[], ["mx.example.com"]])
def test_nothing_forged_becomes_anything(address: str, person, settings, trust) -> None:
    settings.RYNEK_MAIL_TRUST = trust
    project = space_address(person, make_project("Kalibracja"))
    sent.outbox.clear()
    for number, to in enumerate(
        (address, project, "odpowiedz@rynek.example.com", "rynek+p7.x@x.pl")
    ):
        mail = take(letter(to, FAILED, number=number))
        assert (mail.outcome, mail.reason) == (Outcome.IGNORED, "forged")
    assert not MailDraft.objects.exists() and Comment.objects.count() == 1 and not sent.outbox


def test_what_nobody_vouches_for_is_held_without_a_mail(address: str, person, client_of) -> None:
    project = space_address(person, make_project("Kalibracja"))
    for number, to in enumerate((address, project)):
        mail = take(letter(to, number=number))
        assert (mail.outcome, mail.reason) == (Outcome.HELD, "unsure")
    assert Comment.objects.count() == 1 and not MailDraft.objects.exists() and not sent.outbox
    assert WORDS in client_of(person).get("/notifications/").content.decode()
    take(letter("odpowiedz+r1.2.3@rynek.example.com", number=3))
    assert not sent.outbox, "nobody is answered whose address may be forged"


def test_an_answer_from_another_address_is_held_and_its_person_asked(
    address: str, person, client_of
) -> None:
    passed = "mx.example.com; dmarc=pass header.from=private.example.org"
    mail = take(letter(address, passed, sender="ewcia@private.example.org"))
    assert (mail.outcome, mail.reason, mail.person) == (Outcome.HELD, "other address", person)
    (asked,) = sent.outbox
    assert asked.to == [person.email]
    assert "ewcia@private.example.org" in asked.body and WORDS in asked.body
    assert Comment.objects.count() == 1
    url = f"/notifications/mails/{mail.pk}/"
    assert url in asked.body
    client_of(person).post(url, {"deed": "only", "words": WORDS})
    assert Comment.objects.latest("pk").user == person
    unproved = take(letter(address, sender="ewcia@private.example.org", number=2))
    assert unproved.outcome == Outcome.HELD and len(sent.outbox) == 1


def test_addresses_for_forwarding_are_personal_and_end_when_they_are_renewed(
    person, client_of, settings
) -> None:
    project = make_project("Kalibracja")
    mine, other = space_address(person, project), space_address(make_person(), project)
    assert mine != other and len(mine.partition("@")[0]) <= 64
    assert take(letter(other, PASSED)).reason == "somebody else"
    assert take(
        letter(f"odpowiedz+p{project.pk}.x@rynek.example.com", PASSED, number=2)
    ).reason == ("address")
    client_of(person).post("/notifications/mails/renew/")
    assert read_space_address(mine) is None and space_address(person, project) != mine
    assert take(letter(mine, PASSED, number=3)).reason == "address"
    assert not MailDraft.objects.exists()
    renew_space_addresses(person)
    assert read_space_address(space_address(person, project)) is not None


def test_one_person_sends_so_many_mails_an_hour(address: str, person) -> None:
    project = space_address(person, make_project("Kalibracja"))
    for number in range(12):
        take(letter(project, PASSED, number=number))
    assert MailDraft.objects.count() == 10
    for number in range(12, 40):
        take(letter(address, PASSED, number=number))
    assert Comment.objects.filter(user=person).count() <= 20
    paced = IncomingMail.objects.filter(outcome=Outcome.BOUNCED, reason="pace")
    assert paced.count() >= 10 and paced.exclude(answer_html="").count() == 3


def test_strangers_do_not_use_up_what_a_person_may_send(address: str, person) -> None:
    passed = "mx.example.com; dmarc=pass header.from=example.org"
    for number in range(33):
        take(letter(address, passed, sender="ktos@example.org", number=number))
    assert IncomingMail.objects.filter(outcome=Outcome.HELD).count() == 30
    assert take(letter(address, PASSED, number=99)).outcome == Outcome.COMMENT


@pytest.mark.parametrize(
    "field",
    ["List-Unsubscribe: <mailto:x@example.com>", "Precedence: bulk", "List-Id: <all.example.com>"],
)
def test_what_gateways_add_does_not_lose_a_letter(address: str, field: str) -> None:
    assert take(letter(address, PASSED, more=f"{field}\n")).outcome == Outcome.COMMENT
    stray = take(letter("odpowiedz@rynek.example.com", PASSED, more=f"{field}\n", number=2))
    assert stray.outcome == Outcome.IGNORED


@pytest.mark.parametrize(
    ("subject", "is_machine"),
    [
        ("Poza biurem - pytanie", False),
        ("Out of office: who has the key?", False),
        ("Automatyczna odpowiedź – czy ktoś ją widział?", False),
        ("Odpowiedź: [Rynek] Stołówka", False),
        ("AW: [Rynek] Stołówka", False),
        ("RE: Odp: [Rynek] Poza biurem: zasady", False),
        ("Automatyczna odpowiedź: [Rynek] Stołówka", True),
        ("Réponse automatique : [Rynek] Stołówka", True),
        ("Abwesenheitsnotiz: [Rynek] Stołówka", True),
        ("Out of office: [Rynek] Stołówka", True),
    ],
)
def test_a_subject_says_by_its_form_whether_a_machine_writes(
    subject: str, is_machine: bool
) -> None:
    raw = letter("x@example.com", PASSED).replace(b"Re: x", subject.encode())
    assert (read_letter(raw).ignore_because == "auto-reply") is is_machine


# Providers ------------------------------------------------------------------------------------

AUTH = {"HTTP_AUTHORIZATION": "Basic cnluZWs6dGFqbmU="}


def sendgrid(client, raw: bytes, to: str, **fields: str):
    envelope = json.dumps({"to": [to], "from": fields.pop("envelope", "ewa@example.com")})
    data = {"email": raw.decode(), "envelope": envelope, **fields}
    return client.post("/notifications/mail-in/sendgrid/", data, **AUTH)


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"SPF": "pass", "dkim": "{@example.com : pass}"}, Outcome.COMMENT),
        ({"SPF": "softfail", "dkim": "{@example.com : pass}"}, Outcome.COMMENT),
        ({"SPF": "pass", "dkim": "none"}, Outcome.COMMENT),
        ({"SPF": "pass", "dkim": "none", "envelope": "x@evil.com"}, Outcome.HELD),
        ({"SPF": "pass", "dkim": "{@evil.com : pass}", "envelope": "x@evil.com"}, Outcome.HELD),
        ({"SPF": "fail", "dkim": "{@example.com : fail}"}, Outcome.IGNORED),
        ({}, Outcome.HELD),
    ],
)
def test_sendgrid_says_what_it_checked(client, settings, address, fields, outcome) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne"}
    assert sendgrid(client, letter(address), address, **fields).status_code == 200
    assert IncomingMail.objects.get().outcome == outcome


@pytest.mark.parametrize(
    ("spf", "own", "outcome"),
    [
        ("Pass", "", Outcome.COMMENT),
        ("Fail", "", Outcome.IGNORED),
        ("Fail", "X-Mailgun-Spf: Pass\n", Outcome.HELD),
        ("Neutral", "", Outcome.HELD),
    ],
)
def test_mailgun_says_what_it_checked(client, settings, address, spf, own, outcome) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne", "MAILGUN_WEBHOOK_SIGNING_KEY": "k"}
    import hashlib
    import hmac
    import time

    stamp, token = str(int(time.time())), "t" * 50
    signature = hmac.new(b"k", f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    raw = letter(address, more=f"X-Mailgun-Spf: {spf}\n{own}").decode()
    data = {
        "body-mime": raw,
        "sender": "ewa@example.com",
        "recipient": address,
        **{"timestamp": stamp, "token": token, "signature": signature},
    }
    assert client.post("/notifications/mail-in/mailgun/", data, **AUTH).status_code == 200
    assert IncomingMail.objects.get().outcome == outcome


@pytest.mark.parametrize(
    ("tests", "outcome"),
    [
        (["DKIM_SIGNED,DKIM_VALID,DKIM_VALID_AU"], Outcome.COMMENT),
        (["DKIM_SIGNED,DKIM_VALID"], Outcome.HELD),
        (["DKIM_VALID_AU", "DKIM_SIGNED"], Outcome.HELD),
        ([], Outcome.HELD),
    ],
)
def test_postmark_says_what_it_checked(client, settings, address, tests, outcome) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne"}
    payload = {
        "FromFull": {"Email": "ewa@example.com", "Name": "Ewa"},
        "ToFull": [{"Email": address, "Name": ""}],
        "OriginalRecipient": address,
        "Subject": "Re: x",
        "TextBody": WORDS,
        "Headers": [{"Name": "Message-ID", "Value": "<p@x>"}]
        + [{"Name": "X-Spam-Tests", "Value": value} for value in tests],
        "Attachments": [],
    }
    body = json.dumps(payload)
    url = "/notifications/mail-in/postmark/"
    assert client.post(url, body, content_type="application/json", **AUTH).status_code == 200
    assert IncomingMail.objects.get().outcome == outcome


@pytest.mark.parametrize(
    ("status", "outcome"),
    [("PASS", Outcome.COMMENT), ("FAIL", Outcome.IGNORED), ("GRAY", Outcome.HELD)],
)
def test_amazon_says_what_it_checked(client, settings, address, status, outcome) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": "rynek:tajne"}
    notice = {
        "notificationType": "Received",
        "mail": {"messageId": "m", "timestamp": "2026-11-30T10:00:00.000Z", "source": "x"},
        "receipt": {
            "timestamp": "2026-11-30T10:00:00.000Z",
            "recipients": [address],
            "dmarcVerdict": {"status": status},
            "spamVerdict": {"status": "PASS"},
            "virusVerdict": {"status": "PASS"},
            "action": {"type": "SNS", "encoding": "UTF8"},
        },
        "content": letter(address).decode(),
    }
    body = {
        "Type": "Notification",
        "MessageId": "s",
        "TopicArn": "arn:x",
        "Message": json.dumps(notice),
    }
    sns = {"HTTP_X_AMZ_SNS_MESSAGE_TYPE": "Notification", "HTTP_X_AMZ_SNS_MESSAGE_ID": "s"}
    answer = client.post(
        "/notifications/mail-in/amazon_ses/",
        json.dumps(body),
        content_type="text/plain; charset=UTF-8",
        HTTP_X_AMZ_SNS_TOPIC_ARN="arn:x",
        **sns,
        **AUTH,
    )
    assert answer.status_code == 200
    assert IncomingMail.objects.get().outcome == outcome


def test_the_doctor_names_a_missing_server_to_trust(settings, address, caplog) -> None:
    assert health.letters().ok
    settings.RYNEK_MAIL_TRUST = []
    assert not health.letters().ok and "RYNEK_MAIL_TRUST" in health.letters().advice
    take(letter(address, GOOGLE))
    assert "mx.google.com" in caplog.text, "so that an administrator knows what to write there"
    settings.RYNEK_REPLY_ADDRESS = ""
    assert health.letters().ok
