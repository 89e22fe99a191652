"""What editors add to the written pages: events, a poll, a campaign, a path for newcomers."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import Locale

from blog.events.models import Attendance, EventIndexPage, EventPage
from blog.newsletters.models import Newsletter, NewsletterItem
from blog.onboarding.assignment import start
from blog.onboarding.journeys import state_of
from blog.onboarding.models import OnboardingPathPage, PathAudience, PathStep, StepProgress
from blog.pages.models import Campaign, GuideIndexPage, NewsPage
from blog.polls.models import Ballot, Poll, PollOption
from social.people.models import AudienceMember, User

from .editing import ON_THE_DESK, lay_out
from .pages import Library
from .people import Staff

EVENTS = [
    (
        *("Warsztat: pierwsza pomoc na hali", 9, 10, 3, "Mielec, sala szkoleniowa A", 16, 19),
        "Trzy godziny z ratownikiem i fantomem. Kto przejdzie, dostaje naszywkę na bluzę.",
    ),
    (
        *("Mikołajki dla dzieci pracowników", 12, 11, 4, "Gniezno, świetlica", None, 30),
        "Teatrzyk, pierniki i Mikołaj, który zna się na piankach. Przyjdźcie całą rodziną.",
    ),
    (
        *("Pytania do zarządu na żywo", 16, 14, 1, "", None, 45),
        "Godzina bez slajdów: zarząd odpowiada na to, o co pytacie w Rynku i z sali.",
    ),
    (
        *("Bieg niepodległości: wspólny start", -12, 11, 2, "Poznań, Malta", 40, 22),
        "Biegniemy dziesięć kilometrów we własnym tempie. Na mecie czeka żurek.",
    ),
]
STEPS = [
    ("before", "task", "Podpisz umowę i wyślij zdjęcie", "Zdjęcie trafi na identyfikator.", ""),
    ("before", "read", "Przeczytaj, jak wygląda pierwszy miesiąc", "", "pierwszy-miesiac"),
    (
        *("week", "meet", "Przywitaj się ze swoim buddym"),
        "Buddy pokaże Ci stołówkę, drukarkę i skróty, których nie ma w żadnym poradniku.",
        "buddy",
    ),
    ("week", "task", "Zaloguj się przez VPN", "Gdy nie działa, Wsparcie pomoże od ręki.", "vpn"),
    ("week", "acknowledge", "Potwierdź klasy informacji", "", "klasy-informacji"),
    ("week", "introduce", "Przedstaw się w komentarzu", "Dwa zdania wystarczą: skąd i po co.", ""),
    ("month", "meet", "Porozmawiaj z osobą, która kieruje działem", "", "head"),
    ("month", "ask", "Zadaj pierwsze pytanie", "Każdy kiedyś nie wiedział, gdzie są klucze.", ""),
    ("month", "read", "Zobacz, jak prowadzimy dobre spotkania", "", "dobre-spotkanie"),
    ("quarter", "task", "Opowiedz przełożonej osobie, co zmienić", "Świeże oczy widzą więcej.", ""),
]
STEPS_IN_ENGLISH = [
    ("Sign your contract and send a photo", "The photo goes on your badge."),
    ("Read what the first month looks like", ""),
    (
        "Say hello to your buddy",
        "Your buddy shows you the canteen, the printer and the shortcuts that no guide tells of.",
    ),
    ("Sign in through the VPN", "When it does not work, Support helps at once."),
    ("Confirm the classes of information", ""),
    ("Introduce yourself in a comment", "Two sentences will do: where from and what for."),
    ("Talk with the person who leads your department", ""),
    ("Ask your first question", "Everybody once did not know where the keys are."),
    ("See how we hold good meetings", ""),
    ("Tell your manager what to change", "Fresh eyes see more."),
]
CAMPAIGN = ("phishing-deepfake", "phishing-test-q1", "iso-27001-certyfikat")
NEWSLETTER = ("iso-27001-certyfikat", "nowa-strategia-2028", "phishing-deepfake")
HELLO = "Cześć! Właśnie zaczynam pracę. Masz jutro chwilę na kawę i krótką wycieczkę po firmie?"
HELLO_IN_ENGLISH = "Hello! I am just starting. Do you have time tomorrow for a coffee and a tour?"


def publish(library: Library, staff: Staff, people: list[User], rng: Random, now: datetime) -> None:
    """All of it; deterministic for a seed."""
    _belong_since_the_first_day()
    editor = staff.users["izabela.kunicka"]
    for row in EVENTS:
        _event(row, editor, people, rng, now)
    if not _is_whole(library):  # a smaller company than ours, as in tests
        return
    _poll(library, people, rng, now)
    _campaign(library, now)
    _newsletter(library, staff, now)
    _onboarding(library, staff, rng, now)
    lay_out(library, staff, people, rng, now)


def _is_whole(library: Library) -> bool:
    """Whether every page is there that polls, campaigns, newsletters and paths speak of."""
    written = {name for name, _language in library.pages}
    steps = {about for _stage, kind, _title, _text, about in STEPS if about and kind != "meet"}
    return {"benefity-ankieta", *CAMPAIGN, *NEWSLETTER, *ON_THE_DESK} | steps <= written


def _belong_since_the_first_day() -> None:
    """People belong to their audiences since they work here, not since the demo was loaded."""
    long_ago = timezone.now() - timedelta(days=3 * 365)
    AudienceMember.objects.filter(person__start_date__lt=long_ago.date()).update(since=long_ago)
    for member in AudienceMember.objects.filter(person__start_date__gte=long_ago.date()):
        day = member.person.start_date
        assert day is not None
        moment = datetime(day.year, day.month, day.day, 8, tzinfo=timezone.get_default_timezone())
        AudienceMember.objects.filter(pk=member.pk).update(since=min(moment, timezone.now()))


def _event(row: Any, editor: User, people: list[User], rng: Random, now: datetime) -> EventPage:
    title, days, hour, hours, place, places, coming, lead = row
    starts = timezone.localtime(now).replace(hour=hour, minute=0, second=0, microsecond=0)
    starts += timedelta(days=days)
    index = EventIndexPage.objects.get(locale__language_code="pl")
    page = EventPage(
        title=title,
        lead=lead,
        owner=editor,
        author=editor,
        locale=index.locale,
        starts_at=starts,
        ends_at=starts + timedelta(hours=hours),
        place=place,
        online_url="" if place else "https://spotkania.kalorys.example/zarzad",
        places=places,
    )
    index.add_child(instance=page)
    page.save_revision(user=editor).publish()
    guests = rng.sample(people, min(coming, len(people)))
    Attendance.objects.bulk_create(
        Attendance(
            event=page,
            person=guest,
            status="going" if places is None or number < places else "waiting",
            created_at=now - timedelta(days=2, minutes=-number),
        )
        for number, guest in enumerate(guests)
    )
    return page


def _poll(library: Library, people: list[User], rng: Random, now: datetime) -> None:
    """A poll on the news about benefits; anonymous, answered by a third of the company."""
    poll = Poll.objects.create(
        question="Który benefit dodać w przyszłym roku?",
        question_en="Which benefit should come next year?",
        is_anonymous=True,
        closes_at=now + timedelta(days=20),
    )
    texts = [
        ("Dodatkowy dzień wolny w urodziny", "A day off on your birthday"),
        ("Dofinansowanie przedszkola", "Help with the cost of kindergarten"),
        ("Rowery służbowe", "Company bikes"),
        ("Nauka języków", "Language lessons"),
    ]
    for number, (text, english) in enumerate(texts):
        PollOption.objects.create(poll=poll, text=text, text_en=english, sort_order=number)
    options = list(PollOption.objects.filter(poll=poll))
    for person in rng.sample(people, len(people) // 3):
        Ballot.objects.create(poll=poll, person=person)
        chosen = rng.choices(options, weights=[5, 3, 2, 2])[0]
        PollOption.objects.filter(pk=chosen.pk).update(anonymous_votes=F("anonymous_votes") + 1)
    page: Any = library.pages[("benefity-ankieta", "pl")]
    page.body = [*((block.block_type, block.value) for block in page.body), ("poll", poll)]
    page.save()
    page.save_revision(user=page.author, changed=False)


def _campaign(library: Library, now: datetime) -> None:
    campaign = Campaign.objects.create(
        name="Bezpieczni w sieci",
        goal="Nikt nie klika w podejrzany link, a każdy wie, komu go pokazać.",
        starts_on=(now - timedelta(days=200)).date(),
        ends_on=(now + timedelta(days=60)).date(),
    )
    for name in CAMPAIGN:
        NewsPage.objects.filter(pk=library.first(name).pk).update(campaign=campaign)


def _newsletter(library: Library, staff: Staff, now: datetime) -> None:
    newsletter = Newsletter.objects.create(
        subject_pl="Kalorys w skrócie",
        subject_en="Kalorys in short",
        intro_pl="Cześć! Trzy rzeczy, o których warto wiedzieć w tym tygodniu.",
        intro_en="Hello! Three things worth knowing this week.",
        audience=staff.audiences["all"],
    )
    for number, name in enumerate(NEWSLETTER):
        page = library.first(name)
        NewsletterItem.objects.create(newsletter=newsletter, page=page, sort_order=number)


def _onboarding(library: Library, staff: Staff, rng: Random, now: datetime) -> None:
    """A path in both languages, walked by everybody who started in the last months."""
    owner = staff.users["zuzanna.frackowiak"]
    index = GuideIndexPage.objects.get(locale__language_code="pl")
    path = OnboardingPathPage(
        title="Pierwsze 90 dni w Kalorys",
        lead="Co przeczytać, kogo poznać i co zrobić, żeby poczuć się u siebie.",
        owner=owner,
        author=owner,
        locale=index.locale,
    )
    index.add_child(instance=path)
    for number, (stage, kind, title, text, about) in enumerate(STEPS):
        meets = kind == "meet"
        PathStep.objects.create(
            path=path,
            sort_order=number,
            stage=stage,
            kind=kind,
            title=title,
            text=text,
            page_id=library.first(about).pk if about and not meets else None,
            whom=about if meets else "",
            message=HELLO if about == "buddy" else "",
        )
    PathAudience.objects.create(path=path, audience=staff.audiences["new"])
    OnboardingPathPage.objects.get(pk=path.pk).save_revision(user=owner).publish()
    english = path.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "Your first 90 days at Kalorys"
    english.lead = "What to read, whom to meet and what to do to feel at home."
    _in_english(english, library)
    english.save_revision(user=owner).publish()
    path = OnboardingPathPage.objects.get(pk=path.pk)
    since = (now - timedelta(days=200)).date()
    for person in User.objects.active().filter(start_date__gte=since).order_by("pk"):
        _walk(person, path, rng, now)


def _in_english(path: OnboardingPathPage, library: Library) -> None:
    """The words of the steps, and the English version of a page that has one."""
    steps = sorted(path.steps.all(), key=lambda step: step.sort_order)
    for step, row, (title, text) in zip(steps, STEPS, STEPS_IN_ENGLISH, strict=True):
        step.title, step.text = title, text
        step.message = HELLO_IN_ENGLISH if step.message else ""
        if step.page_id:
            step.page = library.pages.get((row[-1], "en"), step.page)
    path.steps.set(steps)


def _walk(person: User, path: OnboardingPathPage, rng: Random, now: datetime) -> None:
    """Most of what fell due is done; who has been here longer has done more."""
    journey = start(person, path)
    for state in state_of(journey).steps:
        days = (now.date() - state.due_on).days
        if days < 0 or rng.random() > 0.86:
            continue
        done = now - timedelta(days=days + rng.random() * 3)
        is_vpn = "VPN" in state.step.title and rng.random() < 0.5
        words = "Nie wiem, gdzie kliknąć po instalacji." if is_vpn else ""
        StepProgress.objects.update_or_create(
            journey=journey,
            step_key=state.step.key,
            defaults={"step_title": state.step.title, "done_at": done, "unclear": words},
        )
