"""What an import did, file by file, in words for the person who ran it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["created", "updated", "unchanged", "redirect", "skipped"]
OUTCOMES: tuple[Outcome, ...] = ("created", "updated", "unchanged", "redirect", "skipped")


@dataclass(frozen=True)
class Line:
    """One file and what became of it."""

    file: str
    outcome: Outcome
    detail: str = ""


@dataclass
class Report:
    """Outcomes of files, links that lead nowhere, and what was left out of pages."""

    lines: list[Line] = field(default_factory=list)
    dead_links: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    not_understood: dict[str, Counter[str]] = field(default_factory=dict)
    """Kinds of blocks and links that stayed as text: how often in which file."""

    def add(self, file: str, outcome: Outcome, detail: str = "") -> None:
        """Record what became of `file`."""
        self.lines.append(Line(file, outcome, detail))

    def dead(self, file: str, link: str, reason: str) -> None:
        """Record a link in `file` that leads nowhere."""
        if (file, link, reason) not in self.dead_links:
            self.dead_links.append((file, link, reason))

    def omit(self, file: str, what: str) -> None:
        """Record something in `file` that the page does not show."""
        if (file, what) not in self.left_out:
            self.left_out.append((file, what))

    def unknown(self, file: str, kind: str) -> None:
        """Count something in `file` that was not understood and stays as text."""
        self.not_understood.setdefault(kind, Counter())[file] += 1

    def count(self, outcome: Outcome) -> int:
        """How many files ended with `outcome`."""
        return sum(line.outcome == outcome for line in self.lines)

    def summary(self) -> str:
        """One line with the numbers."""
        counts = Counter(line.outcome for line in self.lines)
        words = [f"{counts[outcome]} {outcome}" for outcome in OUTCOMES if counts[outcome]]
        dead = len(self.dead_links)
        tail = "1 link leads nowhere" if dead == 1 else f"{dead} links lead nowhere"
        return f"{len(self.lines)} files: {', '.join(words) or 'nothing to do'}; {tail}."

    def text(self, verbose: bool = False) -> str:
        """The whole report; `verbose` also names files in which nothing had changed."""
        out: list[str] = []
        for outcome in OUTCOMES:
            lines = [line for line in self.lines if line.outcome == outcome]
            if outcome == "unchanged" and not verbose:
                lines = [line for line in lines if line.detail]
            if lines:
                out.append(f"\n{outcome.capitalize()}:")
                out += [f"  {line.file}" + _dash(line.detail) for line in lines]
        if self.dead_links:
            out.append("\nLinks that lead nowhere:")
            out += [f"  {file}: {link}{_dash(reason)}" for file, link, reason in self.dead_links]
        if self.left_out:
            out.append("\nLeft out of pages:")
            out += [f"  {file}: {what}" for file, what in self.left_out]
        if self.not_understood:
            out.append("\nNot understood, kept as text:")
            kinds = sorted(self.not_understood.items(), key=lambda kind: -kind[1].total())
            out += [f"  {files.total()} × {kind} ({_files(files)})" for kind, files in kinds]
        if self.missing:
            out.append("\nNo longer in the folder (their pages stay):")
            out += [f"  {file}" for file in self.missing]
        return "\n".join([*out, "", self.summary()]).lstrip("\n")


def _files(files: Counter[str], most: int = 3) -> str:
    names = ", ".join(name for name, _times in files.most_common(most))
    return names if len(files) <= most else f"{names} and {len(files) - most} more"


def _dash(text: str) -> str:
    return f" ({text})" if text else ""
