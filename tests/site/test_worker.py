"""The worker keeps time, retries what failed and picks up what a dead worker dropped."""

import os
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from rynek import health
from rynek.tasks import prune_task_results
from rynek.worker import ATTEMPTS, HouseWorker, due_tasks, is_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def database_queue(settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def make_worker() -> HouseWorker:
    return HouseWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=f"{os.uname().nodename}:{os.getpid()}",
        excluded_queue_names=[],
    )


def enqueue() -> DBTaskResult:
    return DBTaskResult.objects.get(pk=prune_task_results.enqueue().id)


def test_interval_falls_due_once_in_each_period(settings) -> None:
    settings.RYNEK_SCHEDULE = [("often", 5)]
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    assert list(due_tasks(noon - timedelta(seconds=5), noon)) == ["often"]
    assert list(due_tasks(noon, noon + timedelta(minutes=4))) == []
    assert list(due_tasks(noon, noon + timedelta(minutes=12))) == ["often"]


def test_hour_of_the_day_is_in_the_companys_time_zone(settings) -> None:
    settings.RYNEK_SCHEDULE = [("nightly", "03:10")]
    moment = datetime(2026, 7, 1, 1, 10, tzinfo=UTC)  # 03:10 in Warsaw in summer
    assert list(due_tasks(moment - timedelta(seconds=5), moment)) == ["nightly"]
    assert list(due_tasks(moment, moment + timedelta(hours=2))) == []


def test_scheduled_tasks_exist(settings) -> None:
    from django.utils.module_loading import import_string

    for name, _when in settings.RYNEK_SCHEDULE:
        assert hasattr(import_string(name), "enqueue"), name


def test_waiting_task_is_not_queued_twice() -> None:
    result = enqueue()
    assert is_waiting(result.task_path)


def test_failed_task_runs_again_later_and_gives_up_in_the_end(monkeypatch) -> None:
    result = enqueue()
    monkeypatch.setattr("rynek.tasks.PRUNING.run", lambda: 1 / 0)
    worker = make_worker()
    for attempt in range(1, ATTEMPTS + 1):
        result.refresh_from_db()
        assert result.status == "READY"
        result.claim(worker.worker_id)
        worker.run_task(result)
        result.refresh_from_db()
        assert len(result.worker_ids) == attempt
        if attempt < ATTEMPTS:
            assert result.run_after > timezone.now()
    assert result.status == "FAILED"


def test_task_of_a_dead_worker_is_queued_again() -> None:
    mine, dead, elsewhere = enqueue(), enqueue(), enqueue()
    host = os.uname().nodename
    mine.claim(f"{host}:{os.getpid()}")
    dead.claim(f"{host}:999999999")
    elsewhere.claim("another-host:1")
    make_worker().recover_abandoned()
    statuses = [DBTaskResult.objects.get(pk=r.pk).status for r in (mine, dead, elsewhere)]
    assert statuses == ["RUNNING", "READY", "RUNNING"]


def test_health_says_when_the_worker_is_silent(settings, tmp_path, client) -> None:
    settings.DATA_DIR = tmp_path
    assert not health.worker().ok
    health.beat()
    assert health.worker().ok
    beat = tmp_path / health.HEARTBEAT
    os.utime(beat, (1, 1))
    assert health.worker().ok, "a worker of another machine beats in the shared cache"
    cache.clear()
    assert "silent" in health.worker().detail
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "worker" in response.json()["problems"]


def test_clock_goes_on_when_the_heartbeat_fails(monkeypatch) -> None:
    worker = make_worker()
    worker._stopping = threading.Event()
    beats = []

    def beat() -> None:
        beats.append(len(beats))
        if len(beats) == 1:
            raise OSError("disk full")
        worker._stopping.set()

    monkeypatch.setattr("rynek.worker.health.beat", beat)
    monkeypatch.setattr("rynek.worker.BEAT_SECONDS", 0)
    monkeypatch.setattr("rynek.worker.close_old_connections", lambda: None)
    worker.keep_time()
    assert beats == [0, 1]


@pytest.mark.parametrize("bad", ["Warszawa", None, 5, {}, [7], ""])
def test_a_task_row_that_no_worker_can_take_fails_alone(bad, monkeypatch) -> None:
    for module in ("rynek.worker", "django_tasks_db.management.commands.db_worker"):
        monkeypatch.setattr(f"{module}.close_old_connections", lambda: None)
    monkeypatch.setattr(HouseWorker, "keep_time", lambda worker: None)
    monkeypatch.setattr("rynek.tasks.call_command", lambda *a, **k: None)
    broken, well = enqueue(), enqueue()
    if bad is not None:
        DBTaskResult.objects.filter(pk=broken.pk).update(worker_ids=bad)
    odd = enqueue()
    DBTaskResult.objects.filter(pk=odd.pk).update(args_kwargs={"args": bad})
    make_worker().run()
    rows = DBTaskResult.objects.in_bulk([broken.pk, well.pk, odd.pk])
    assert rows[well.pk].status == "SUCCESSFUL"
    assert rows[odd.pk].status == "FAILED" or bad in ([7],)
    if bad not in (None, {}, ""):
        assert rows[broken.pk].status == "FAILED"


def test_a_task_of_the_schedule_that_is_gone_stops_no_other(settings, monkeypatch) -> None:
    from rynek.worker import queue_up

    for name in ("gone.tasks.nothing", "rynek.tasks.nothing", "rynek.tasks.prune_task_results"):
        queue_up(name)
    assert DBTaskResult.objects.count() == 1


def test_a_failed_task_of_one_thing_waits_for_a_hand_and_is_tried_again(monkeypatch) -> None:
    from blog.reading.tasks import ask_again
    from ground.queues.models import SetAside
    from ground.queues.queue import retry, retry_due

    result = DBTaskResult.objects.get(pk=ask_again.enqueue(7).id)
    monkeypatch.setattr("blog.reading.tasks.reminding.ask_again", lambda page_id: 1 / 0)
    worker = make_worker()
    for _attempt in range(ATTEMPTS):
        result.refresh_from_db()
        result.claim(worker.worker_id)
        worker.run_task(result)
    row = SetAside.objects.get()
    assert (row.queue, row.key, row.tries) == ("tasks", str(result.pk), 1)
    assert "ZeroDivisionError" in row.reason
    retry([row])
    assert retry_due() == 1
    result.refresh_from_db()
    assert result.status == "READY"
    result.claim(worker.worker_id)
    worker.run_task(result)
    assert SetAside.objects.get().tries == 2, "pauses go on growing"


def test_a_task_that_ends_its_workers_is_not_tried_for_ever() -> None:
    from rynek.worker import MOST_DEATHS

    result = enqueue()
    for _death in range(MOST_DEATHS):
        result.claim(f"{os.uname().nodename}:999999999")
        make_worker().recover_abandoned()
        result.refresh_from_db()
    assert result.status == "FAILED"
