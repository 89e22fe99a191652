"""An index with a damaged part: searches answer from the rest, everybody says so, the worker heals."""

import logging
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page
from whoosh import columns
from whoosh.codec import whoosh3
from whoosh.filedb import structfile

from blog.pages.models import NewsPage
from rynek import health
from search.engine import writer
from search.engine.codec import FieldPool
from search.engine.health import DAMAGED, status
from search.engine.inspection import segment_faults
from search.engine.segment import Segment
from search.engine.snapshot import snapshots
from search.engine.storage import IndexDamagedError, IndexFolder
from search.outbox import healing
from search.outbox.drain import drain
from search.outbox.healing import heal
from search.outbox.models import Change
from search.outbox.tasks import drain_outbox
from tests.factories import make_news, make_page
from tests.search.engines import find, make_document, make_index, read, write


@pytest.fixture(autouse=True)
def nothing_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(healing, "_checked", {})


def merged(path: Path) -> IndexFolder:
    """Two languages in one commit, one of them unpublished, then a merge of small segments."""
    iso = "certyfikat ISO 27001"
    folder = make_index(
        path, [make_document("0", "ISO 27001 Brno", language="de"), make_document("1", iso)]
    )
    write(folder, [], ["0"])
    for number in range(2, writer.MAX_SMALL_SEGMENTS + 3):
        write(folder, [make_document(str(number), f"strona {number} o ISO 27001")])
    return folder


def test_a_merge_forgets_the_words_of_deleted_documents(tmp_path: Path) -> None:
    folder = merged(tmp_path)
    snapshot = read(folder)
    assert "de" not in snapshot.languages
    assert snapshot.frequency("exact", "brno") == 0
    assert all("brno" not in _terms(s, "exact") for s in snapshot.segments)
    assert find(folder, "ISO 27001")
    assert find(folder, "certyfikat ISO 27001")[0] == "1"
    assert status(tmp_path, thorough=True).problem != "damaged"


def _terms(segment: Segment, field: str) -> list[str]:
    return [segment.term(field, n) for n in range(len(segment.fields[field].key_ends) - 1)]


def test_a_field_without_positions_has_none_instead_of_failing(tmp_path: Path) -> None:
    (segment,) = read(make_index(tmp_path, [make_document("1", "wi-fi w biurze")])).segments
    docs, places = segment.positions("exact", "wi-fi")
    assert len(docs) == len(places) == 0


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["wi-fi", "PIT-2", "a/b", "umowa_v2.docx", "24/12", "e-mail"])
def test_codes_are_found_within_a_search_field(fresh_index: Any, typed: str) -> None:
    page = make_page(NewsPage, f"Jak działa {typed} w biurze")
    fresh_index()
    assert list(NewsPage.objects.search(typed, fields=["title"])) == [page]
    assert list(Page.objects.search(typed, fields=["title"]))[0].pk == page.pk


def lose_positions(folder: IndexFolder, add: Callable[[], object] | None = None) -> Segment:
    """Make a segment with a valid checksum whose positions are gone, as a faulty merge would."""
    add = add or (lambda: write(folder, [make_document("faulty", "strona o ISO 27001 i zzz")]))
    whole = FieldPool.arrays

    def arrays(self: FieldPool) -> Any:
        found = whole(self)
        if not found.has_positions:
            return found
        # One entry too few, so that the last term of the dictionary has no range.
        return found._replace(pos_starts=found.pos_starts[:1])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FieldPool, "arrays", arrays)
        add()
    return read(folder).segments[-1]


def test_inspection_reads_every_posting_and_position(tmp_path: Path) -> None:
    folder = make_index(tmp_path, [make_document("1", "strona o ISO 27001")])
    assert not list(segment_faults(read(folder).segments[0]))
    faults = list(segment_faults(lose_positions(folder)))
    assert any("stem_pl: postings and positions do not fit" in fault for fault in faults)
    assert status(tmp_path, thorough=True).problem == "damaged"


@pytest.mark.parametrize("name", ["starts", "ids", "weights", "counts", "pos_starts", "positions"])
def test_inspection_notices_a_change_in_every_array(tmp_path: Path, name: str) -> None:
    folder = make_index(tmp_path, [make_document(str(n), f"strona {n} o ISO") for n in range(5)])
    (segment,) = read(folder).segments
    arrays = segment.fields["stem_pl"]
    values = getattr(arrays, name).copy()
    cut = arrays._replace(**{name: values[:-1]})
    segment.fields["stem_pl"] = cut
    assert list(segment_faults(segment)), "cut short"
    if name != "weights":  # any weight is possible
        values[-1] = np.iinfo(values.dtype).max
        segment.fields["stem_pl"] = arrays._replace(**{name: values})
        assert list(segment_faults(segment)), "another value"


@pytest.fixture
def broken_part(whoosh: Any, fresh_index: Any, caplog: pytest.LogCaptureFixture) -> Any:
    """An index of two segments; the second one breaks phrases and closeness."""
    sound = make_news("Certyfikat ISO 27001 jest nasz")
    fresh_index()
    make_news("Audyt ISO 27001 za rok")
    lose_positions(whoosh.folder, fresh_index)
    caplog.set_level(logging.ERROR, "search.engine")
    return sound


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/search/", "/search/panel/", "/search/why/"])
def test_a_search_that_fails_on_one_part_is_answered_from_the_others(
    address: str, broken_part: Any, client_of: Any, employee: Any, caplog: Any
) -> None:
    client = client_of(employee)
    asked = {"q": "ISO 27001", "address": broken_part.url}
    response = client.get(address, asked)
    assert response.status_code == 200
    assert "Certyfikat" in response.content.decode()
    assert "postings and positions do not fit" in caplog.text
    if address == "/search/":
        assert "jest właśnie naprawiana" in response.content.decode()


@pytest.mark.django_db
def test_damage_met_by_a_search_is_told_and_healed_by_the_worker(
    whoosh: Any, broken_part: Any, client_of: Any, employee: Any
) -> None:
    client = client_of(employee)
    client.get("/search/", {"q": "ISO 27001"})
    assert "damaged" in health.search().detail
    assert any(not check.ok for check in health.search_index())
    drain_outbox.call()
    assert health.search().ok
    assert all(check.ok for check in health.search_index())
    assert not (whoosh.path / DAMAGED).exists()
    assert (
        "jest właśnie naprawiana" not in client.get("/search/", {"q": "ISO 27001"}).content.decode()
    )


@pytest.mark.django_db
def test_wagtails_search_answers_from_the_other_parts_too(whoosh: Any, broken_part: Any) -> None:
    assert broken_part.pk in [page.pk for page in Page.objects.search("ISO 27001")]
    assert (whoosh.path / DAMAGED).exists()


@pytest.mark.django_db
def test_a_part_in_which_nothing_seems_wrong_is_rebuilt_once_for_one_error(
    whoosh: Any, fresh_index: Any, monkeypatch: pytest.MonkeyPatch, client_of: Any, employee: Any
) -> None:
    page = make_news("Certyfikat ISO 27001 jest nasz")
    fresh_index()
    make_news("Audyt ISO 27001 za rok")
    fresh_index()
    unlucky = snapshots(whoosh.path).current().segments[-1].id
    positions = Segment.positions

    def fail(self: Segment, field: str, term: str) -> Any:
        if self.id == unlucky:
            raise RuntimeError("a fault of the code")
        return positions(self, field, term)

    monkeypatch.setattr(Segment, "positions", fail)
    client = client_of(employee)
    assert page.url in client.get("/search/", {"q": "ISO 27001"}).content.decode()
    assert heal() == 1
    make_news("Audyt ISO 27001 za rok")
    fresh_index()
    unlucky = snapshots(whoosh.path).current().segments[-1].id
    assert page.url in client.get("/search/", {"q": "ISO 27001"}).content.decode()
    assert heal() == 0, "a rebuild does not help against the code"


@pytest.mark.django_db
def test_an_error_that_is_nobodys_damage_is_raised(
    whoosh: Any, fresh_index: Any, monkeypatch: pytest.MonkeyPatch, client_of: Any, employee: Any
) -> None:
    make_news("Certyfikat ISO 27001 jest nasz")
    fresh_index()
    monkeypatch.setattr("search.engine.matching.query_words", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        client_of(employee).get("/search/", {"q": "ISO 27001"})
    assert not (whoosh.path / DAMAGED).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["segment", "toc", "meta.json", "current"])
def test_bytes_that_change_on_the_disk_are_healed_by_the_worker(whoosh: Any, place: str) -> None:
    make_page(NewsPage, "Ozdrowiały wpis")
    drain_outbox.call()
    files = {
        "segment": next(whoosh.folder.live().path.glob("*.seg")),
        "toc": next(whoosh.folder.live().path.glob("*.toc")),
        "meta.json": whoosh.folder.live().path / "meta.json",
        "current": whoosh.path / "current",
    }
    data = bytearray(files[place].read_bytes())
    for at in range(len(data) // 2, min(len(data) // 2 + 14, len(data) - 1)):
        data[at] ^= 0xFF
    files[place].write_bytes(data)
    drain_outbox.call()
    assert status(whoosh.path, thorough=True).problem == ""
    assert [page.title for page in NewsPage.objects.search("ozdrowiały")] == ["Ozdrowiały wpis"]


@pytest.mark.django_db
def test_the_doctor_leaves_a_note_for_the_worker(whoosh: Any, fresh_index: Any) -> None:
    make_page(NewsPage, "Wpis")
    fresh_index()
    heal()
    lose_positions(whoosh.folder)
    assert any("damaged" in check.detail for check in health.search_index())
    assert (whoosh.path / DAMAGED).exists()


@pytest.mark.django_db
def test_verify_names_the_damage(whoosh: Any, fresh_index: Any) -> None:
    make_page(NewsPage, "Wpis")
    fresh_index()
    lose_positions(whoosh.folder)
    with pytest.raises(CommandError, match="postings and positions do not fit"):
        call_command("search_index", "verify")


@pytest.mark.django_db
def test_healthz_asks_a_real_query(
    whoosh: Any, fresh_index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_page(NewsPage, "Wpis o pociągach")
    fresh_index()
    assert health.search().ok
    monkeypatch.setattr("search.engine.inspection.rank", lambda *_, **__: 1 / 0)
    assert "searching for" in health.search().detail


@pytest.mark.django_db
def test_an_index_of_an_older_version_is_rebuilt_aside(whoosh: Any, fresh_index: Any) -> None:
    make_page(NewsPage, "Wpis o pociągach")
    fresh_index()
    build = whoosh.folder.live()
    build.note(format=2)
    assert "older version" in status(whoosh.path).detail
    assert heal() == 1
    assert whoosh.folder.live_name() != build.name
    assert NewsPage.objects.search("pociąg").count() == 1


@pytest.mark.django_db
def test_a_rebuild_leaves_no_changes_that_it_has_written(whoosh: Any) -> None:
    make_page(NewsPage, "Wpis o pociągach")
    assert Change.objects.exists()
    call_command("search_index", "rebuild")
    assert not Change.objects.exists()
    assert not drain()


def test_neither_writing_nor_reading_pickles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever can write into the folder of an index must not be able to run code in the server."""

    def fail(*_: Any, **__: Any) -> Any:
        raise AssertionError("pickled")

    for name in ("dump", "dumps", "load", "loads", "Pickler", "Unpickler"):
        monkeypatch.setattr(pickle, name, fail)
    for module, name in (
        (structfile, "dump_pickle"),
        (structfile, "load_pickle"),
        (whoosh3, "dumps"),
        (whoosh3, "loads"),
        (columns, "dumps"),
        (columns, "loads"),
    ):
        monkeypatch.setattr(module, name, fail, raising=False)
    assert find(merged(tmp_path), "ISO 27001")


def test_a_pickle_in_the_folder_of_an_index_is_not_opened(tmp_path: Path) -> None:
    folder = make_index(tmp_path / "index", [make_document("1", "Wpis")])
    mark = tmp_path / "was-run"

    class Harm:
        def __reduce__(self) -> Any:
            return (Path.touch, (mark,))

    for path in [*folder.live().path.glob("*.toc"), *folder.live().path.glob("*.seg")]:
        path.write_bytes(pickle.dumps(Harm()))
    with pytest.raises(IndexDamagedError):
        read(folder)
    assert not mark.exists()


@pytest.mark.django_db
def test_status_notices_bytes_that_changed(whoosh: Any, fresh_index: Any) -> None:
    make_page(NewsPage, "Wpis o pociągach")
    fresh_index()
    call_command("search_index", "status")
    segment = next(whoosh.folder.live().path.glob("*.seg"))
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 0xFF
    segment.write_bytes(data)
    with pytest.raises(SystemExit):
        call_command("search_index", "status")
