"""Words and pictures of the room's pages."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from social.analytics.metrics.parts import PARTS
from social.analytics.metrics.registry import Unit
from social.analytics.release import words
from social.analytics.shares import SMALL, coarse_of
from social.community.models import Look, Report, RoomSettings
from social.community.numbers import charts
from social.community.numbers.summary import plain
from social.community.queue.effects import Share
from social.community.volunteers.cards import CRITERIA
from social.people import rights

register = template.Library()

_CHANGES: dict[str, str | Promise] = {
    "better": _("better"),
    "worse": _("worse"),
    "up": _("more"),
    "down": _("less"),
}
_STATES: dict[str, tuple[str, str | Promise]] = {
    "good": ("good", _("fine")),
    "amber": ("warn", _("look closer")),
    "red": ("bad", _("act")),
}
_SECTIONS: dict[str, str | Promise] = {
    "Formula": _("Formula"),
    "Unit": _("Unit"),
    "Inputs": _("Inputs"),
    "Minimum": _("Minimum to be shown"),
    "Reference": _("Reference"),
    "Source": _("Source"),
}
_PANELS: dict[str, str | Promise] = {
    "volunteers": _("Who volunteers"),
    "appointed": _("Who is an ambassador"),
    "level": _("by level"),
    "size": _("by size of the department"),
    "time": _("by working time"),
    "place": _("by place"),
}
_LABELS: dict[str, str | Promise] = {"full": _("full time"), "part": _("part time")}
_STAGES: dict[str, str | Promise] = {
    "saw": _("seen"),
    "confirmed": _("confirmed"),
    "asked": _("questions"),
    "answered": _("answers"),
    "": _("nothing that may be shown"),
}


@register.simple_tag
def change_words(change: str) -> str:
    """`better`, `worse`, `more` or `less`, coloured and in words."""
    if change not in _CHANGES:
        return ""
    return format_html(
        '<span class="stat__change stat__change--{}">{}</span> ', change, _CHANGES[change]
    )


@register.simple_tag
def state_badge(state: str) -> str:
    """Fine, look closer or act."""
    if state not in _STATES:
        return ""
    colour, word = _STATES[state]
    return format_html('<span class="badge badge--{}">{}</span>', colour, word)


@register.simple_tag
def settled_share(found: Share) -> str:
    """How many cases settled, with the interval; how many there are while that is too few."""
    if found.share is None:
        words = gettext("%(n)s of 10 cases needed") % {"n": found.cases}
        return format_html('<span class="muted">{}</span>', words)
    low, high = found.low, found.high
    return format_html('{} % <span class="small muted">({}–{})</span>', found.share, low, high)


@register.simple_tag
def section_name(name: str) -> str:
    """The heading of a section of a metric's definition."""
    return str(_SECTIONS.get(name, name))


@register.simple_tag
def part_name(code: str, part: str) -> str:
    """What a second number of a metric says."""
    return str(PARTS.get(f"{code}.{part}", part))


@register.simple_tag
def panel_name(name: str) -> str:
    """What a fairness panel divides people by."""
    return str(_PANELS.get(name, name))


@register.simple_tag
def panel_label(label: str) -> str:
    """A group in a fairness panel."""
    return str(_LABELS.get(label, label))


@register.simple_tag
def stage_name(stage: str) -> str:
    """How far a decision came."""
    return str(_STAGES.get(stage, stage))


@register.simple_tag
def look_words(look: Look) -> str:
    """Where somebody looked: at cards in the order of a criterion, or at a planned team."""
    if look.place == "planner":
        return gettext("Team planner")
    name = CRITERIA.get(look.detail)
    return gettext("Cards, by “%(name)s”") % {"name": name} if name else gettext("Cards")


@register.filter
def said(text: str) -> str:
    """Words of a definition in the reader's language; `translate` would double each percent sign."""
    return gettext(text)


@register.filter
def percent(value: float | None) -> str:
    """A share as a whole percentage."""
    return plain(value, Unit.SHARE)


@register.simple_tag
def bar(value: float | None) -> SafeString:
    """A horizontal bar with its value, or why there is none."""
    if value is None:
        return format_html(
            '<span></span><span class="bars__value muted">{}</span>', gettext("too few")
        )
    share = coarse_of(value, SMALL)
    return format_html(
        '<meter class="bar" min="0" max="100" value="{0}">{1}</meter>'
        '<span class="bars__value">{1}</span>',
        round(share.middle),
        words(share),
    )


@register.simple_tag
def bar_of(found: dict[str, Any], key: str) -> SafeString:
    """A bar for one entry."""
    return bar(found.get(key))


@register.inclusion_tag("social/community/includes/trend.html")
def trend(line: charts.Line, unit: Unit, label: str) -> dict[str, Any]:
    """The line over months."""
    ticks = [(y, plain(value, unit)) for y, value in line.ticks]
    return {"line": line, "ticks_shown": ticks, "label": label}


@register.inclusion_tag("social/community/includes/sparkline.html")
def sparkline(line: charts.Line) -> dict[str, Any]:
    """The line without words, beside a number that says the same."""
    return {"line": line}


@register.filter
def manages_community(user: Any) -> bool:
    """Whether the menu offers the room."""
    return rights.manages_community(user)


@register.filter
def reads_reports(user: Any) -> bool:
    """Whether the menu offers the reports; asks only for people of the board."""
    return bool(rights.is_on_board(user) and Report.objects.visible_to(user).exists())


@register.simple_tag
def people_parts() -> bool:
    """Whether the parts about people are on."""
    return RoomSettings.load().people_parts
