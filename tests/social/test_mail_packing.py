"""However a mail is packed, and whatever comes along: its words are read."""

import base64
import shutil
import subprocess
from email.message import EmailMessage

import pytest
from django.core import mail as sent

from social.comments.actions import post_comment
from social.comments.models import Comment
from social.notifications.incoming.addresses import reply_address, space_address
from social.notifications.incoming.letters import read_letter
from social.notifications.models import IncomingMail, MailDraft
from tests.factories import make_news, make_person, make_project
from tests.social.letters import take

pytestmark = pytest.mark.django_db
Outcome = IncomingMail.Outcome
WORDS = "Dziękuję, złożę formularz jutro."
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def address(settings) -> str:
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    person = make_person("Ewa", "Żak", email="ewa@example.com", language="pl")
    page = make_news("Stołówka")
    return reply_address(person.pk, page.pk, post_comment(make_person(), page, "Zupa?").pk)


def letter(address: str, words: str = WORDS) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ewa@example.com", address, "Re: [Rynek] Stołówka"
    mail["Message-ID"] = "<packed@example.com>"
    mail.set_content(words)
    return mail


def said(mail: EmailMessage | bytes) -> str:
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    assert take(content).outcome == Outcome.COMMENT
    return Comment.objects.latest("pk").comment


@pytest.mark.parametrize(
    ("kind", "name", "content"),
    [
        ("text/calendar", "invite.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ("text/vcard", "ewa.vcf", b"BEGIN:VCARD\r\nEND:VCARD\r\n"),
        ("image/x-odd", "zdjecie.jxl", b"\xff\x0a" + b"x" * 30_000),
        ("image/png", "pol.png", PNG[:40] + b"\0" * 30_000),
        ("application/pkcs7-signature", "smime.p7s", b"0\x80"),
        ("application/pgp-signature", "signature.asc", b"-----BEGIN PGP SIGNATURE-----"),
        ("application/ms-tnef", "winmail.dat", b'x\x9f>"' + b"x" * 100),
        ("application/octet-stream", "gra.exe", b"MZ" + b"x" * 100),
        ("application/octet-stream", "bez.nazwy", b"x" * 100),
    ],
)
def test_what_cannot_be_taken_along_never_costs_the_words(
    address: str, kind: str, name: str, content: bytes
) -> None:
    mail = letter(address)
    main, _slash, sub = kind.partition("/")
    mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
    assert said(mail) == WORDS
    assert not Comment.objects.latest("pk").attachments.exists()
    is_by_program = name.endswith((".ics", ".vcf", ".p7s", ".asc", ".dat"))
    bodies = [str(mail.body) for mail in sent.outbox]
    assert (not bodies) if is_by_program else (len(bodies) == 1 and name in bodies[0])


def test_files_without_words_are_returned_with_the_reason(address: str) -> None:
    mail = letter(address, " ")
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="gra.exe")
    assert take(mail.as_bytes()).outcome == Outcome.BOUNCED
    assert "gra.exe" in str(sent.outbox[0].body)


def test_a_mail_that_is_returned_brings_its_words_back(address: str) -> None:
    Comment.objects.all().update(is_removed=True)
    take(letter(address, "Długo nad tym myślałam.\n\nI oto wynik.").as_bytes())
    body = str(sent.outbox[0].body)
    assert "Długo nad tym myślałam." in body and "I oto wynik." in body


def test_words_round_a_picture_stay_together(address: str) -> None:
    boundary = "Apple-Mail=_1"
    parts = [
        'Content-Type: text/plain; charset="utf-8"\n\nPrzed zdjęciem.\n',
        "Content-Type: image/png\nContent-Disposition: inline; filename=a.png\n"
        f"Content-Transfer-Encoding: base64\n\n{base64.b64encode(PNG).decode()}\n",
        'Content-Type: text/plain; charset="utf-8"\n\nPo zdjęciu.\n',
    ]
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    head = (
        f"From: ewa@example.com\nTo: {address}\nSubject: Re: x\nMessage-ID: <apple@x>\n"
        f'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="{boundary}"\n\n'
    )
    assert said((head + body).encode()) == "Przed zdjęciem.\n\nPo zdjęciu."


def test_a_signature_in_the_text_is_no_text(address: str) -> None:
    signed = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n"
        f"{WORDS}\n\n- - z listy\n-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\n"
    )
    assert said(letter(address, signed)) == f"{WORDS}\n\n- z listy"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes the envelope")
@pytest.mark.parametrize("options", [[], ["-indef", "-stream"]])
def test_a_mail_in_a_signed_envelope_is_read(address: str, tmp_path, options: list[str]) -> None:
    inner = letter(address)
    for name in ("From", "To", "Subject", "Message-ID"):
        del inner[name]
    (tmp_path / "mail").write_bytes(inner.as_bytes())
    key = ["-newkey", "rsa:2048", "-nodes", "-keyout", "key", "-out", "crt", "-subj", "/CN=Ewa"]
    subprocess.run(["openssl", "req", "-x509", *key], cwd=tmp_path, check=True, capture_output=True)
    sign = [
        "-sign",
        "-nodetach",
        "-outform",
        "DER",
        "-in",
        "mail",
        "-signer",
        "crt",
        "-inkey",
        "key",
    ]
    made = subprocess.run(
        ["openssl", "smime", *sign, *options], cwd=tmp_path, check=True, capture_output=True
    )
    sealed = (
        f"From: ewa@example.com\nTo: {address}\nSubject: Re: x\nMessage-ID: <sealed@x>\n"
        'MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\n'
        f"Content-Transfer-Encoding: base64\n\n{base64.encodebytes(made.stdout).decode()}"
    )
    assert said(sealed.encode()) == WORDS


def test_an_encrypted_mail_is_returned_with_the_reason(address: str) -> None:
    sealed = (
        f"From: ewa@example.com\nTo: {address}\nSubject: Re: x\nMessage-ID: <locked@x>\n"
        "MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
        "Content-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAMIACAQAx\n"
    )
    assert take(sealed.encode()).reason == "encrypted"


@pytest.mark.parametrize("delsp", ["no", "yes"])
def test_flowed_text_becomes_paragraphs(delsp: str) -> None:
    blank = " " if delsp == "no" else "  "
    text = f"Jeden{blank}\nakapit.\n\nDrugi.\n- lista\n- dalej\n-- \nEwa\n> cytat{blank}\n> dalej\n"
    head = (
        f'Subject: x\nContent-Type: text/plain; charset="utf-8"; format=flowed; delsp={delsp}\n\n'
    )
    lines = read_letter((head + text).encode()).text.split("\n")
    assert lines[0] == "Jeden akapit." and "-- " in lines and "> cytat dalej" in lines


def test_a_mail_of_ours_that_comes_along_is_left_out(address: str) -> None:
    person = make_person("Jan", "Łącki", email="jan@example.org")
    space = make_project("Kalibracja")
    mail = letter(space_address(person, space), "Do projektu.")
    mail.replace_header("From", person.email)
    inner = letter(address, f"Odpowiedz na {address}")
    mail.add_attachment(inner)
    take(mail.as_bytes())
    draft = MailDraft.objects.get()
    assert not draft.files.exists() and "odpowiedz+" not in draft.text
