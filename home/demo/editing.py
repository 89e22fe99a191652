"""What lies on the editors' desk in the demo: proposals, a banner, changes, what readers say."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from blog.care import reviews as care
from blog.care.models import Review
from blog.newsletters.models import Newsletter, NewsletterDelivery, NewsletterItem
from blog.onboarding.journeys import answer, ask, steps_of
from blog.onboarding.models import Journey
from blog.pages import proposals
from blog.pages.models import AlertBanner, Campaign, GuideIndexPage, NewsPage, PageUpdate
from blog.polls.models import Ballot, Poll, PollOption, PollVote
from blog.questions.thread_guides import draft_guide
from blog.reading import must_read
from blog.reading.models import Acknowledgement, MustRead
from social.comments.models import Comment
from social.people.models import User

from .pages import Library
from .people import Staff

CHANGED = "klasy-informacji"
CHANGES = [
    ("minor", 40, "Poprawiony adres skrzynki, na którą zgłasza się incydenty"),
    ("material", 9, "Nowa zasada: plików poufnych nie wolno wklejać do publicznych asystentów AI"),
]
GONE = 999_999  # a page that was deleted, to which a guide still leads
READ_AGAIN = 0.55  # share of those who had confirmed and have read the changed page already
OUT_OF_DATE = [
    ("flota", "natalia.ptak", "outdated", "Formularz rezerwacji auta ma od miesiąca nowy adres."),
    ("delegacje", "kamil.drozd", "outdated", "Dieta za Czechy jest już inna niż w tabeli."),
    ("urlopy", "ilona.rak", "not-helpful", "Nie wiem, co robić, gdy zastępca też jest na urlopie."),
    ("vpn", "aleksandra.nowicka", "helpful", "Działa od pierwszego razu, dzięki!"),
    ("pomoc-it", "monika.wrzosek", "helpful", ""),
]
WAITING = (
    "Giełda rzeczy używanych przy bramie w Gnieźnie",
    "W pierwszą środę miesiąca każdy może zostawić na stole coś, co komuś jeszcze posłuży.",
    "## Jak to działa\n\nStół stoi przy **bramie 2** od 6:00 do 15:00.\n\n"
    "- rzeczy czyste i sprawne\n- kartka z imieniem i numerem\n- co zostanie, jedzie do Caritas",
)
RETURNED = (
    "Wspólne dojazdy z Mielca do Rzeszowa",
    "Cztery osoby jeżdżą codziennie tą samą drogą o tej samej porze. Każda sama.",
    "Zbieram chętnych na wspólne auto. Ruszamy o **5:10** spod dworca.",
)
ON_THE_DESK = (
    *("swieta-2026", "pierwsza-pomoc", "klub-biegacza", "rower-maj", "awizacje", "szablony-marka"),
    *("q-kod-etykieta", *(name for name, *_rest in OUT_OF_DATE)),
)
REASON = "Świetny pomysł! Dopisz, kto zbiera zgłoszenia i jak rozliczacie paliwo, i puszczamy."


def lay_out(library: Library, staff: Staff, people: list[User], rng: Random, now: datetime) -> None:
    """All of it; deterministic for a seed."""
    _bylines(library, staff, now)
    _change(library, rng, now)
    _banner(now)
    _named_poll(library, people, rng, now)
    _campaign(library, now)
    _sent_newsletter(library, staff, now)
    _reviews(library, staff, now)
    _readers(library, staff)
    _guide_from_thread(library, staff)
    _proposals(staff)
    _questions_of_newcomers(rng, now)


def _bylines(library: Library, staff: Staff, now: datetime) -> None:
    """Words of a board member, of a department, and news on top of the list."""
    speech: Any = library.first("nowa-strategia-2028")
    NewsPage.objects.filter(pk=speech.pk).update(
        author=staff.users["michal.wrona"], on_behalf_of=staff.users["krystyna.zaremba"]
    )
    holidays = NewsPage.objects.filter(pk=library.first("swieta-2026").pk)
    holidays.update(
        on_behalf_of_department=staff.departments["kadry"], pinned_until=now + timedelta(days=20)
    )


def _change(library: Library, rng: Random, now: datetime) -> None:
    """A policy that changed in substance: those who had confirmed it are asked again."""
    page: Any = library.first(CHANGED).specific
    for number, (kind, days, note) in enumerate(CHANGES):
        day = (now - timedelta(days=days)).date()
        PageUpdate.objects.create(page=page, kind=kind, date=day, note=note, sort_order=number)
    page = Page.objects.get(pk=page.pk).specific
    page.save_revision(user=page.author, changed=False)
    must_read.note_versions(page, page.latest_revision)
    changed = now - timedelta(days=CHANGES[-1][1])
    page.confirmable_versions.filter(number=2).update(created_at=changed)
    again = [
        Acknowledgement(
            page_id=page.pk,
            person_id=row.person_id,
            person_name=row.person_name,
            person_email=row.person_email,
            language=row.language,
            version=2,
            created_at=changed + timedelta(days=rng.random() * 8),
        )
        for row in page.acknowledgements.order_by("pk")
        if rng.random() < READ_AGAIN
    ]
    Acknowledgement.objects.bulk_create(again)
    MustRead.objects.filter(page=page).update(days_for_newcomers=21)


def _banner(now: datetime) -> None:
    AlertBanner.objects.create(
        text_pl="W sobotę od 6:00 do 8:00 VPN nie działa: wymieniamy zaporę.",
        text_en="On Saturday from 6:00 to 8:00 VPN is down: we are replacing the firewall.",
        tone="info",
        starts_at=now - timedelta(hours=2),
        ends_at=now + timedelta(days=4),
    )


def _named_poll(library: Library, people: list[User], rng: Random, now: datetime) -> None:
    """A poll with names and several answers, on the news about the run; closed by now."""
    poll = Poll.objects.create(
        question="Na który bieg jedziemy wiosną? Można wskazać kilka.",
        question_en="Which run do we enter in spring? You may choose several.",
        is_anonymous=False,
        is_multiple=True,
        closes_at=now - timedelta(days=3),
    )
    texts = [
        ("Poznań, półmaraton", "Poznań half marathon"),
        ("Mielec, 10 km", "Mielec 10K"),
        ("Brno, sztafeta", "Brno relay"),
    ]
    options = [
        PollOption.objects.create(poll=poll, text=text, text_en=english, sort_order=number)
        for number, (text, english) in enumerate(texts)
    ]
    for person in rng.sample(people, min(27, len(people))):
        ballot = Ballot.objects.create(poll=poll, person=person)
        chosen = rng.sample(options, rng.choice([1, 1, 2]))
        PollVote.objects.bulk_create(PollVote(ballot=ballot, option=option) for option in chosen)
    page: Any = library.first("klub-biegacza").specific
    page.body = [*((block.block_type, block.value) for block in page.body), ("poll", poll)]
    page.save()
    page.save_revision(user=page.author, changed=False)


def _campaign(library: Library, now: datetime) -> None:
    """A second campaign, to compare with the first."""
    campaign = Campaign.objects.create(
        name="Zdrowo do pracy",
        goal="Co czwarta osoba choć raz w miesiącu zostawia auto w domu.",
        starts_on=(now - timedelta(days=400)).date(),
        ends_on=(now - timedelta(days=120)).date(),
    )
    names = [library.first(name).pk for name in ("rower-maj", "klub-biegacza")]
    NewsPage.objects.filter(pk__in=names).update(campaign=campaign)


def _sent_newsletter(library: Library, staff: Staff, now: datetime) -> None:
    sent = now - timedelta(days=6)
    newsletter = Newsletter.objects.create(
        subject_pl="Kalorys w skrócie: święta i pierwsza pomoc",
        subject_en="Kalorys in short: holidays and first aid",
        intro_pl="Dzień dobry! Dwie wiadomości, które warto znać przed grudniem.",
        intro_en="Good morning! Two things to know before December.",
        audience=staff.audiences["all"],
        send_at=sent,
        started_at=sent,
        finished_at=sent + timedelta(minutes=4),
    )
    for number, name in enumerate(("swieta-2026", "pierwsza-pomoc")):
        page = library.first(name)
        NewsletterItem.objects.create(newsletter=newsletter, page=page, sort_order=number)
    NewsletterDelivery.objects.bulk_create(
        NewsletterDelivery(newsletter=newsletter, person=person, sent_at=sent)
        for person in staff.audiences["all"].current_members().order_by("pk")
    )


def _reviews(library: Library, staff: Staff, now: datetime) -> None:
    """One review put off with a reason, one passed on, one overdue; a guide of nobody's, and one
    that leads to a page that is gone."""
    today = timezone.localdate(now)
    owner = library.first("flota").specific.author
    care.postpone(
        owner, library.first("flota"), today + timedelta(days=45), "Czekamy na nową umowę leasingu"
    )
    delivery: Any = library.first("awizacje").specific
    care.delegate(
        delivery.author, delivery, staff.users["ilona.rak"], "Ilona prowadzi teraz awizacje"
    )
    Review.objects.filter(page=library.first("delegacje")).update(
        next_on=today - timedelta(days=38)
    )
    linking: Any = library.first("pomoc-it").specific
    gone = f'<p>Starsze pytania: <a linktype="page" id="{GONE}">częste pytania do IT</a>.</p>'
    linking.body = [*((block.block_type, block.value) for block in linking.body), ("text", gone)]
    linking.save()
    linking.save_revision(user=linking.author, changed=False)
    orphan: Any = library.first("szablony-marka").specific
    type(orphan).objects.filter(pk=orphan.pk).update(caretaker=None)


def _readers(library: Library, staff: Staff) -> None:
    for name, who, verdict, words in OUT_OF_DATE:
        care.say(staff.users[who], library.first(name).specific, verdict, words)


def _guide_from_thread(library: Library, staff: Staff) -> None:
    """The answer about labels became a guide, with thanks to the one who knew."""
    question = library.first("q-kod-etykieta")
    found = Comment.objects.filter(page_id=question.pk, accepted_at__isnull=False)
    comment = found.select_related("page").order_by("pk").first()
    parent = GuideIndexPage.objects.get(locale__language_code="pl")
    if comment is None:
        return
    editor = staff.users["michal.wrona"]
    guide = draft_guide(editor, comment, parent, "Etykieta na paletę, którą odczyta każdy skaner")
    guide.lead = "Jeden rozmiar kodu, sprawdzony u czterech przewoźników."
    guide.caretaker = staff.users["paulina.gebala"]
    guide.review_months = 12
    guide.save_revision(user=editor).publish()


def _proposals(staff: Staff) -> None:
    """One waits for an editor, one came back with a reason."""
    for who, (title, lead, text) in (
        ("aleksandra.nowicka", WAITING),
        ("bogdan.cholewa", RETURNED),
    ):
        page = proposals.propose(
            staff.users[who], "news", title=title, lead=lead, text=text, topics=["Ludzie"]
        )
        if text == RETURNED[2]:
            task = page.current_workflow_task
            state = page.current_workflow_task_state
            task.on_action(state, staff.users["michal.wrona"], "reject", comment=REASON)


def _questions_of_newcomers(rng: Random, now: datetime) -> None:
    """One question about a step is answered, one still waits for the buddy."""
    journeys = list(Journey.objects.walking().exclude(buddy=None).order_by("pk")[:6])
    words = [
        (
            "Zaloguj",
            "Czy VPN działa też na prywatnym telefonie?",
            "Nie, tylko na laptopie z firmy.",
        ),
        ("Potwierdź", "Czy zdjęcie tablicy ze spotkania jest wewnętrzne?", ""),
    ]
    for journey, (start, question, reply) in zip(journeys, words, strict=False):
        step = next(step for step in steps_of(journey.path) if step.title.startswith(start))
        row = ask(journey, step, question)
        if reply and journey.buddy is not None:
            answer(journey.buddy, journey, step, reply)
        asked = now - timedelta(days=3, hours=rng.randint(1, 8))
        type(row).objects.filter(pk=row.pk).update(
            asked_at=asked, answered_at=asked + timedelta(hours=2) if reply else None
        )
