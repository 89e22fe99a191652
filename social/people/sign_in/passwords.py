"""Which passwords may be set: long, and not among those that are tried first.

Lists of leaked passwords are full of words with a year and a sign behind them, which is what old
rules asked for. So a password is judged by how many guesses it stands, not by its signs.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from social.people.collation import fold
from social.people.models import User
from social.people.signals import secrets_ended

LEAST_GUESSES = 10**9
LOOKED_AT = 72  # characters; zxcvbn refuses more, and what is longer than that is not guessed
_REPEATED = re.compile(r"(.+?)\1+", re.DOTALL)

# What Polish passwords are made of, the most frequent first; zxcvbn knows English only.
POLISH = [
    "haslo",
    "hasło",
    "polska",
    "polska1",
    "kochamcie",
    "kocham",
    "kochanie",
    "misiek",
    "misia",
    "myszka",
    "kotek",
    "kicia",
    "piesek",
    "zaq12wsx",
    "lato",
    "zima",
    "wiosna",
    "jesien",
    "styczen",
    "luty",
    "marzec",
    "kwiecien",
    "maj",
    "czerwiec",
    "lipiec",
    "sierpien",
    "wrzesien",
    "pazdziernik",
    "listopad",
    "grudzien",
    "poniedzialek",
    "wtorek",
    "sroda",
    "czwartek",
    "piatek",
    "sobota",
    "niedziela",
    "warszawa",
    "krakow",
    "lodz",
    "wroclaw",
    "poznan",
    "gdansk",
    "szczecin",
    "bydgoszcz",
    "lublin",
    "katowice",
    "bialystok",
    "gdynia",
    "czestochowa",
    "radom",
    "sosnowiec",
    "torun",
    "kielce",
    "gliwice",
    "zabrze",
    "bytom",
    "olsztyn",
    "bielsko",
    "rzeszow",
    "tychy",
    "opole",
    "legia",
    "lech",
    "wisla",
    "widzew",
    "gornik",
    "cracovia",
    "lechia",
    "anna",
    "maria",
    "katarzyna",
    "malgorzata",
    "agnieszka",
    "barbara",
    "ewa",
    "krystyna",
    "elzbieta",
    "magdalena",
    "joanna",
    "zofia",
    "janina",
    "monika",
    "danuta",
    "teresa",
    "irena",
    "aleksandra",
    "karolina",
    "natalia",
    "marta",
    "beata",
    "dorota",
    "halina",
    "jadwiga",
    "justyna",
    "renata",
    "paulina",
    "grazyna",
    "urszula",
    "iwona",
    "julia",
    "zuzanna",
    "hanna",
    "maja",
    "alicja",
    "wiktoria",
    "oliwia",
    "jan",
    "stanislaw",
    "andrzej",
    "jozef",
    "tadeusz",
    "jerzy",
    "zbigniew",
    "krzysztof",
    "henryk",
    "ryszard",
    "kazimierz",
    "marek",
    "marian",
    "piotr",
    "janusz",
    "wladyslaw",
    "adam",
    "wieslaw",
    "zdzislaw",
    "edward",
    "mieczyslaw",
    "roman",
    "miroslaw",
    "grzegorz",
    "tomasz",
    "pawel",
    "michal",
    "lukasz",
    "marcin",
    "mateusz",
    "jakub",
    "dawid",
    "kamil",
    "robert",
    "rafal",
    "jacek",
    "artur",
    "dariusz",
    "mariusz",
    "slawomir",
    "bartosz",
    "wojciech",
    "damian",
    "patryk",
    "sebastian",
    "maciej",
    "przemyslaw",
    "szymon",
    "filip",
    "kacper",
    "antoni",
    "franciszek",
    "kasia",
    "basia",
    "asia",
    "gosia",
    "ania",
    "zosia",
    "tomek",
    "bartek",
    "wojtek",
    "maciek",
    "kuba",
    "michas",
    "pawelek",
    "krzysiek",
    "grzesiek",
    "nowak",
    "kowalski",
    "kowalska",
    "wisniewski",
    "wisniewska",
    "wojcik",
    "kowalczyk",
    "kaminski",
    "kaminska",
    "lewandowski",
    "lewandowska",
    "zielinski",
    "zielinska",
    "szymanski",
    "szymanska",
    "wozniak",
    "dabrowski",
    "dabrowska",
    "kozlowski",
    "kozlowska",
    "jankowski",
    "jankowska",
    "mazur",
    "kwiatkowski",
    "kwiatkowska",
    "krawczyk",
    "kaczmarek",
    "piotrowski",
    "piotrowska",
    "grabowski",
    "grabowska",
    "zajac",
    "pawlowski",
    "pawlowska",
    "michalski",
    "michalska",
    "krol",
    "wieczorek",
    "jablonski",
    "jablonska",
    "wrobel",
    "nowakowski",
    "nowakowska",
    "majewski",
    "majewska",
    "olszewski",
    "olszewska",
    "stepien",
    "malinowski",
    "malinowska",
    "jaworski",
    "samochod",
    "komputer",
    "klawiatura",
    "internet",
    "praca",
    "firma",
    "biuro",
    "szef",
    "dyrektor",
    "kierownik",
    "pracownik",
    "administrator",
    "uzytkownik",
    "logowanie",
    "witaj",
    "dziendobry",
    "czesc",
    "tajne",
    "tajnehaslo",
    "nowehaslo",
    "mojehaslo",
    "dupa",
    "kurwa",
    "cholera",
    "pilka",
    "motor",
    "rower",
    "muzyka",
    "wakacje",
    "urlop",
    "rodzina",
    "mama",
    "tata",
    "babcia",
    "dziadek",
    "syn",
    "corka",
    "slonko",
    "sloneczko",
    "skarb",
    "aniol",
    "aniolek",
    "kwiatek",
    "roza",
    "truskawka",
    "malina",
    "czekolada",
    "bozena",
    "mariola",
    "korporacja",
    "intranet",
    "portal",
    "serwer",
    "zmienmnie",
    "zmienhaslo",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "winter",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "welcome",
]


class GuessingValidator:
    """Refuses a password that is found within LEAST_GUESSES; zxcvbn estimates them.

    Takes 1 to 10 ms, since only passwords that are being set come here.
    """

    def validate(self, password: str, user: Any = None) -> None:
        if guesses(password, user) < LEAST_GUESSES:
            raise ValidationError(
                _(
                    "This password is easy to guess: it is well known, or made of a name, a date, "
                    "a place or a row of keys. Take a few words that have nothing to do with "
                    "each other."
                ),
                code="password_easy_to_guess",
            )

    def password_changed(self, password: str, user: Any = None) -> None:
        """Django calls this after every change, by form or command, but not when it hashes anew.

        Whoever changes a password because somebody knows it ends what was opened with it.
        """
        if user is not None:
            secrets_ended.send(type(user), person=user)

    def get_help_text(self) -> str:
        return _(
            "A few words that have nothing to do with each other are easy to keep in mind and hard "
            "to guess; signs and digits need not be among them. Passwords known from leaks, names, "
            "dates and rows of keys are refused."
        )


def guesses(password: str, user: Any = None) -> int:
    """How many guesses it takes to find the password, at most.

    Letters look alike to those who guess: full-width ones, accents and capitals are folded, and
    what is repeated is guessed once.
    """
    known = list(dict.fromkeys([*_about(user), *map(fold, POLISH)]))
    plain = unicodedata.normalize("NFKC", password)
    return min(
        int(zxcvbn(form[:LOOKED_AT], user_inputs=known)["guesses"])
        for form in {plain, fold(plain), *_unrepeated(fold(plain))}
        if form
    )


def _unrepeated(text: str) -> Iterator[str]:
    if whole := _REPEATED.fullmatch(text):
        yield whole[1]


def _about(user: Any) -> Iterator[str]:
    """Words that belong to the house and to the person, whose colleagues guess them."""
    yield from _words(settings.WAGTAIL_SITE_NAME)
    yield "rynek"
    if isinstance(user, User):
        yield from _words(f"{user.first_name} {user.last_name}")
        yield from _words(user.email.replace(".", " "))
        yield from _words(user.job_title)


def _words(text: str) -> Iterator[str]:
    return (word for word in re.split(r"\W+|_", fold(text)) if len(word) > 2)
