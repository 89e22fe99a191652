"""One bad row of any kind that a queue reads never stops what is behind it.

Each scene has a bad item and a good one. Every char, text, JSON and integer field of the bad item's
rows gets every bad value, past the forms; the queue runs; the good one must be through.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, Revision
from wagtail.search.backends import get_search_backend

from blog.care import tasks as caring
from blog.care.models import Review
from blog.newsletters import tasks as sending
from blog.newsletters.models import Newsletter, NewsletterItem
from blog.onboarding.models import Journey, OnboardingPathPage, PathAudience, PathStep, StepProgress
from blog.onboarding.tasks import assign_paths, tell_years
from blog.pages.models import GuidePage
from blog.reading import reach
from blog.reading import tasks as publishing
from blog.reading.models import MustRead, PageVersion
from home.start.models import HomePage
from rynek import logs
from rynek.publishing import publish_due
from search.extraction.models import FileText
from search.extraction.sandbox import Extract
from search.extraction.tasks import read_file
from search.extraction.unread import read_unread
from search.outbox.drain import drain
from search.outbox.models import Change
from social.activity.actions import record
from social.activity.models import Event, Verb
from social.analytics.models import Enrolment, Release
from social.analytics.release import Value, enrol, published, release
from social.analytics.shares import Design, Roster
from social.analytics.tasks import audit
from social.comments.models import Attachment, AttachmentText
from social.community.models import Introduction, Item, Nudge, RoomSettings
from social.community.queue import run as queue
from social.community.queue.questions import HELPER_WANTED
from social.community.queue.rule import RULES, Finding
from social.community.tasks import refresh_with_progress
from social.community.volunteers import introductions
from social.following import followups
from social.following.actions import set_level
from social.following.models import FollowUp, Level
from social.following.tasks import remind_due
from social.notifications import tasks as notifying
from social.notifications.decide import decide_undecided
from social.notifications.mail import outbox
from social.notifications.models import Delivery, Mail, Notice, PersonalSettings
from social.people.audiences import rebuild, refresh_person
from social.people.models import AudienceMember, User
from social.people.tasks import rebuild_audiences
from social.subjects.models import Topic
from tests.factories import make_audience, make_guide, make_news, make_person
from tests.ground.poison import Scene
from tests.social.conversation import say

pytestmark = pytest.mark.django_db
SOON = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def quiet(caplog: Any) -> None:
    """Every failure is logged with where it happened; here they are wanted."""
    caplog.set_level("CRITICAL")


def reminded(title: str) -> tuple[Any, Event]:
    """Somebody whom a reminder is about to reach, by mail at once."""
    person = make_person()
    page = make_news(title)
    PersonalSettings.objects.create(person=person)
    return person, record(None, Verb.REMINDED, page, target=person)


def test_deciding() -> None:
    (bad, bad_event), (good, good_event) = reminded("Zła"), reminded("Dobra")
    settings = PersonalSettings.objects.get(person=bad)
    Scene(
        [bad_event, bad, settings],
        decide_undecided,
        Notice.objects.filter(event=good_event, person=good).exists,
    ).assert_nothing_stops()


def test_deciding_about_one_event_for_many() -> None:
    """The others of the same event are told, too."""
    page = make_news("Wspólna")
    bad, good = make_person(), make_person()
    follows = [set_level(person, page, Level.EVERYTHING) for person in (bad, good)]
    own = PersonalSettings.objects.create(person=bad)
    event = record(make_person(), Verb.COMMENTED, page)
    Scene(
        [bad, follows[0], own],
        decide_undecided,
        Notice.objects.filter(event=event, person=good).exists,
    ).assert_nothing_stops()


def test_publishing() -> None:
    def is_published() -> bool:
        good.refresh_from_db()
        return bool(good.live)

    bad, good = make_news("Zła", live=False), make_news("Dobra", live=False)
    Revision.objects.update(approved_go_live_at=timezone.now() - SOON)
    rows = [bad, bad.get_latest_revision()]
    Scene(rows, publish_due, is_published).assert_nothing_stops()


def test_reminders() -> None:
    giver, bad, good = make_person(), make_person(), make_person()
    for person, title in ((bad, "Zła"), (good, "Dobra")):
        followups.remind_me(person, make_news(title), timezone.now() - SOON)
    Scene(
        [FollowUp.objects.get(assignee=bad), bad, giver],
        remind_due.func,
        Event.objects.filter(verb=Verb.REMINDED, target=good).exists,
    ).assert_nothing_stops()


def test_mails() -> None:
    people = [reminded("Zła")[0], reminded("Dobra")[0]]
    notifying.deliver.func()
    Delivery.objects.update(due_at=timezone.now() - SOON)
    bad, good = people
    bad_rows = [
        Notice.objects.get(person=bad),
        Delivery.objects.get(person=bad),
        Notice.objects.get(person=bad).event,
        PersonalSettings.objects.get(person=bad),
        bad,
    ]

    def is_through() -> bool:
        sent = [to for message in mail.outbox for to in message.to]
        mail.outbox.clear()
        return good.email in sent

    Scene(bad_rows, notifying.deliver.func, is_through).assert_nothing_stops()
    outbox.collect()
    Scene([Mail.objects.get(person=bad)], notifying.deliver.func, is_through).assert_nothing_stops()


def test_must_reads() -> None:
    bad, good = make_person(), make_person()
    rows = []
    for person, title in ((bad, "Zła"), (good, "Dobra")):
        crew = make_audience(people=[person])
        page = make_news(title)
        rows.append(MustRead(page_id=page.pk, audience=crew, due_on=timezone.localdate()))
    long_ago = timezone.now() - timedelta(days=30)
    MustRead.objects.bulk_create(rows)
    MustRead.objects.update(asked_since=long_ago)
    PageVersion.objects.create(page_id=rows[0].page_id, number=1)
    version = PageVersion.objects.get()
    rebuild()
    AudienceMember.objects.update(since=long_ago)
    told = Event.objects.filter(verb=Verb.TOLD, target=good)
    scene = Scene([rows[0], version, bad], publishing.remind.func, told.exists)
    scene.assert_nothing_stops()
    # One who must read the same page, too.
    AudienceMember.objects.create(audience=rows[1].audience, person=bad, since=long_ago)
    Scene([bad], publishing.remind.func, told.exists).assert_nothing_stops()


def test_reviews() -> None:
    bad, good = make_person(), make_person()
    reviews = []
    for person, title in ((bad, "Zły"), (good, "Dobry")):
        guide = make_guide(title, caretaker=person)
        day = timezone.localdate() - timedelta(days=1)
        reviews.append(
            Review.objects.update_or_create(page_id=guide.pk, defaults={"next_on": day})[0]
        )
    told = Event.objects.filter(verb=Verb.TOLD, target=good)
    rows = [reviews[0], GuidePage.objects.get(pk=reviews[0].page_id), bad]
    Scene(rows, caring.remind.func, told.exists).assert_nothing_stops()


def test_audiences() -> None:
    bad, good = make_person(), make_person()
    unwell, well = make_audience("Zła", people=[bad]), make_audience("Dobra", people=[good])
    AudienceMember.objects.all().delete()

    def is_through() -> bool:
        return well.members.filter(person=good).exists()

    rows = [unwell, unwell.rules.get(), bad]
    Scene(rows, rebuild_audiences.func, is_through).assert_nothing_stops()

    def save_person() -> None:
        refresh_person(good)

    Scene(rows, save_person, is_through).assert_nothing_stops()


def test_search(fresh_index) -> None:
    """What changed is found, whatever else cannot be indexed."""
    fresh_index()
    bad, good = make_news("Zła"), make_news("Dobra")
    words = make_person("Zenon")
    fresh_index()

    def drained() -> None:
        for page in (good, bad):
            Change.objects.record(Page, [page.pk])
        Change.objects.record(User, [words.pk])
        while drain():
            pass

    def is_through() -> bool:
        done = not Change.objects.exists()
        return done and bool(get_search_backend().search("Dobra", Page))

    Scene([bad, words], drained, is_through).assert_nothing_stops()
    Change.objects.record(Page, [bad.pk])
    Change.objects.create(kind="related", model="pages.newspage", object_id="1", relation="author")
    for row in list(Change.objects.all()):
        Scene([row], drained, is_through).assert_nothing_stops()


def test_documents(monkeypatch) -> None:
    """Reading one is a task of its own; what it stumbles over is set aside and fails no task."""
    document = get_document_model().objects.create(title="Zły", file=ContentFile(b"a", "a.txt"))
    text = FileText.objects.get(document=document)
    monkeypatch.setattr("search.extraction.actions.extract", lambda *a, **k: Extract(text="słowa"))
    Scene(
        [document, text], lambda: read_file.func(document.pk), lambda: True
    ).assert_nothing_stops()


def test_files_of_comments(monkeypatch) -> None:
    """What was never read is given to the worker one by one."""
    person, page = make_person(), make_news("Wątek")
    comment = say(person, page, "W załączeniu")
    bad, good = (
        Attachment.objects.create(
            comment=comment, page=page, name=name, size=1, file=ContentFile(b"a", name)
        )
        for name in ("zly.txt", "dobry.txt")
    )
    text = AttachmentText.objects.create(attachment=bad)
    monkeypatch.setattr("search.extraction.actions.extract", lambda *a, **k: Extract(text="słowa"))
    Scene(
        [bad, text],
        read_unread.func,
        AttachmentText.objects.filter(attachment=good, text="słowa").exists,
    ).assert_nothing_stops()


def test_onboarding() -> None:
    bad, good = (
        make_person(start_date=timezone.localdate()),
        make_person(start_date=timezone.localdate()),
    )
    home = HomePage.objects.get(locale__language_code="pl")
    paths = []
    for person, title in ((bad, "Zła"), (good, "Dobra")):
        path = home.add_child(instance=OnboardingPathPage(title=title))
        PathAudience.objects.create(path=path, audience=make_audience(people=[person]))
        paths.append(path)
    rebuild()
    steps = PathStep.objects.create(path_id=paths[0].pk, title="Krok", kind="task", stage="week")
    Scene(
        [paths[0], steps, bad],
        assign_paths.func,
        Journey.objects.filter(person=good).exists,
    ).assert_nothing_stops()
    assign_paths.func()
    journey = Journey.objects.get(person=bad)
    User.objects.update(start_date=timezone.localdate() + timedelta(days=1))
    moved = Journey.objects.filter(person=good, start_date__gt=timezone.localdate())
    Scene([journey, bad], assign_paths.func, moved.exists).assert_nothing_stops()


def test_community() -> None:
    """Nothing of the night's numbers stops the hints, whatever the room's settings hold."""
    bad = make_person()
    settings = RoomSettings.objects.create(pk=1)
    event = record(bad, Verb.COMMENTED, make_news("Zła"))
    item = Item.objects.create(rule="helper-wanted", key="x", due_on=timezone.localdate())

    def is_through() -> bool:
        noted = RoomSettings.objects.filter(pk=1, refresh_progress=100)
        return noted.exclude(refreshed_at=None).exists()

    shapeless = ("weights", "data", "rule")
    scene = Scene([settings, event, item], refresh_with_progress, is_through, only=shapeless)
    scene.assert_nothing_stops()


def test_a_year_of_newcomers() -> None:
    """One path or number that fails costs the year nothing else."""
    home = HomePage.objects.get(locale__language_code="pl")
    last_year = timezone.localdate().replace(year=timezone.localdate().year - 2, month=3, day=1)
    paths, journeys, steps = [], [], []
    for title in ("Zła", "Dobra"):
        path = home.add_child(instance=OnboardingPathPage(title=title))
        step = PathStep.objects.create(path_id=path.pk, title="Krok", kind="task", stage="week")
        for _ in range(10):
            journey = Journey.objects.create(
                person=make_person(), path_id=path.pk, start_date=last_year
            )
            StepProgress.objects.create(
                journey=journey, step_key=step.key, done_at=timezone.now(), unclear="Co?"
            )
            journeys.append(journey)
        paths.append(path)
        steps.append(step)
    good = Release.objects.filter(event__contains=paths[1].translation_key.hex)
    rows = [paths[0], steps[0], journeys[0], journeys[0].person, journeys[0].progress.get()]
    Scene(rows, tell_years.func, good.exists, only=MARKS).assert_nothing_stops()
    old = Release.objects.create(event="onboarding:finished:x", period="x")
    Scene([old], tell_years.func, good.exists).assert_nothing_stops()


MARKS = ("title", "status", "step_key", "unclear", "kind", "stage", "email", "language")


def told(event: str) -> Release:
    people = [make_person() for _ in range(20)]
    roster = Roster(tuple(one.pk for one in people), {"site": ("a",) * 10 + ("b",) * 10})
    enrolled = enrol(event, roster)
    assert enrolled is not None
    did = frozenset(roster.people[::2])
    release(event, "month", enrolled, Design(("site",)), Value(did))
    return Release.objects.get(event=event)


def test_the_ledger() -> None:
    """What cannot be read is not shown, and everything else is checked at night and shown."""
    bad, good = told("reach:bad"), told("reach:good")
    assert bad.enrolment is not None
    Release.objects.update(audited_at=None)

    def is_through() -> bool:
        shown = published(["reach:bad", "reach:good"])["reach:good"][0].state == "shown"
        return shown and Release.objects.filter(pk=good.pk).exclude(audited_at=None).exists()

    rows = [bad, bad.enrolment, bad.enrolment.population]
    Scene(rows, audit.func, is_through).assert_nothing_stops()


def test_whom_pages_are_for() -> None:
    """Pages that came past publishing are enrolled at night, one by one."""
    bad, good = make_news("Zła"), make_news("Dobra")
    Enrolment.objects.all().delete()
    make_person()
    through = Enrolment.objects.filter(event=reach.event_of(good)).exists
    Scene([bad], reach.release_due, through).assert_nothing_stops()


def test_newsletters() -> None:
    rows = []
    for title in ("Zły", "Dobry"):
        crew = make_audience(people=[make_person()])
        newsletter = Newsletter.objects.create(
            subject_pl=title, subject_en=title, audience=crew, send_at=timezone.now() - SOON
        )
        NewsletterItem.objects.create(newsletter=newsletter, page=make_news(title))
        rows.append(newsletter)
    rebuild()
    through = Mail.objects.filter(kind=Mail.Kind.NEWSLETTER, about_id=rows[1].pk).exists
    Scene([rows[0]], sending.send_newsletters.func, through).assert_nothing_stops()


def test_hints(monkeypatch) -> None:
    """One person who cannot be told of a hint keeps no other from theirs."""
    bad, good, rule = make_person(), make_person(), HELPER_WANTED
    pages = make_news("Zła"), make_news("Dobra")
    found = [
        Finding(
            rule.name, f"question:{page.pk}", page.pk, {"title": page.title}, (person.pk,), None
        )
        for page, person in zip(pages, (bad, good), strict=True)
    ]
    monkeypatch.setitem(RULES, rule.name, replace(rule, find=lambda now: iter(found)))
    Scene(
        [bad, pages[0], PersonalSettings.objects.create(person=bad)],
        queue.run,
        Nudge.objects.filter(person=good).exists,
        only=("first_name", "language", "title", "slug"),
    ).assert_nothing_stops()


def test_introductions() -> None:
    """Two who are asked to meet are asked, whatever is wrong with two others."""
    topics = Topic.objects.create(name="Zły"), Topic.objects.create(name="Dobry")
    pairs = [
        Introduction(first=make_person(), second=make_person(), topic=topic) for topic in topics
    ]

    def propose() -> None:
        introductions.PROPOSING.each(pairs, introductions._propose, key=introductions._key)

    Scene(
        [topics[0], pairs[0].first, pairs[0].second],
        propose,
        Event.objects.filter(target=pairs[1].first).exists,
        only=("name", "first_name", "email", "language"),
    ).assert_nothing_stops()


def test_large_logs(tmp_path, monkeypatch) -> None:
    """One that cannot be moved stops no other."""
    monkeypatch.setattr(logs, "BYTES_AT_MOST", 10)
    for name in ("a.log", "b.log"):
        (tmp_path / name).write_text("x" * 100)
    (tmp_path / f"a.log.{logs.KEPT}").mkdir()
    (tmp_path / f"a.log.{logs.KEPT - 1}").write_text("")
    assert [path.name for path in logs.turn(tmp_path)] == ["b.log"]
