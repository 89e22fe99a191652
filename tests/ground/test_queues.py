"""One bad item is set aside with its reason; the others go through."""

import os
import subprocess
import sys
from datetime import timedelta
from errno import ENOSPC, EROFS
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from ground.queues.models import Run, SetAside
from ground.queues.queue import PAUSES, QUEUES, Queue, retry, retry_due
from ground.queues.tasks import forget_set_aside, retry_set_aside
from rynek import health
from social.people.models import Skill

pytestmark = pytest.mark.django_db


class Workshop:
    """A queue of words; some of them break it."""

    def __init__(self) -> None:
        self.broken: dict[str, Exception] = {}
        self.done: list[str] = []
        self.queue = Queue("test.words", _("Queues"), again=self.work)

    def work(self, word: str) -> None:
        Skill.objects.create(name=word)
        if word in self.broken:
            raise self.broken[word]
        self.done.append(word)

    def run(self, *words: str) -> int:
        return self.queue.each(words, self.work, key=str)


@pytest.fixture
def workshop():
    yield Workshop()
    del QUEUES["test.words"]


def later(**span: int) -> None:
    """Time passes for whatever waits."""
    for row in SetAside.objects.exclude(next_try=None):
        row.next_try -= timedelta(**span)
        row.save()


def test_the_others_go_through_and_the_reason_is_kept(workshop) -> None:
    workshop.broken = {"b": ValueError("no such\x00 word \ud83d")}
    assert workshop.run("a", "b", "c") == 2
    assert workshop.done == ["a", "c"]
    row = SetAside.objects.get()
    assert (row.queue, row.key, row.tries) == ("test.words", "b", 1)
    assert row.reason == "ValueError: no such word ?"
    assert list(Skill.objects.values_list("name", flat=True)) == ["a", "c"], "rolled back alone"


def test_a_fault_of_the_database_in_one_item_leaves_the_connection_usable(workshop) -> None:
    Skill.objects.create(name="b")  # unique
    assert workshop.run("a", "b", "c") == 2
    assert "IntegrityError" in SetAside.objects.get().reason


@pytest.mark.parametrize(
    "fault",
    [OperationalError("database is locked"), MemoryError(), OSError(ENOSPC, "no space"),
     OSError(EROFS, "read-only")],
)  # fmt: skip
def test_faults_of_the_house_are_not_the_items_fault(workshop, fault) -> None:
    workshop.broken = {"b": fault}
    with pytest.raises(type(fault)):
        workshop.run("a", "b", "c")
    assert not SetAside.objects.exists()
    assert not Run.objects.exists()


def test_pauses_grow_until_only_a_hand_helps(workshop) -> None:
    workshop.broken = {"b": ValueError("x")}
    workshop.run("b")
    for tries, pause in enumerate(PAUSES, start=1):
        row = SetAside.objects.get()
        assert row.tries == tries
        assert pause - timedelta(seconds=5) < row.next_try - timezone.now() <= pause
        workshop.run("b")
        retry_due()
        assert SetAside.objects.get().tries == tries, "not before its time"
        later(days=1)
        retry_due()
    row = SetAside.objects.get()
    assert (row.tries, row.next_try) == (len(PAUSES) + 1, None)
    workshop.broken = {}
    assert workshop.run("b") == 0
    retry([row])
    assert retry_set_aside.func() == 1
    assert workshop.done == ["b"]
    assert not SetAside.objects.exists()


def test_an_item_that_kills_the_process_is_set_aside_on_the_second_run(workshop) -> None:
    class Killed(BaseException):
        pass

    def die(word: str) -> None:
        if word == "b":
            raise Killed
        workshop.done.append(word)

    def killed_run() -> None:
        """A process that is killed tidies nothing up."""
        items = workshop.queue.each(["a", "b", "c"], die, key=str)
        assert items

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ground.queues.queue._Run.__exit__", lambda *args: None)
        for _attempt in range(2):
            with pytest.raises(Killed):
                killed_run()
    row = SetAside.objects.get()
    assert (row.key, row.tries) == ("b", 1)
    assert row.next_try > timezone.now()
    workshop.done.clear()
    killed_run()
    assert workshop.done == ["a", "c"]
    with translation.override("pl"):
        assert "pamięci" in row.reason_in_words
    assert not Run.objects.exists()


def test_one_item_of_a_task_is_noted_before_it_begins(workshop) -> None:
    seen = []

    def work() -> None:
        seen.append(SetAside.objects.get(key="7").tries)

    assert workshop.queue.try_one(7, work)
    assert seen == [1]
    assert not SetAside.objects.exists()
    assert not workshop.queue.try_one(8, lambda: 1 / 0)
    assert not workshop.queue.try_one(8, lambda: None), "it waits"


def test_work_without_failures_costs_few_queries(workshop, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        workshop.queue.each([], workshop.work, key=str)
    with django_assert_num_queries(6):  # what waits, the run's mark and savepoint, its end
        workshop.queue.each(list("abcdefgh"), lambda word: None, key=str, atomic=False)


def test_a_queue_that_is_gone_waits_for_a_hand() -> None:
    SetAside.objects.create(queue="gone", key="1", next_try=timezone.now())
    assert retry_due() == 0
    assert SetAside.objects.get().next_try is None
    assert forget_set_aside.func() == 0
    SetAside.objects.update(last_failed_at=timezone.now() - timedelta(days=200))
    assert forget_set_aside.func() == 1


def test_every_queue_can_try_an_item_that_is_gone() -> None:
    """Keys outlive what they name."""
    for name, queue in QUEUES.items():
        for key in ("987654321", "987654321:5", "no-number", ""):
            queue.again(key)
            assert not SetAside.objects.exists(), (name, key)


def test_doctor_and_healthz_name_what_is_set_aside(workshop, client, monkeypatch) -> None:
    monkeypatch.setattr(health, "vital", lambda: [])
    assert client.get("/healthz").json()["state"] == "ok"
    assert [check.ok for check in health.queues()] == [True]
    workshop.broken = {"b": ValueError("bad word"), "c": IntegrityError("twice")}
    workshop.run("a", "b", "c")
    answer = client.get("/healthz")
    assert answer.status_code == 200, "everything else works"
    assert answer.json() == {
        "ok": True,
        "state": "degraded",
        "problems": [],
        "degraded": {"queues": {"test.words": 2}},
    }
    (check,) = health.queues()
    assert not check.ok
    assert "2 set aside" in check.detail
    assert "twice" in check.detail
    assert "rynek queues" in check.advice


def test_doctor_counts_failed_tasks() -> None:
    def result(path: str, status: str, arguments: list, minutes: int) -> None:
        DBTaskResult.objects.create(
            task_path=path,
            status=status,
            args_kwargs={"args": arguments, "kwargs": {}},
            backend_name="default",
            run_after=timezone.now(),
            finished_at=timezone.now() - timedelta(minutes=minutes),
            exception_class_path="builtins.ValueError" if status == "FAILED" else "",
            traceback="",
        )

    assert health.tasks().ok
    result("a.every_minute", "FAILED", [], 10)
    assert not health.tasks().ok
    result("a.every_minute", "SUCCESSFUL", [], 5)
    assert health.tasks().ok, "it went through since"
    result("a.of_one_page", "FAILED", [7], 4)
    result("a.of_one_page", "SUCCESSFUL", [8], 3)
    check = health.tasks()
    assert "1 failed" in check.detail
    assert "a.of_one_page (ValueError)" in check.detail


def test_command_lists_retries_and_drops(workshop) -> None:
    workshop.broken = {"b": ValueError("bad word")}
    workshop.run("b")

    def said(*arguments: str) -> str:
        out = StringIO()
        call_command("queues", *arguments, stdout=out)
        return out.getvalue()

    assert "test.words b: tried 1, again at" in said()
    assert "1 dropped" in said("drop", "test.words", "b")
    assert "dropped: ValueError: bad word" in said("list")
    assert retry_due() == 0
    assert "1 to be tried" in said("retry", "test.words")
    workshop.broken = {}
    assert retry_due() == 1


def test_every_process_knows_every_queue() -> None:
    """Not only one that happened to run the task: it would take the queue for gone."""
    program = (
        "import django; django.setup(); from ground.queues.queue import QUEUES; print(*QUEUES)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "rynek.settings.test"}
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True
    )
    here = {name for name in QUEUES if not name.startswith("test.")}
    assert here <= set(said.stdout.split())
    assert {"publish", "document", "search-index", "tasks", "audience"} <= here
