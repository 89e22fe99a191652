"""The community room of the demo company: volunteers, ambassadors, pulses, reports."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext

from social.analytics import refresh
from social.analytics.period import Period
from social.community.models import Ambassador, Pulse, PulseReply, PulseTally, RoomSettings
from social.community.numbers.summary import PLAN
from social.community.queue import run as queue
from social.community.reports import text as reports
from social.community.volunteers import introductions, selfcheck
from social.community.volunteers.actions import nominate, volunteer
from social.people.models import Level, User

from .exchange import write_exchange
from .hints import write_past_hints
from .notices import tell_of_the_room
from .together import introduce, write_past_lines

# What volunteers say of themselves; dealt out in turn.
WORDS = (
    "Znam obie hale i biuro, chętnie skojarzę ludzi, którzy mogą sobie pomóc.",
    "Pisanie poradników sprawia mi frajdę, a pytania nowych osób dużo mnie uczą.",
    "Pracuję na styku sprzedaży i produkcji, więc wiem, kto na co czeka.",
    "Lubię, gdy pytanie znika z korytarza i zostaje tam, gdzie każdy je znajdzie.",
    "I would like the teams in Brno and Gdańsk to hear more from each other.",
    "Od lat pomagam przy systemach, wolę pokazać raz, a dobrze.",
    "Chcę, żeby zmiany nocne też miały swój głos w tym, co ustala się w biurze.",
    "Dobrze mi wychodzi słuchanie i pilnowanie, żeby ktoś odpowiedział.",
    "Pamiętam swój pierwszy miesiąc tutaj, więc chętnie zostanę czyimś przewodnikiem.",
    "Najwięcej dowiaduję się w kuchni; chętnie przeniosę kawałek kuchni do Rynku.",
    "Prowadzę przeglądy po projektach i szkoda mi lekcji, których nikt nie czyta.",
    "Lubię nowe narzędzia, ale jeszcze bardziej lubię, gdy inni się ich nie boją.",
)
REASONS = (
    "Zawsze odpowie tak, że od razu wiadomo, co robić.",
    "Zna ludzi w każdym zakładzie i nikogo nie zbywa.",
    "Explains things to juniors and directors in the same calm way.",
)
# What the community manager plans, at the end of the report.
PLANS = {
    "pl": """- Pytania do zarządu, które czekają ponad pięć dni roboczych, przypominamy w każdy poniedziałek.
- W każdym zakładzie szukamy jeszcze jednej osoby, która pomoże w pytaniach o systemy.
- Każda nowa osoba pozna w pierwszym tygodniu kogoś, kto wszystko pokaże.""",
    "en": """- We bring up every Monday the questions to the board that wait for more than five working days.
- We look for one more person in each plant who helps with questions about systems.
- Everybody new meets a buddy in the first week.""",
}
VOLUNTEERS, APPOINTED = 24, 7
PULSES, ANSWERING = 4, 0.62


def live(people: list[User], rng: Random) -> None:
    """Everything that the room shows, then a count of all closed months."""
    directors = Level.objects.filter(is_board=False).order_by("-rank").first()
    RoomSettings.objects.update_or_create(pk=1, defaults={"leaders_from": directors})
    write_exchange(people, rng)
    _volunteer(people, rng)
    _pulse(people, rng)
    refresh.refresh()
    selfcheck.summarise()
    introductions.propose()
    introduce()
    write_past_hints(rng)
    write_past_lines(rng)
    queue.run()
    tell_of_the_room()
    _report()


def _volunteer(people: list[User], rng: Random) -> None:
    chosen = rng.sample(people, min(VOLUNTEERS, len(people)))
    for at, person in enumerate(chosen):
        ambassador = volunteer(
            person,
            Ambassador(
                words=WORDS[at % len(WORDS)],
                is_candidate=at % 6 != 5,
                is_helper=at % 3 != 2,
                is_buddy=at % 3 == 0,
                likes_new_tools=rng.random() < 0.4,
            ),
        )
        if at < APPOINTED:
            ambassador.appointed_on = timezone.localdate() - timedelta(days=200 - 15 * at)
            ambassador.save(update_fields=["appointed_on"])
    others = [person for person in people if person not in chosen]
    for at, reason in enumerate(REASONS):
        if len(others) > at + len(REASONS):
            nominate(others[at + len(REASONS)], others[at], reason)


def _pulse(people: list[User], rng: Random) -> None:
    """Four closed rounds; belonging grows, influence lags."""
    tendency = (3.6, 3.5, 3.7, 3.6, 2.9, 3.1, 3.5, 3.7)
    for back in range(PULSES):
        closes = Period.last_closed().later(-3 * back).start.replace(day=20)
        pulse = Pulse.objects.create(
            opens_on=closes - timedelta(days=14), closes_on=closes, invited=len(people)
        )
        answering = [person for person in people if rng.random() < ANSWERING]
        PulseReply.objects.bulk_create(PulseReply(pulse=pulse, person=one) for one in answering)
        tallies: dict[tuple[int, int], int] = {}
        for _ in answering:
            for item, mean in enumerate(tendency):
                answer = round(rng.gauss(mean - 0.12 * back, 0.9))
                key = (item, min(5, max(1, answer)))
                tallies[key] = tallies.get(key, 0) + 1
        PulseTally.objects.bulk_create(
            PulseTally(pulse=pulse, item=item, answer=answer, count=count)
            for (item, answer), count in tallies.items()
        )


def _report() -> None:
    """The last closed month, published for the board in both languages."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            report = reports.draft(Period.last_closed().start, code)
            report.text = report.text.replace(gettext(PLAN), PLANS[code])
        report.published_at = timezone.now()
        report.save(update_fields=["text", "published_at"])
