"""`rynek index`: status, rebuild, verify; and the worker that heals."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page

from blog.pages.models import NewsPage
from search.engine import rebuild
from search.engine.health import status
from search.outbox.healing import heal
from search.outbox.models import Change
from search.page.answer import answer
from search.page.request import from_query
from tests.factories import make_page

pytestmark = pytest.mark.django_db


def hits_of(typed: str, reader: Any) -> int:
    return answer(from_query({"q": typed}, reader), reader).total


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("search_index", *arguments, stdout=out)
    return out.getvalue()


def test_rebuild_then_verify_agrees(whoosh: Any) -> None:
    make_page(NewsPage, "Raport")
    assert "documents indexed" in run("rebuild")
    assert "agree" in run("verify")
    assert "commit" in run("status")


def test_verify_names_every_difference_and_repair_queues_it(whoosh: Any) -> None:
    changed = make_page(NewsPage, "Zmieniony po cichu")
    gone = make_page(NewsPage, "Usunięty po cichu")
    run("rebuild")
    Change.objects.all().delete()
    Page.objects.filter(pk=changed.pk).update(title="Inny tytuł")
    NewsPage.objects.filter(pk=gone.pk).delete()
    added = make_page(NewsPage, "Dodany po cichu")
    Change.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="3 differences"):
        call_command("search_index", "verify", "--repair", stdout=out)
    lines = out.getvalue()
    assert f"wagtailcore.page:{changed.pk} different: text, title" in lines
    assert f"wagtailcore.page:{gone.pk} superfluous" in lines
    assert f"wagtailcore.page:{added.pk} missing" in lines
    assert Change.objects.count() == 3


def test_the_worker_heals_a_missing_and_a_damaged_index(whoosh: Any, employee: Any) -> None:
    make_page(NewsPage, "Ozdrowiały wpis")
    assert status(whoosh.path).problem == "missing"
    assert heal() == 1
    (segment, *_) = whoosh.folder.live().path.glob("*.seg")
    segment.write_bytes(b"rotten")
    assert status(whoosh.path).problem == "damaged"
    assert hits_of("ozdrowiały", employee) == 0  # no error for the reader
    assert heal() == 1
    assert hits_of("ozdrowiały", employee) == 1
    assert status(whoosh.path).problem == ""
    assert heal() == 0


def test_wagtails_search_answers_from_the_database_while_the_index_is_damaged(
    whoosh: Any,
) -> None:
    page = make_page(NewsPage, "Ratunkowy wpis")
    run("rebuild")
    (segment, *_) = whoosh.folder.live().path.glob("*.seg")
    segment.write_bytes(b"rotten")
    assert [p.pk for p in NewsPage.objects.search("Ratunkowy")] == [page.pk]


def test_a_rebuild_needs_room_for_a_second_index(
    whoosh: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        free = 1000

    monkeypatch.setattr(rebuild.shutil, "disk_usage", lambda path: Full)
    with pytest.raises(CommandError, match="Not enough room"):
        run("rebuild")


def test_a_failed_rebuild_leaves_the_live_index(
    whoosh: Any, employee: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_page(NewsPage, "Trwały wpis")
    run("rebuild")

    def fail(self: Any, model: Any, items: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("search.engine.index.BuildingIndex.add_items", fail)
        with pytest.raises(CommandError, match="No space left"):
            run("rebuild")
    assert len(list(whoosh.path.glob("build-*"))) == 1
    assert hits_of("trwały", employee) == 1
    run("rebuild")  # the lock is free again
