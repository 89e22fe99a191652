"""The pages of the reference: where each lies, what it says."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils import translation

from rynek.reference import commands, listening, registries, rights, settings, slots

ROOT = Path("docs/developers/reference")
NOTE = "<!-- Written by `rynek reference`. Do not edit: change the code, and run it again. -->"


@dataclass(frozen=True)
class Section:
    """A table with a heading and a sentence."""

    title: str
    words: str
    body: Callable[[], str]


PAGES: dict[str, tuple[str, list[Section]]] = {
    "commands": (
        "Commands",
        [Section("", "What can be typed after `rynek`.", commands.commands)],
    ),
    "permissions": (
        "Permissions",
        [
            Section(
                "",
                "Beyond Django's own (add, change, delete and view of every model), and who has "
                "them in a new house. Groups may be renamed and divided; rights are asked of "
                "permissions.",
                rights.rights,
            )
        ],
    ),
    "slots": (
        "Slots",
        [
            Section(
                "",
                "Places that a template offers, and the apps that add to them by a template "
                "`<app>/slots/<slot>.html` ([decision 030](../../decisions/030-slots.md)).",
                slots.slots,
            )
        ],
    ),
    "listening": (
        "What listens to what",
        [
            Section("Our own signals", "Lower apps send them.", listening.own_signals),
            Section("Listeners", "Who hears them, and those of packages.", listening.listening),
        ],
    ),
    "registries": (
        "What the registries hold",
        [
            Section("Page types", "See [page types](../page-types.md).", registries.page_types),
            Section("Subjects", "What people talk about.", registries.subject_kinds),
            Section(
                "Notifications",
                "What is recorded, and what people are told of it.",
                registries.notification_kinds,
            ),
            Section("Messages", "What apps tell one person.", registries.message_kinds),
            Section("Mails", "What apps write through the outbox.", registries.mail_kinds),
            Section("Metrics", "Of the community room.", registries.metrics),
            Section("Rules of the queue", "Of the community room.", registries.queue_rules),
            Section("Queues", "Whose items fail alone ([rooms](../rooms.md)).", registries.queues),
            Section("Schedule", "What the worker does by itself.", registries.schedule),
            Section("Search sources", "What is found.", registries.search_sources),
            Section("Search facets", "How results are narrowed.", registries.search_facets),
            Section("Counters", "What `rynek recount` repairs.", registries.counters),
        ],
    ),
}

_TABLE = re.compile(r"(?<=<!-- settings -->\n).*?(?=\n<!-- /settings -->)", re.S)
CONFIGURATION = Path("docs/administrators/configuration.md")


def pages(root: Path) -> Iterator[tuple[Path, str]]:
    """Path and content of every page under the folder of the checkout, as they should be."""
    with translation.override("en"):
        for name, (title, sections) in PAGES.items():
            yield root / ROOT / f"{name}.md", _page(title, sections)
        path = root / CONFIGURATION
        known = path.read_text(encoding="utf-8")
        yield path, _TABLE.sub(lambda _found: settings.settings(), known)


def _page(title: str, sections: list[Section]) -> str:
    parts = [f"# {title}", NOTE]
    for section in sections:
        if section.title:
            parts.append(f"## {section.title}")
        parts += [section.words, section.body()]
    return "\n\n".join(parts) + "\n"
