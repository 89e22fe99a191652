"""Numbers of a sheet as people see them: dates and times by the number format of their cell."""

import re
from datetime import datetime, timedelta

# The formats that every program knows by number and no file spells out.
BUILT_IN = {
    9: "0%", 10: "0.00%", 14: "dd.mm.yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "dd.mm.yyyy h:mm",
    **dict.fromkeys(range(27, 37), "yyyy-mm-dd"), **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
}  # fmt: skip
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_TOKENS = re.compile(r"\[h+\]|\[m+\]|\[s+\]|y+|m+|d+|h+|s+|AM/PM|A/P|.", re.IGNORECASE)
_LAST_DAY = 2_958_466  # 31 December 9999


def is_date(pattern: str) -> bool:
    """Whether a number format shows a date or a time."""
    plain = _LITERALS.sub("", pattern.split(";")[0]).lower()
    return "general" not in plain and bool(re.search(r"[ymdhs]", plain))


def moment_of(number: float, *, since_1904: bool = False) -> datetime | None:
    """The moment that a number of days stands for; None beyond the calendar."""
    if not 0 <= number < _LAST_DAY:
        return None
    # Lotus believed in 29 February 1900, and so do all sheets. They know no time zones.
    first = (1904, 1, 1) if since_1904 else (1899, 12, 30 if number >= 60 else 31)
    try:
        return datetime(*first) + timedelta(milliseconds=round(number * 86_400_000))  # noqa: DTZ001
    except OverflowError:
        return None


def shown(number: str, pattern: str, *, since_1904: bool = False) -> str:
    """A number as its cell shows it. A date also stands in the order that sorts, to be found by."""
    try:
        value = float(number)
    except ValueError:
        return number
    if is_date(pattern):
        moment = moment_of(value, since_1904=since_1904)
        if moment is not None:
            return shown_moment(moment, pattern, value)
    if pattern.rstrip(" ").endswith("%"):
        return f"{value * 100:.10g}%"
    return f"{value:.15g}"


def shown_moment(moment: datetime, pattern: str, days: float = 0.0) -> str:
    """A moment by a number format, and once more as YYYY-MM-DD if it has a day."""
    first = pattern.split(";")[0]
    tokens = _TOKENS.findall(_LITERALS.sub(lambda m: m.group().strip('"\\'), first))
    rendered = "".join(_rendered(tokens, moment, days)).strip()
    if re.search(r"[yd]", _LITERALS.sub("", first), re.IGNORECASE):
        day = f"{moment:%Y-%m-%d}"
        return rendered if day in rendered else f"{rendered} {day}"
    return rendered


def _rendered(tokens: list[str], moment: datetime, days: float) -> list[str]:
    pieces: list[str] = []
    # Excel's codes: yy/yyyy, m to mmmm (a month, or minutes beside hours or seconds), d to dddd, h, s,
    # AM/PM, and [h], [m], [s] for a whole length of time. Anything else is shown as it is.
    kinds = [token[0].lower() if token[:1].isalpha() else token for token in tokens]
    is_12 = any(token.upper() in ("AM/PM", "A/P") for token in tokens)
    for at, token in enumerate(tokens):
        kind, size = kinds[at], len(token)
        if kind == "y":
            pieces.append(f"{moment:%Y}" if size > 2 else f"{moment:%y}")
        elif kind == "m" and _is_minute(kinds, at):
            pieces.append(f"{moment.minute:02d}" if size > 1 else str(moment.minute))
        elif kind == "m":
            names = {3: f"{moment:%b}", 4: f"{moment:%B}"}
            pieces.append(names.get(size, f"{moment.month:0{min(size, 2)}d}"))
        elif kind == "d":
            names = {3: f"{moment:%a}", 4: f"{moment:%A}"}
            pieces.append(names.get(size, f"{moment.day:0{min(size, 2)}d}"))
        elif kind == "h":
            hour = (moment.hour % 12 or 12) if is_12 else moment.hour
            pieces.append(f"{hour:0{min(size, 2)}d}")
        elif kind == "s":
            pieces.append(f"{moment.second:0{min(size, 2)}d}")
        elif token.upper() in ("AM/PM", "A/P"):
            pieces.append("AM" if moment.hour < 12 else "PM")
        elif token.startswith("[") and size > 1:
            unit = {"h": 24, "m": 1440, "s": 86_400}[token[1].lower()]
            pieces.append(str(int(days * unit)))
        else:
            pieces.append(token)
    return pieces


def _is_minute(kinds: list[str], at: int) -> bool:
    """Whether an "m" means minutes: after hours or before seconds, punctuation apart."""
    before = next((k for k in reversed(kinds[:at]) if k[-1:].isalpha() or len(k) > 1), "")
    after = next((k for k in kinds[at + 1 :] if k[-1:].isalpha() or len(k) > 1), "")
    return before == "h" or before.lower().startswith("[h") or after == "s"
