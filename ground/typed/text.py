"""Text as people mean it: without what cannot be seen, cannot be stored or turns a line around.

Programs copy such characters along: telephones put U+202A before a number, word processors leave
vertical tabs, hand-made requests hold NUL, which PostgreSQL refuses. Forms take them out
(`cleaned`); what comes without a form is told of them (`validate_line`, `validate_text`).
"""

import re
from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Controls; the embeddings and overrides of direction, which Unicode advises against; halves of
# characters and what is none: no database takes all of them, and no XML.
NEVER = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
# In one line among others an isolate that nobody closes moves what stands behind it.
ISOLATES = "\u2066-\u2069"
_NEVER = re.compile(f"[{NEVER}]")
_NEVER_IN_LINES = re.compile(f"[{NEVER}{ISOLATES}]")
_BREAKS = re.compile(f"[{BREAKS}\t]+")
_REFUSED_IN_LINES = re.compile(f"[{NEVER}{ISOLATES}{BREAKS}]")
_OLD_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Letters and marks by their category, but empty to the eye.
_HOLLOW = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_EMPTY_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})


def can_be_seen(text: str) -> bool:
    """Whether any character of it shows. Emoji and every script do; zero-width blanks do not."""
    return any(category(char) not in _EMPTY_CATEGORIES and char not in _HOLLOW for char in text)


def cleaned(text: str, *, one_line: bool = False) -> str:
    """The text without what nobody means; empty when nothing of it can be seen."""
    if one_line:
        text = " ".join(_NEVER_IN_LINES.sub("", _BREAKS.sub(" ", text)).split(" "))
    else:
        text = _NEVER.sub("", text)
    return text if can_be_seen(text) else ""


def line(text: object, longest: int) -> str:
    """One line of at most so many characters out of whatever a program was given."""
    found = cleaned(str(text), one_line=True).strip() if isinstance(text, str | int) else ""
    return found[:longest].rstrip()


def lines(text: object, longest: int) -> str:
    """The same for text of several lines."""
    found = cleaned(text).strip() if isinstance(text, str) else ""
    return _OLD_BREAKS.sub("\n", found)[:longest].rstrip()


def _validate(text: object, refused: re.Pattern[str]) -> None:
    if not isinstance(text, str):
        return
    if found := refused.search(text):
        raise ValidationError(
            _("There is a character that cannot be seen (%(code)s). Delete it."),
            code="unseen_character",
            params={"code": f"U+{ord(found[0]):04X}"},
        )
    if text and not can_be_seen(text):
        raise ValidationError(_("Nothing of this can be seen. Type a text."), code="blank")


def validate_line(text: object) -> None:
    """Of a field of one line: no controls, no line breaks, no turned direction."""
    _validate(text, _REFUSED_IN_LINES)


def validate_text(text: object) -> None:
    """Of a field of many lines."""
    _validate(text, _NEVER)
