"""Words that nobody wrote elsewhere, each planted once, and who may read them."""

from dataclasses import dataclass, field

# Who asks. An administrator is the control: what even they cannot reach proves nothing.
OUTSIDERS = ("anonymous", "left", "employee", "board", "manager", "editor")
CONTROLS = ("administrator", "author")
NOBODY: frozenset[str] = frozenset()
BOARD = frozenset({"board"})
EDITORS = frozenset({"editor", "manager"})
MANAGER = frozenset({"manager"})


@dataclass
class Secrets:
    """The planted words: `words["zqtitlex"] = {"board"}` is for the board (and administrators)."""

    words: dict[str, frozenset[str]] = field(default_factory=dict)

    def word(self, name: str, seen_by: frozenset[str] = NOBODY) -> str:
        """A new word for what `name` says, in letters that a slug, JSON and HTML leave alone."""
        planted = f"zq{name}x"
        if planted in self.words:
            raise ValueError(f"{name} is planted twice")
        self.words[planted] = seen_by
        return planted

    def kept_from(self, role: str) -> list[str]:
        return [word for word, seen_by in self.words.items() if role not in seen_by]
