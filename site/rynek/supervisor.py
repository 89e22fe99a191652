"""Runs the web server and the task worker together and keeps both alive."""

import logging
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import FrameType

logger = logging.getLogger("rynek.serve")

GRACE_SECONDS = 20
QUICK_DEATH_SECONDS = 5
LONGEST_PAUSE_SECONDS = 30


@dataclass
class Child:
    """One supervised process."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    quick_deaths: int = 0
    not_before: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)  # noqa: S603 - our own commands
        self.started = time.monotonic()

    def ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def plan_restart(self) -> None:
        """A process that dies at once is given a growing pause."""
        quick = time.monotonic() - self.started < QUICK_DEATH_SECONDS
        self.quick_deaths = self.quick_deaths + 1 if quick else 0
        pause = min(2**self.quick_deaths - 1, LONGEST_PAUSE_SECONDS)
        self.not_before = time.monotonic() + pause
        code = self.process.returncode if self.process else "?"
        self.process = None
        logger.warning("%s ended (%s); starts again in %s s", self.name, code, pause)


class Supervisor:
    """Starts children, restarts the dead, and stops all on SIGTERM or Ctrl+C."""

    def __init__(
        self, children: Sequence[Child], is_ready: Callable[[], bool] = lambda: True
    ) -> None:
        self.children = children
        self.is_ready = is_ready
        self.stopping = False

    def stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def run(self, when_ready: Callable[[], None] = lambda: None) -> int:
        """Serve until told to stop; the exit code is 0 after a clean stop.

        Calls `when_ready` once, when the children do their work for the first time.
        """
        announced = False
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        for child in self.children:
            child.start()
        while not self.stopping:
            for child in self.children:
                self.tend(child)
            if not announced and self.is_ready():
                announced = True
                when_ready()
            time.sleep(0.2)
        return self.shut_down()

    def tend(self, child: Child) -> None:
        if child.process is not None and child.ended():
            child.plan_restart()
        if child.process is None and time.monotonic() >= child.not_before:
            child.start()

    def shut_down(self) -> int:
        deadline = time.monotonic() + GRACE_SECONDS
        for child in self.children:
            if child.process and not child.ended():
                child.process.terminate()
        clean = True
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.process.kill()
                child.process.wait()
                clean = False
        return 0 if clean else 1


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]
