"""What is said of a file that was not read, or not to its end. Kept as codes, shown in words."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from search.extraction.readers.text import LONGEST_TEXT, MOST_CELLS, MOST_PAGES

# Nothing is wrong with these files: they are found by their titles.
HARMLESS = frozenset({"format", "converter"})
# The beginning was read, which search finds.
PARTIAL = frozenset({"length", "pages", "cells", "parts"})

SENTENCES = {
    "length": _("It is long: search knows its first %(characters)s characters."),
    "pages": _("It is long: search knows its first %(pages)s pages."),
    "cells": _("It is large: search knows its first %(cells)s cells."),
    "parts": _("Some of its parts are damaged; search knows the others."),
    "locked": _("It is locked with a password, so search knows its title only."),
    "large": _("The file is too large to be read; search knows its title."),
    "unpacked": _("It unpacks to more than can be read; search may not know all of it."),
    "memory": _("Reading it took too much memory; search may not know all of it."),
    "nested": _("It is nested too deeply to be read to its end."),
    "slow": _("Reading it took too long; search may not know all of it."),
    "crash": _("It crashes its reader, so search knows its title only."),
    "broken": _(
        "The file is damaged, or is not what its name says; search may not know all of it."
    ),
    "missing": _("The file is missing."),
    "format": _("Files of this kind are found by their titles."),
    "converter": _(
        "Files of this old kind are found by their titles; where catdoc is installed on the "
        "server, by their text, too."
    ),
}
_LIMITS = {
    "characters": f"{LONGEST_TEXT:,}",
    "pages": f"{MOST_PAGES:,}",
    "cells": f"{MOST_CELLS:,}",
}


def sentences(codes: Iterable[str]) -> list[str]:
    """What codes mean, in the reader's language; one that is unknown stands for itself."""
    limits = {name: number.replace(",", "\u00a0") for name, number in _LIMITS.items()}
    return [str(SENTENCES[c]) % limits if c in SENTENCES else c for c in codes]
