"""Message catalogues in pure Python, so that neither users nor translators need gettext tools.

Each app has for each language a catalogue `<app>/locale/<language>/LC_MESSAGES/django.po` with the
messages of its Python files and of its templates. Messages are English.
"""

import os
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

from ground.languages import codes
from rynek.templates import ROOMS, templates

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
SOURCE = "en"  # the language of the messages in the code
COMPLETE = "pl"  # its catalogues come with Rynek, and a test says that nothing is missing
# Plurals as Django's own catalogues have them, where Babel's differ: their number and the rule.
PLURALS = {"pl": (3, "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)")}


def apps() -> Iterator[tuple[str, Path]]:
    """Dotted names and folders of the apps that have messages of their own."""
    root = settings.BASE_DIR
    for name in settings.INSTALLED_APPS:
        folder = root.joinpath(*name.split("."))
        if name == "rynek":
            folder = root / "site" / "rynek"
        if folder.is_dir() and name.split(".")[0] in ROOMS:
            yield name, folder


def sources(name: str, folder: Path) -> Iterator[Path]:
    """The files whose messages belong to an app."""
    inner = {other for label, other in apps() if label != name and folder in other.parents}
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts and not inner & set(path.parents):
            yield path
    for path, app in templates():
        if app == name and path.suffix in {".html", ".txt", ".svg"}:
            yield path


def languages() -> list[str]:
    """The languages of the house that need catalogues."""
    return [code for code in codes() if code.partition("-")[0] != SOURCE]


def extracted(name: str, folder: Path, language: str = COMPLETE) -> Catalog:
    """All messages of an app, without translations."""
    catalogue = _empty(language)
    for path in sources(name, folder):
        text = path.read_text()
        if path.suffix != ".py":
            # It is read as Python, in which the indentation of a template would be an error.
            lines = templatize(text, origin=str(path)).split("\n")
            text = "\n".join(line.lstrip() for line in lines)
        found = extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"])
        for _line, message, comments, context in found:
            flags = ["python-format"] if _has_placeholder(message) else []
            catalogue.add(
                message,
                None,
                [(str(path.relative_to(settings.BASE_DIR)), 1)],
                flags=flags,
                auto_comments=comments,
                context=context,
            )
    for message in _words_of_code(name):
        catalogue.add(message, None, [(name, 1)])
    return catalogue


def _words_of_code(name: str) -> list[str | tuple[str, str]]:
    """Messages that no call marks, such as docstrings shown to readers: `<app>.own_messages`."""
    try:
        module = import_module(f"{name}.own_messages")
    except ModuleNotFoundError:
        return []
    return list(module.MESSAGES)


def _has_placeholder(message: str | tuple[str, ...]) -> bool:
    texts = [message] if isinstance(message, str) else message
    return any("%(" in text for text in texts)


def po_path(folder: Path, language: str = COMPLETE) -> Path:
    return folder / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"


def load(folder: Path, language: str = COMPLETE) -> Catalog:
    path = po_path(folder, language)
    return _read(path) if path.exists() else _empty(language)


def _empty(language: str) -> Catalog:
    return Catalog(to_locale(language), charset="utf-8", fuzzy=False)


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def update(name: str, folder: Path, language: str = COMPLETE) -> Catalog:
    """Write the app's catalogue anew: new messages added, unused ones dropped, none guessed."""
    template, catalogue = extracted(name, folder, language), load(folder, language)
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    if language in PLURALS:
        catalogue._num_plurals, catalogue._plural_expr = PLURALS[language]  # type: ignore[assignment]
    if len(catalogue):
        path = po_path(folder, language)
        path.parent.mkdir(parents=True, exist_ok=True)
        buffer = BytesIO()
        write_po(buffer, catalogue, width=100, sort_output=True, omit_header=False)
        path.write_bytes(_without_dates(buffer.getvalue()))
    return catalogue


def _without_dates(content: bytes) -> bytes:
    """Dates in headers would change with every run and collide in every merge."""
    skipped = (b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By')
    return b"\n".join(line for line in content.split(b"\n") if not line.startswith(skipped))


def missing(catalogue: Catalog) -> list[str]:
    """Messages without a complete translation."""
    found = []
    for message in catalogue:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and (not strings or not all(strings) or message.fuzzy):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def _catalogues() -> Iterator[Path]:
    """The catalogues of all apps and languages, and those that a company brings."""
    places = [folder / "locale" for _name, folder in apps()]
    for place in [*places, *map(Path, settings.LOCALE_PATHS)]:
        yield from sorted(place.glob("*/LC_MESSAGES/django.po"))


def compile_all() -> int:
    """Compile every catalogue that changed since; returns how many were written."""
    written = 0
    for path in _catalogues():
        compiled = path.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime_ns >= path.stat().st_mtime_ns:
            continue
        temporary = compiled.with_suffix(f".{os.getpid()}.tmp")
        temporary.touch()
        temporary.chmod(0o644)  # part of the program, which another account may run
        with temporary.open("wb") as file:
            write_mo(file, _read(path))
        temporary.replace(compiled)
        written += 1
        # What this process has loaded lacks it; Django's own reloader makes it forget.
        translation_file_changed(None, compiled)
    return written
