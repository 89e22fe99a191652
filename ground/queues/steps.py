"""A task of several steps that have nothing to do with each other: one that fails stops none.

TIDYING = Steps("tidying", _("Tidying up by night"), forget_searches, forget_sessions)
TIDYING.run()
"""

from collections.abc import Callable
from typing import Any

from ground.queues.queue import Queue

Step = Callable[[], object]


class Steps:
    """Steps are known by the names of their functions, and are begun at every run: what they do is
    not given up because it failed often."""

    def __init__(self, name: str, label: Any, *steps: Step) -> None:
        self.steps: dict[str, Step] = {step.__name__: step for step in steps}
        self.queue = Queue(name, label, again=self.again, always=True)

    def run(self) -> int:
        """Returns how many steps went through. Each sees to its own transactions."""
        return self.queue.each(self.steps, self.again, key=str, atomic=False)

    def again(self, name: str) -> None:
        if step := self.steps.get(name):
            step()
