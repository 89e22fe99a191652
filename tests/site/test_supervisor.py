"""`rynek serve` keeps its children alive and stops them cleanly."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from rynek.supervisor import Child

# A supervisor of one child that notes its process id and then waits.
SCRIPT = """
import sys
from rynek.supervisor import Child, Supervisor, python
note = "import os, sys, time; open(sys.argv[1], 'a').write(f'{{os.getpid()}}\\\\n'); time.sleep(60)"
sys.exit(Supervisor([Child("child", python("-c", note, {path!r}))]).run())
"""


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def pids(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_dead_child_is_started_again_and_all_stop_on_sigterm(
    tmp_path: Path, site_environment: dict[str, str]
) -> None:
    path = tmp_path / "pids"
    supervisor = subprocess.Popen(
        [sys.executable, "-c", SCRIPT.format(path=str(path))], env=site_environment
    )
    wait_for(lambda: len(pids(path)) == 1)
    os.kill(pids(path)[0], signal.SIGKILL)
    wait_for(lambda: len(pids(path)) == 2)
    supervisor.send_signal(signal.SIGTERM)
    assert supervisor.wait(20) == 0
    assert is_gone(pids(path)[1])


def test_child_that_dies_at_once_is_given_growing_pauses() -> None:
    child = Child("child", [sys.executable, "-c", "pass"])
    pauses = []
    for _ in range(8):
        child.start()
        assert child.process is not None
        child.process.wait()
        child.plan_restart()
        pauses.append(round(child.not_before - time.monotonic()))
    assert pauses == [1, 3, 7, 15, 30, 30, 30, 30]


def test_taken_port_is_refused_with_advice(site_environment: dict[str, str]) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--skip-checks"],
            env=site_environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode != 0
    assert f"PORT={port + 1} make run" in done.stderr
