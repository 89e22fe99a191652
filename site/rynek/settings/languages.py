"""`RYNEK_LANGUAGES`: the languages of the interface and of pages.

    pl,en               the default
    pl,en,cs            Czech besides: Django knows its name and plurals
    pl,en,szl=Ślōnski   a language that Django does not know, with its name

The first is spoken where nobody chose another, unless RYNEK_LANGUAGE says otherwise. What a
catalogue lacks is said in the house's language; messages are written in English in the code, so
that English needs no catalogue.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
LONGEST_CODE = 8  # as stored with people and comments
# Names that are messages of ours; those of other languages are Django's.
_NAMES = {"pl": _("Polish"), "en": _("English")}
_said_by_django = _  # under another name, so that its messages are not taken for ours


def languages(value: str) -> dict[str, str]:
    """Read codes, each with the name that was given to it ("" for the one that is known)."""
    found: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        code, _sign, name = (piece.strip() for piece in part.partition("="))
        code = code.lower()
        if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE:
            raise ValueError("use codes separated by commas, such as pl,en,cs")
        if not name and "name" not in LANG_INFO.get(code, {}):
            raise ValueError(f"give {code} a name, such as {code}=Ślōnski")
        found[code] = name
    if not found:
        raise ValueError("use codes separated by commas, such as pl,en,cs")
    return found


def named(found: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Codes with names for `LANGUAGES`. Django hears of those that it does not know."""
    for code, name in found.items():
        if name:
            known = LANG_INFO.get(code, {"bidi": False, "code": code})
            LANG_INFO[code] = {**known, "name": name, "name_local": name}
    return [(code, name or _name_of(code)) for code, name in found.items()]


def _name_of(code: str) -> Any:
    # Not `or`: whether a lazy message is empty cannot be asked before the apps are there.
    return _NAMES[code] if code in _NAMES else _said_by_django(LANG_INFO[code]["name"])


def one_of(code: str, found: Mapping[str, str]) -> str:
    """Read the code of one of the languages of the house."""
    if code not in found:
        raise ValueError(f"use one of RYNEK_LANGUAGES: {', '.join(found)}")
    return code
