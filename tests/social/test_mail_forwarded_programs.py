"""Threads forwarded by programs of many languages lose headers and addresses, and no words."""

import pytest

from social.notifications.incoming.threads import readable_thread
from tests.social.programs import DATES, GMAIL, OUTLOOK

FIRST = "Jak kalibrować wagę? Nikt nie pamięta, a audyt za tydzień."
SECOND = "Trzeba odczekać 10 minut i wcisnąć ZERO."
NOTE = "Warto to zachować."


def headers(language: str, *, bold: str = "", names_only: bool = False, extra: bool = False) -> str:
    sender, when, to, subject = (f"{bold}{label}:{bold}" for label in OUTLOOK[language])
    who = "Jan Łącki" if names_only else "Jan Łącki <jan@example.com>"
    lines = [f"{sender} {who}", f"{when} {DATES[language]}", f"{to} Ewa Żak; Piotr Hajduk"]
    if extra:
        lines.append("DW: Anna Nowak <anna@example.com>")
    lines.append(f"{subject} Kalibracja wagi")
    if extra:
        lines += ["Ważność: Wysoka", "Załączniki: plan.pdf"]
    return "\n".join(lines)


FORWARDS = {
    "outlook": lambda lg: f"{NOTE}\n\n{headers(lg)}\n\n{FIRST}\n\n{headers(lg)}\n\n{SECOND}",
    "outlook within the company": lambda lg: (
        f"{NOTE}\n\n{headers(lg, names_only=True)}\n\n{FIRST}\n\n{headers(lg)}\n\n{SECOND}"
    ),
    "outlook with all headers": lambda lg: (
        f"{NOTE}\n\n{'_' * 32}\n{headers(lg, bold='*', extra=True)}\n\n{FIRST}\n\n{SECOND}"
    ),
    "gmail": lambda lg: (
        f"{NOTE}\n\n---------- Forwarded message ---------\n{headers(lg)}\n\n\n{FIRST}\n\n{SECOND}"
    ),
    "apple": lambda lg: (
        f"{NOTE}\n\n> Początek przekazywanej wiadomości:\n> \n"
        + "\n".join(f"> {line}" for line in headers(lg, bold="*").split("\n"))
        + f"\n> \n> {FIRST}\n> \n> {SECOND}"
    ),
    "thunderbird": lambda lg: (
        f"{NOTE}\n\n-------- Forwarded Message --------\n"
        + "\n".join(reversed(headers(lg).split("\n")))
        + f"\n\n{FIRST}\n\n{SECOND}"
    ),
    "lotus": lambda lg: (
        f"{NOTE}\n\n----- Forwarded by Ewa Żak/Waw on 30.11.2026 10:00 -----\n\n"
        f"{headers(lg)}\n\n{FIRST}\n\n{SECOND}"
    ),
}


@pytest.mark.parametrize("program", FORWARDS)
@pytest.mark.parametrize("language", OUTLOOK)
def test_headers_go_and_words_stay(program: str, language: str) -> None:
    text = readable_thread(FORWARDS[program](language), "Kalibracja wagi")
    for words in (NOTE, FIRST, SECOND):
        assert words in text
    assert "@" not in text and "2026" not in text, text
    assert not any(label in text for label in OUTLOOK[language] if len(label) > 3), text


@pytest.mark.parametrize("language", GMAIL)
def test_introductions_lose_their_addresses(language: str) -> None:
    said = GMAIL[language].replace("%d", DATES[language]).replace("%s", "Jan <jan@example.com>")
    text = readable_thread(f"{NOTE}\n\n{said}\n\n> {FIRST}")
    assert "jan@example.com" not in text and f"> {FIRST}" in text


@pytest.mark.parametrize(
    "text",
    [
        "Zaproszenie:\n\nKiedy: 5.12.2026 o 10:00\nGdzie: sala 3\nTemat: budżet\nKto: wszyscy",
        "Urlop:\n\nOd: 5.12.2026\nDo: 9.12.2026\nZastępstwo: jan@example.com\nTelefon: 22 123 45 67",
        "Dane:\n\nImię: Jan\nUlica: Testowa 1\nKod: 00-001",
        "1. Włącz: zielony przycisk\n2. Czekaj: 10:00 minut\n3. Zapisz: wynik",
    ],
)
def test_lists_with_colons_are_words(text: str) -> None:
    assert readable_thread(text, "Kalibracja wagi") == text
