"""How mail programs of many makers and languages answer, and forward, a mail that we sent."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from textwrap import fill

DATES = {
    "pl": "pon., 30 lis 2026 o 10:00",
    "en": "Mon, 30 Nov 2026 at 10:00",
    "de": "Mo., 30. Nov. 2026 um 10:00 Uhr",
    "cs": "po 30. 11. 2026 v 10:00",
    "uk": "пн, 30 лист. 2026 р. о 10:00",
    "fr": "lun. 30 nov. 2026 à 10:00",
    "nl": "ma 30 nov 2026 om 10:00",
    "sv": "mån 30 nov. 2026 kl 10:00",
    "es": "lun, 30 nov 2026 a las 10:00",
    "pt": "seg., 30 de nov. de 2026 às 10:00",
    "it": "lun 30 nov 2026 alle ore 10:00",
    "hu": "2026. nov. 30., H, 10:00",
    "tr": "30 Kas 2026 Pzt, 10:00",
    "ja": "2026年11月30日(月) 10:00",
    "zh": "2026年11月30日周一 10:00",
}
# %d: the date, %s: who; as Gmail writes it.
GMAIL = {
    "pl": "%d %s napisał(a):",
    "en": "On %d %s wrote:",
    "de": "Am %d schrieb %s:",
    "cs": "%d odesílatel %s napsal:",
    "uk": "%d %s пише:",
    "fr": "Le %d, %s a écrit :",
    "nl": "Op %d schreef %s:",
    "sv": "Den %d skrev %s:",
    "es": "El %d, %s escribió:",
    "pt": "Em %d, %s escreveu:",
    "it": "Il giorno %d %s ha scritto:",
    "hu": "%s ezt írta (időpont: %d):",
    "tr": "%s, %d tarihinde şunu yazdı:",
    "ja": "%d %s:",
    "zh": "%s 于%d写道：",
}
OUTLOOK = {
    "pl": ("Od", "Wysłano", "Do", "Temat"),
    "en": ("From", "Sent", "To", "Subject"),
    "de": ("Von", "Gesendet", "An", "Betreff"),
    "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "uk": ("Від", "Надіслано", "Кому", "Тема"),
    "fr": ("De", "Envoyé", "À", "Objet"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"),
    "sv": ("Från", "Skickat", "Till", "Ämne"),
    "es": ("De", "Enviado el", "Para", "Asunto"),
    "pt": ("De", "Enviada em", "Para", "Assunto"),
    "it": ("Da", "Inviato", "A", "Oggetto"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"),
    "tr": ("Gönderen", "Gönderildi", "Kime", "Konu"),
    "ja": ("差出人", "送信日時", "宛先", "件名"),
    "zh": ("发件人", "发送时间", "收件人", "主题"),
}
PHONES = {
    "pl": "Wysłane z iPhone'a",
    "en": "Sent from my iPhone",
    "de": "Von meinem iPhone gesendet",
    "cs": "Odesláno z iPhonu",
    "uk": "Надіслано з iPhone",
    "fr": "Envoyé de mon iPhone",
    "nl": "Verstuurd vanaf mijn iPhone",
    "sv": "Skickat från min iPhone",
    "es": "Enviado desde mi iPhone",
    "pt": "Enviado do meu iPhone",
    "it": "Inviato da iPhone",
    "hu": "Elküldve az iPhone-omról",
}
OUTLOOK_APP = {
    "pl": "Pobierz aplikację Outlook dla systemu iOS",
    "en": "Get Outlook for iOS",
    "de": "Holen Sie sich Outlook für iOS",
    "fr": "Télécharger Outlook pour iOS",
    "es": "Obtener Outlook para iOS",
    "it": "Scarica Outlook per iOS",
    "nl": "Download Outlook voor iOS",
    "pt": "Obter o Outlook para iOS",
}


@dataclass(frozen=True)
class SentMail:
    """A mail that Rynek sent, as its reader's program has it."""

    text: str
    html: str
    subject: str
    sender: str  # “Jan · Rynek <rynek@example.com>”
    reader: str
    answer_to: str

    @classmethod
    def of(cls, mail: EmailMessage) -> "SentMail":
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        assert plain is not None and html is not None
        return cls(
            plain.get_content(),
            html.get_content(),
            str(mail["Subject"]),
            str(mail["From"]),
            str(mail["To"]),
            str(mail["Reply-To"] or mail["From"]),
        )

    @property
    def quoted(self) -> str:
        return "\n".join(f"> {line}".rstrip() for line in self.text.split("\n"))

    @property
    def body(self) -> str:
        return self.html.partition("<body")[2].partition(">")[2].partition("</body>")[0]


def mail(sent: SentMail, text: str = "", html: str = "", number: int = 0) -> bytes:
    """An answer as bytes, to the address that the mail asks to answer to."""
    message = EmailMessage()
    message["From"], message["To"] = sent.reader, sent.answer_to
    message["Subject"] = f"Re: {sent.subject}"
    message["Message-ID"] = f"<answer-{abs(hash((text, html)))}-{number}@example.com>"
    message["In-Reply-To"] = "<x@example.com>"
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message.as_bytes()


def _gmail(language: str, who: str) -> str:
    return GMAIL[language].replace("%d", DATES[language]).replace("%s", who)


def _headers(language: str, sent: SentMail, bold: str = "") -> str:
    sender, when, to, subject = (f"{bold}{label}:{bold}" for label in OUTLOOK[language])
    return (
        f"{sender} {sent.sender}\n{when} {DATES[language]}\n{to} {sent.reader}\n"
        f"{subject} {sent.subject}"
    )


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


Shape = Callable[[str, SentMail], tuple[str, str]]  # (plain text, HTML) of an answer


def shapes() -> Iterator[tuple[str, Shape]]:
    """Every program in every language that it speaks here: its name and how it answers."""
    for language in GMAIL:
        yield (
            f"gmail {language}",
            _plain(lambda s, lg=language: f"{_gmail(lg, s.sender)}\n\n{s.quoted}"),
        )
        yield (
            f"gmail wrapped {language}",
            _plain(lambda s, lg=language: f"{fill(_gmail(lg, s.sender), 50)}\n\n{s.quoted}"),
        )
        yield (
            f"gmail html {language}",
            _html(
                lambda s, lg=language: (
                    '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
                    f"{escaped(_gmail(lg, s.sender))}<br></div>"
                    f'<blockquote class="gmail_quote">{s.body}</blockquote></div>'
                )
            ),
        )
        yield (
            f"apple {language}",
            _plain(lambda s, lg=language: f"> {_gmail(lg, s.sender)}\n> \n{s.quoted}"),
        )
        yield (
            f"no marks {language}",
            _plain(lambda s, lg=language: f"{_gmail(lg, s.sender)}\n\n{s.text}"),
        )
        yield (
            f"thunderbird html {language}",
            _html(
                lambda s, lg=language: (
                    f'<div class="moz-cite-prefix">{escaped(_gmail(lg, s.sender))}<br></div>'
                    f'<blockquote type="cite" cite="mid:x">{s.body}</blockquote>'
                )
            ),
        )
        yield (
            f"yandex html {language}",
            _html(
                lambda s, lg=language: (
                    f"<div>{escaped(_gmail(lg, s.sender))}</div><blockquote>{s.body}</blockquote>"
                )
            ),
        )
    for language in OUTLOOK:
        yield f"outlook {language}", _plain(lambda s, lg=language: f"{_headers(lg, s)}\n\n{s.text}")
        yield (
            f"outlook line {language}",
            _plain(lambda s, lg=language: f"{'_' * 32}\n{_headers(lg, s, '*')}\n\n{s.text}"),
        )
        yield (
            f"em client {language}",
            _plain(
                lambda s, lg=language: (
                    f"------ {OUTLOOK[lg][3]} ------\n{_headers(lg, s).replace(':', '', 1)}\n\n{s.text}"
                )
            ),
        )
        yield (
            f"outlook html {language}",
            _html(
                lambda s, lg=language: (
                    '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
                    + escaped(_headers(lg, s)).replace("\n", "<br>")
                    + f"</div><div>{s.body}</div>"
                )
            ),
        )
        yield (
            f"outlook classic html {language}",
            _html(
                lambda s, lg=language: (
                    "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt'>"
                    "<p class=MsoNormal>"
                    + escaped(_headers(lg, s)).replace("\n", "<br>")
                    + f"</p></div></div>{s.body}"
                )
            ),
        )
        yield (
            f"lotus {language}",
            _plain(
                lambda s, lg=language: (
                    f"-----{s.sender} {OUTLOOK[lg][1]}: -----\n{OUTLOOK[lg][2]}: {s.reader}\n"
                    f"{OUTLOOK[lg][0]}: {s.sender}\n{OUTLOOK[lg][1]}: 30.11.2026 10:00\n"
                    f"{OUTLOOK[lg][3]}: {s.subject}\n\n{s.text}"
                )
            ),
        )
    for language, said in PHONES.items():
        yield (
            f"iphone {language}",
            _plain(
                lambda s, lg=language, w=said: f"{w}\n\n> {_gmail(lg, s.sender)}\n> \n{s.quoted}"
            ),
        )
    for language, said in OUTLOOK_APP.items():
        yield (
            f"outlook mobile {language}",
            _plain(
                lambda s, lg=language, w=said: (
                    f"{w}<https://aka.ms/o0ukef>\n{'_' * 32}\n{_headers(lg, s)}\n\n{s.text}"
                )
            ),
        )
    yield (
        "zoho",
        _plain(
            lambda s: f" ---- On Mon, 30 Nov 2026 10:00:00 +0100 {s.sender} wrote ---- \n\n{s.text}"
        ),
    )
    yield (
        "zoho html",
        _html(
            lambda s: (
                '<div class="zmail_extra"><div>---- On Mon, 30 Nov 2026 10:00:00 +0100 '
                f"{escaped(s.sender)} wrote ----</div><blockquote>{s.body}</blockquote></div>"
            )
        ),
    )
    yield (
        "proton",
        _plain(
            lambda s: (
                "Sent with Proton Mail secure email.\n\nOn Monday, November 30th, 2026 at 10:00 AM, "
                f"{s.sender} wrote:\n\n{s.quoted}"
            )
        ),
    )
    yield (
        "proton mobile",
        _plain(
            lambda s: (
                f"-------- Original Message --------\nOn 11/30/26 10:00 AM, {s.sender} wrote:\n\n{s.text}"
            )
        ),
    )
    yield (
        "proton html",
        _html(
            lambda s: (
                '<div class="protonmail_signature_block">Sent with Proton Mail</div>'
                f'<div class="protonmail_quote">On Monday, {escaped(s.sender)} wrote:<br>'
                f'<blockquote class="protonmail_quote" type="cite">{s.body}</blockquote></div>'
            )
        ),
    )
    yield (
        "yahoo",
        _plain(
            lambda s: (
                "    poniedziałek, 30 listopada 2026 10:00:00 CET, "
                f"{s.sender} napisał(a): \n \n {s.text}"
            )
        ),
    )
    yield (
        "yahoo html",
        _html(
            lambda s: (
                '<div id="ydp1" class="yahoo_quoted"><div>On Monday, November 30, 2026 at 10:00:00 AM '
                f"GMT+1, {escaped(s.sender)} wrote:</div><div>{s.body}</div></div>"
            )
        ),
    )
    yield (
        "samsung",
        _plain(
            lambda s: (
                "Wysłano z urządzenia Galaxy\n\n-------- Oryginalna wiadomość --------\n"
                f"{_headers('pl', s)}\n\n{s.text}"
            )
        ),
    )
    yield (
        "windows mail",
        _plain(
            lambda s: (
                f"Od: {s.sender}\nWysłano: \u200eponiedziałek\u200e, \u200e30\u200e \u200elistopada "
                f"\u200e2026 \u200e10\u200e:\u200e00\nDo: {s.reader}\n\n{s.text}"
            )
        ),
    )
    yield (
        "gmx html",
        _html(
            lambda s: (
                '<div name="quote" style="border-left:2px solid"><div><b>Gesendet:</b> Montag<br>'
                f"<b>Von:</b> {escaped(s.sender)}</div><div>{s.body}</div></div>"
            )
        ),
    )
    yield "only the mail below", _plain(lambda s: s.text)
    yield "only the mail below, html", _html(lambda s: s.body)
    yield "the mail below, wrapped anew", _plain(lambda s: rewrapped(s.text, 60))


def rewrapped(text: str, width: int) -> str:
    return "\n\n".join(fill(part, width) for part in text.split("\n\n"))


def _plain(quote: Callable[[SentMail], str]) -> Shape:
    return lambda answer, sent: (f"{answer}\n\n{quote(sent)}\n", "")


def _html(quote: Callable[[SentMail], str]) -> Shape:
    def shape(answer: str, sent: SentMail) -> tuple[str, str]:
        paragraphs = "".join(f"<div>{escaped(line) or '<br>'}</div>" for line in answer.split("\n"))
        return "", f'<html><body><div dir="ltr">{paragraphs}</div>{quote(sent)}</body></html>'

    return shape
