"""Processes that die, disks that fill up, files that rot, writers that meet."""

import os
import resource
import shutil
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from search.engine.health import confirm_damage, status
from search.engine.storage import IndexDamagedError, IndexFolder
from tests.search.engines import find, make_document, make_index, read, write

FILE_EVENTS = {
    "open",
    "os.rename",
    "os.remove",
    "os.mkdir",
    "os.rmdir",
    "os.listdir",
    "mmap.__new__",
}


def in_child(action: Callable[[], None], *, kill_at: int = 0) -> tuple[int, int]:
    """Run in a forked process, killed with SIGKILL before its n-th operation on files.

    Returns (exit status, operations counted); the status is -SIGKILL if it was killed.
    """
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        count = 0

        def hook(event: str, arguments: Any) -> None:
            nonlocal count
            if event in FILE_EVENTS:
                count += 1
                if count == kill_at:
                    os.kill(os.getpid(), signal.SIGKILL)

        try:
            sys.addaudithook(hook)
            action()
            os.write(writer, str(count).encode())
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 (reported through the exit status)
            os.write(writer, repr(error).encode()[:500])
            os._exit(1)
    os.close(writer)
    _, raw = os.waitpid(pid, 0)
    said = os.read(reader, 1000).decode()
    os.close(reader)
    code = -os.WTERMSIG(raw) if os.WIFSIGNALED(raw) else os.WEXITSTATUS(raw)
    assert code != 1, said
    return code, int(said) if said.isdigit() else 0


def seeded(path: Path) -> IndexFolder:
    folder = make_index(path, [make_document(str(n), f"Wpis pierwotny {n}") for n in range(5)])
    for n in range(5, 16):  # so many segments that the next commit merges
        write(folder, [make_document(str(n), f"Wpis pierwotny {n}")])
    return folder


def copied(folder: IndexFolder, path: Path) -> IndexFolder:
    shutil.copytree(folder.path, path)
    return IndexFolder(path)


def change(folder: IndexFolder) -> None:
    write(
        folder, [make_document("1", "Zmieniony rekord"), make_document("99", "Nowy rekord")], ["2"]
    )


BEFORE = [str(n) for n in range(16)]
AFTER = sorted([n for n in BEFORE if n not in ("1", "2")], key=int)


def test_sigkill_between_any_two_steps_of_a_commit_loses_nothing(tmp_path: Path) -> None:
    template = seeded(tmp_path / "template")
    folder = copied(template, tmp_path / "count")
    _, steps = in_child(partial(change, folder))
    assert steps > 20
    folder = copied(template, tmp_path / "0")
    outcomes = set()
    for step in range(1, steps + 1):
        in_child(partial(change, folder), kill_at=step)
        found = sorted(find(folder, "wpis pierwotny"), key=int)
        # All or nothing, and it opens at once: the lock died with its holder.
        changed = sorted(find(folder, "rekord"))
        assert (found, changed) in ((BEFORE, []), (AFTER, ["1", "99"])), step
        outcomes.add(bool(changed))
        if changed:  # committed before it was killed: the next one begins from the old state
            folder = copied(template, tmp_path / str(step))
    assert outcomes == {True, False}
    change(folder)  # the drain repeats what was not acknowledged
    assert sorted(find(folder, "rekord")) == ["1", "99"]
    leftovers = [p.name for p in folder.live().path.iterdir()]
    assert sum(name.endswith(".toc") for name in leftovers) == 1
    assert not [name for name in leftovers if ".toc." in name]


def test_sigkill_during_a_swap_leaves_the_old_or_the_new_index(tmp_path: Path) -> None:
    def swap(folder: IndexFolder) -> None:
        build = folder.new_build({"models": ["test.post"]})
        from search.engine.index import apply

        apply(build, [make_document("7", "Przebudowany")], [])
        with folder.writing():
            folder.make_live(build)

    folder = make_index(tmp_path / "count", [make_document("1", "Dawny")])
    _, steps = in_child(partial(swap, folder))
    for step in range(1, steps + 1, 2):
        folder = make_index(tmp_path / str(step), [make_document("1", "Dawny")])
        in_child(partial(swap, folder), kill_at=step)
        assert find(folder, "dawny przebudowany") in (["1"], ["7"]), step
        swap(folder)
        assert find(folder, "dawny przebudowany") == ["7"]
        assert len(list(folder.path.glob("build-*"))) == 1


def test_writers_in_several_processes_wait_for_each_other(tmp_path: Path) -> None:
    folder = make_index(tmp_path)
    children = []
    for process in range(3):
        pid = os.fork()
        if pid == 0:
            try:
                for n in range(8):
                    write(folder, [make_document(f"{process}-{n}", f"Wpis {process} {n}")])
                os._exit(0)
            except BaseException:  # noqa: BLE001 (any failure fails the test through the status)
                os._exit(1)
        children.append(pid)
    cache_errors = []
    running = set(children)
    while running:
        try:
            find(folder, "wpis")  # a reader sees whole commits, whatever writers do
        except Exception as error:  # noqa: BLE001
            cache_errors.append(error)
        for pid in list(running):
            done, raw = os.waitpid(pid, os.WNOHANG)
            if done:
                assert raw == 0
                running.discard(pid)
    assert cache_errors == []
    assert len(find(folder, "wpis")) == 24


def test_a_full_disk_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    folder = make_index(tmp_path, [make_document("1", "Dawny wpis")])

    def fill() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        try:
            write(folder, [make_document("2", "Nowy wpis", "słowo " * 4000)])
        except OSError:
            return
        raise AssertionError("nothing was full")

    in_child(fill)
    assert find(folder, "wpis") == ["1"]
    write(folder, [make_document("2", "Nowy wpis")])
    assert sorted(find(folder, "wpis")) == ["1", "2"]


@pytest.mark.parametrize("harm", ["truncated", "zeroed", "removed", "toc"])
def test_damage_is_detected(tmp_path: Path, harm: str) -> None:
    folder = make_index(tmp_path, [make_document("1", "Wpis " * 50)])
    build = folder.live()
    (segment,) = build.path.glob("*.seg")
    if harm == "truncated":
        segment.write_bytes(segment.read_bytes()[:-100])
    elif harm == "zeroed":
        segment.write_bytes(bytes(segment.stat().st_size))
    elif harm == "removed":
        segment.unlink()
    else:
        next(build.path.glob("*.toc")).write_bytes(b"")
    with pytest.raises(IndexDamagedError):
        read(folder)
    assert status(tmp_path).problem == "damaged"


def test_silent_damage_is_found_by_checksum_and_noted_for_the_worker(tmp_path: Path) -> None:
    folder = make_index(tmp_path, [make_document(str(n), f"Wpis {n}") for n in range(50)])
    (segment,) = folder.live().path.glob("*.seg")
    data = bytearray(segment.read_bytes())
    data[len(data) // 3] ^= 0xFF
    segment.write_bytes(data)
    assert status(tmp_path, thorough=True).problem == "damaged"
    assert confirm_damage(tmp_path, ValueError("bad column"))
    assert status(tmp_path).problem == "damaged"


def test_an_error_of_ours_is_not_taken_for_damage(tmp_path: Path) -> None:
    make_index(tmp_path, [make_document("1", "Wpis")])
    assert not confirm_damage(tmp_path, ValueError("a bug"))
