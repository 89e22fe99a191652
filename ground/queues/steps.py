"""A task of several steps that have nothing to do with each other: one that fails stops none.

TIDYING = Steps("tidying", _("Tidying up by night"), forget_searches, forget_sessions)
TIDYING.run()
"""

from collections.abc import Callable
from typing import Any

from ground.queues.queue import Queue

Step = Callable[[], int | None]


class Steps:
    """Steps are known by the names of their functions, and are begun at every run: what they do is
    not given up because it failed often."""

    def __init__(self, name: str, label: Any, *steps: Step) -> None:
        self.steps: dict[str, Step] = {step.__name__: step for step in steps}
        self.queue = Queue(name, label, again=self.again, always=True)

    def run(self) -> int:
        """Returns the sum of what the steps return. Each sees to its own transactions."""
        done: list[int] = []

        def step(name: str) -> None:
            done.append(self.steps[name]() or 0)

        self.queue.each(self.steps, step, key=str, atomic=False)
        return sum(done)

    def again(self, name: str) -> None:
        if step := self.steps.get(name):
            step()
