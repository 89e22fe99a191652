"""Every word that people see exists in Polish."""

import re
from pathlib import Path

import pytest
import wagtail
from babel.messages.pofile import read_po
from django.utils.translation import gettext, ngettext, override

from rynek import catalogues, own_messages

APPS = list(catalogues.apps())
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.mark.parametrize(("name", "folder"), APPS, ids=[name for name, _ in APPS])
def test_catalogue_is_complete(name: str, folder: Path) -> None:
    """Run `make messages` and translate what this names."""
    translated = catalogues.load(folder)
    missing = []
    for message in catalogues.extracted(name, folder):
        if not message.id:
            continue
        known = translated.get(message.id, message.context)
        strings = known.string if known else ""
        if not strings or not all([strings] if isinstance(strings, str) else strings):
            missing.append(message.id)
    assert missing == []


@pytest.mark.parametrize(("name", "folder"), APPS, ids=[name for name, _ in APPS])
def test_translations_keep_placeholders(name: str, folder: Path) -> None:
    broken = []
    for message in catalogues.load(folder):
        if not message.id:
            continue
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {found for text in ids for found in PLACEHOLDER.findall(text)}
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        broken += [s for s in strings if s and not set(PLACEHOLDER.findall(s)) <= wanted]
    assert broken == []


def test_community_managers_have_one_name_in_polish() -> None:
    strings = [str(m.string) for _name, folder in APPS for m in catalogues.load(folder)]
    assert any("piekun społeczności" in string for string in strings)
    assert [s for s in strings if re.search(r"enedżer\w* społeczności", s)] == []


def test_polish_has_three_plural_forms() -> None:
    """1 komentarz, 2 komentarze, 5 komentarzy, 22 komentarze."""
    with override("pl"):
        forms = {n: ngettext("%(n)s comment", "%(n)s comments", n) for n in (1, 2, 5, 12, 22)}
    assert forms[2] == forms[22]
    assert forms[5] == forms[12]
    assert len({forms[1], forms[2], forms[5]}) == 3


def test_our_words_come_before_wagtails_where_a_model_is_named() -> None:
    """Its sentences suit one gender only; ours must be found first, and exist in Wagtail."""
    with override("pl"):
        assert gettext("Add %(model_name)s") == "Dodaj: %(model_name)s"
        assert "ten" not in gettext("Are you sure you want to delete this %(model_name)s?")
    wagtails = set()
    for path in Path(wagtail.__file__).parent.rglob("locale/pl/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            wagtails |= {message.id for message in read_po(file, locale="pl")}
    assert set(own_messages.MESSAGES) <= wagtails
