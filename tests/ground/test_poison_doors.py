"""The rest of the queues under poison: what goes out, what comes in, what is counted and the tasks.

As `test_poison`: a bad item and a good one, every bad value in every field of the rows that are read.
"""

import os
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from blog.polls import polling
from blog.polls.models import Ballot, Poll, PollOption
from ground.queues.models import SetAside
from ground.queues.queue import QUEUES, retry_due
from rynek.publishing import publish_due
from rynek.tasks import prune_task_results
from rynek.worker import fail_unreadable
from social.analytics.models import Release
from social.comments.actions.uploads import KEPT_UNUSED, prune_unused
from social.comments.models import Attachment, Comment
from social.notifications import push
from social.notifications.decide import decide_undecided
from social.notifications.incoming import imap
from social.notifications.incoming.addresses import reply_address
from social.notifications.models import (
    Delivery,
    IncomingMail,
    Notice,
    PersonalSettings,
    PushKey,
    PushSubscription,
)
from tests.factories import make_news, make_person
from tests.ground import test_poison
from tests.ground.poison import Scene
from tests.ground.test_poison import SOON, quiet, reminded  # noqa: F401
from tests.site.test_worker import make_worker
from tests.social.imap_server import imap_server
from tests.social.letters import message

pytestmark = pytest.mark.django_db

# Which test holds each queue's scene. A queue that is new fails until it is here.
SCENES = {
    "audience": "test_audiences",
    "community": "test_community",
    "deliver": "test_mails",
    "onboarding": "test_onboarding",
    "remind": "test_must_reads",
    "remind-care": "test_reviews",
    "comments.files": "test_files_of_comments",
    "community-hint": "test_hints",
    "community-month": "test_community",
    "community-rule": "test_community",
    "decide": "test_deciding",
    "decide-for-person": "test_deciding_about_one_event_for_many",
    "document": "test_documents",
    "follow-up": "test_reminders",
    "introduction": "test_introductions",
    "ledger": "test_the_ledger",
    "logs": "test_large_logs",
    "mail.receive": "test_letters_from_outside",
    "mail.send": "test_mails",
    "mails-of-person": "test_mails",
    "must-read": "test_must_reads",
    "must-read-person": "test_must_reads",
    "newsletter": "test_newsletters",
    "onboarding-journey": "test_onboarding",
    "onboarding-path": "test_onboarding",
    "onboarding-person": "test_onboarding",
    "onboarding-year": "test_a_year_of_newcomers",
    "poll-results": "test_results_of_polls",
    "push": "test_pushing",
    "reach": "test_whom_pages_are_for",
    "reach-audience": "test_whom_pages_are_for",
    "reach-kept": "test_whom_pages_are_for",
    "review": "test_reviews",
    "search-index": "test_search",
    "tasks": "test_tasks",
    "unused-upload": "test_unused_uploads",
    "take-offline": "test_expiring",
    "publish": "test_publishing",
}
NO_SCENE = {
    "mended": "only shows what migrations did: nothing is worked on",
    "community-metric": "its items are metrics: tests/social/community/test_told.py fails one",
    "forget": "deletes by date and reads no row",
    "prune": "deletes by date and reads no row",
}


def test_every_queue_has_a_scene() -> None:
    ours = {name for name, queue in QUEUES.items() if "tests" not in queue.again.__module__}
    assert ours - SCENES.keys() - NO_SCENE.keys() == set(), "without a scene"
    assert (SCENES.keys() | NO_SCENE.keys()) - ours == set(), "a scene of no queue"
    for test in SCENES.values():
        assert test in globals() or hasattr(test_poison, test), test


def test_pushing(monkeypatch) -> None:
    bad, good = reminded("Zła")[0], reminded("Dobra")[0]
    sent: list[str] = []
    monkeypatch.setattr(push, "webpush", lambda browser, *a, **k: sent.append(browser["endpoint"]))
    monkeypatch.setattr(push.PushForm, "is_valid", lambda form: "\x00" not in form.data["endpoint"])
    browsers = {
        person: PushSubscription.objects.create(
            person=person, endpoint=f"https://fcm.googleapis.com/{person.pk}", p256dh="B", auth="a"
        )
        for person in (bad, good)
    }
    push.vapid()
    decide_undecided()
    Delivery.objects.exclude(channel="push").delete()
    Delivery.objects.update(due_at=timezone.now() - SOON, timing="instant")
    notice = Notice.objects.get(person=bad)
    rows = [
        browsers[bad],
        Delivery.objects.get(person=bad),
        notice,
        notice.event,
        PersonalSettings.objects.get(person=bad),
        bad,
    ]

    def is_through() -> bool:
        reached = browsers[good].endpoint in sent
        sent.clear()
        return reached

    Scene(rows, push.push_due, is_through).assert_nothing_stops()


def test_a_key_that_is_none_loses_no_push(monkeypatch) -> None:
    """It stops all of them, but none counts as sent: they go when the key is right again."""
    person = reminded("Zła")[0]
    PushSubscription.objects.create(person=person, endpoint="https://x", p256dh="B", auth="a")
    push.vapid()
    decide_undecided()
    Delivery.objects.exclude(channel="push").delete()
    Delivery.objects.update(due_at=timezone.now() - SOON, timing="instant")
    PushKey.objects.update(private_key="Warszawa")
    push.push_due()
    assert Delivery.objects.waiting().filter(channel="push").exists()
    assert SetAside.objects.filter(queue="push").exists()


def test_unused_uploads() -> None:
    person, page = make_person(), make_news("Wątek")
    bad, good = (
        Attachment.objects.create(
            page=page, name=name, size=1, uploaded_by=person, file=ContentFile(b"a", name)
        )
        for name in ("zly.txt", "dobry.txt")
    )
    Attachment.objects.update(created_at=timezone.now() - 2 * KEPT_UNUSED)

    def is_through() -> bool:
        return not Attachment.objects.filter(pk=good.pk).exists()

    Scene([bad, person], prune_unused, is_through).assert_nothing_stops()


def test_letters_from_outside(settings) -> None:
    page = make_news("Wątek")
    bad, good = make_person(email="zla@example.com"), make_person(email="dobra@example.com")
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"
    mails = [
        message(name, reply_address(person.pk, page.pk), person.email)
        for name, person in (("gmail_pl", bad), ("gmail_en", good))
    ]
    known = IncomingMail.objects.create(message_id="<x@example.com>", sender=bad.email, person=bad)
    through = Comment.objects.filter(user=good).exists
    with imap_server(mails) as (url, seen):

        def poll() -> None:
            seen.clear()
            imap.poll(url)

        rows = [bad, known, PersonalSettings.objects.create(person=bad)]
        Scene(rows, poll, through, only=LETTERS).assert_nothing_stops()


LETTERS = ("message_id", "sender", "outcome", "email", "first_name", "language", "time_zone")


def test_results_of_polls() -> None:
    polls = []
    for title in ("Zła", "Dobra"):
        poll = Poll.objects.create(
            question=title, is_anonymous=True, closes_at=timezone.now() - SOON
        )
        PollOption.objects.create(poll=poll, text="Tak", anonymous_votes=1)
        Ballot.objects.create(poll=poll, person=make_person())
        polls.append(poll)
    through = Release.objects.filter(event=polling.event_of(polls[1])).exists
    rows = [polls[0], polls[0].options.get()]
    Scene(rows, polling.tell_results, through).assert_nothing_stops()
    told = Release.objects.create(event=polling.event_of(polls[0]), period="closed")
    Scene([told], polling.tell_results, through).assert_nothing_stops()


def test_expiring() -> None:
    bad, good = make_news("Zła"), make_news("Dobra")
    Page.objects.filter(pk__in=[bad.pk, good.pk]).update(expire_at=timezone.now() - SOON)

    def is_through() -> bool:
        good.refresh_from_db()
        return not good.live

    Scene([bad, bad.get_latest_revision()], publish_due, is_through).assert_nothing_stops()


def enqueued(**values: Any) -> DBTaskResult:
    result = DBTaskResult.objects.get(pk=prune_task_results.enqueue().id)
    DBTaskResult.objects.filter(pk=result.pk).update(**values)
    return DBTaskResult.objects.get(pk=result.pk)


def test_tasks(settings) -> None:
    """A row that no worker can take keeps no other from running."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    dead = [f"{os.uname().nodename}:999999999"]
    rows = [
        enqueued(),
        enqueued(status="FAILED", worker_ids=dead * 3, args_kwargs={"args": [1], "kwargs": {}}),
    ]
    good = enqueued()
    names = ("task_path", "queue_name", "args_kwargs", "worker_ids", "backend_name", "traceback")

    def work() -> None:
        SetAside.objects.create(queue="tasks", key=str(rows[1].pk), next_try=timezone.now() - SOON)
        retry_due()
        worker = make_worker()
        worker.recover_abandoned()
        fail_unreadable()
        for result in DBTaskResult.objects.ready():
            result.claim(worker.worker_id)
            worker.run_task(result)

    through = DBTaskResult.objects.filter(pk=good.pk, status="SUCCESSFUL").exists
    Scene(rows, work, through, only=names).assert_nothing_stops()


@pytest.mark.parametrize("number", ["²", "9" * 30, "-1", "", "x", "0", "٣"])
def test_a_worker_that_never_was_keeps_nobody_from_starting(settings, number: str) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
    dead = f"{os.uname().nodename}:999999999"
    result = enqueued(status="RUNNING", worker_ids=[f"{os.uname().nodename}:{number}"])
    good = enqueued(status="RUNNING", worker_ids=[dead])
    make_worker().recover_abandoned()
    good.refresh_from_db()
    assert good.status == "READY"
    result.refresh_from_db()
