"""What all templates use to look alike: icons, faces, times, slots."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ground.design.slots import filled, is_about_a_page

register = template.Library()

INITIALS_COLOURS = 8
AVATAR_PIXELS = {"xs": 24, "sm": 32, "": 40, "lg": 64, "xl": 128}
TONE_ICONS = {"info": "info", "tip": "idea", "warning": "warning", "danger": "danger"}


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """A picture from the sprite; decoration only, words stand beside it or in an aria-label."""
    return _icon(name, css_class, settings.STATIC_URL)


@cache
def _icon(name: str, css_class: str, static_url: str) -> SafeString:
    """A page shows a hundred of them; the address of the sprite changes only with a release."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        css_class,
        static("rynek/icons/icons.svg"),
        name,
    )


@register.simple_tag
def icon_url(name: str) -> str:
    """The address of one picture of the sprite."""
    return f"{static('rynek/icons/icons.svg')}#{name}"


@register.simple_tag
def avatar(person: Any, size: str = "", with_photo: bool = True) -> SafeString:
    """The photo of a person, else initials on a quiet ground. Decoration: the name stands beside it.

    Photos are for people who are signed in; pages before that ask for initials. So do those who
    left: their photo is not served any more.
    """
    css = f"avatar avatar--{size}" if size else "avatar"
    if person is None:
        return format_html('<span class="{}" aria-hidden="true">{}</span>', css, icon("person"))
    if person.photo and person.is_active and with_photo:
        pixels = AVATAR_PIXELS.get(size, 40)
        return format_html(
            '<img class="{}" src="{}" alt="" width="{}" height="{}" loading="lazy">',
            css,
            person.photo_url(pixels),
            pixels,
            pixels,
        )
    colour = person.pk % INITIALS_COLOURS + 1
    return format_html(
        '<span class="{} avatar--c{}" aria-hidden="true">{}</span>', css, colour, person.initials
    )


@register.filter
def kind_icon(thing: Any) -> str:
    """The icon that a thing's model names (`icon = "news"`); of a page, without loading its own row."""
    content_type = getattr(thing, "cached_content_type", None)
    model = content_type.model_class() if content_type else type(thing)
    return getattr(model, "icon", "file")


@register.filter
def tone_icon(tone: str) -> str:
    """The name of the icon for a callout's tone."""
    return TONE_ICONS.get(tone, "info")


@register.filter
def colour_number(pk: int | None) -> int:
    """One of the quiet grounds, always the same for the same row."""
    return (pk or 0) % INITIALS_COLOURS + 1


@register.filter
def indent_steps(depth: int) -> range:
    """Something to loop over for the indentation of a tree's row; the root has none."""
    return range(max(0, depth - 1))


@register.simple_tag
def ago(moment: datetime | None) -> SafeString | str:
    """When something happened, as people say it; the exact time on hover and for machines."""
    if moment is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        date_format(timezone.localtime(moment), "DATETIME_FORMAT"),
        spoken_time(moment, timezone.now()),
    )


def spoken_time(moment: datetime, now: datetime) -> str:
    """`5 min ago`, `yesterday`, `18 November`, `18 November 2024`; the future in full."""
    seconds = (now - moment).total_seconds()
    local, today = timezone.localtime(moment), timezone.localtime(now)
    days = (today.date() - local.date()).days
    if 0 <= seconds < 60:
        return _("just now")
    if 0 <= seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("%(n)d min ago", "%(n)d min ago", minutes) % {"n": minutes}
    if seconds >= 0 and days == 0:
        hours = int(seconds // 3600)
        return ngettext("%(n)d h ago", "%(n)d h ago", hours) % {"n": hours}
    if days == 1:
        return _("yesterday")
    if local.year == today.year:
        return date_format(local, "MONTH_DAY_FORMAT")
    return date_format(local, "DATE_FORMAT")


@register.filter
def page_numbers(page: Any) -> list[int | None]:
    """The numbers that a pagination shows; None stands for a gap."""
    last, now = page.paginator.num_pages, page.number
    shown = sorted({1, last, *range(max(1, now - 1), min(last, now + 1) + 1)})
    numbers: list[int | None] = []
    for number in shown:
        if numbers and numbers[-1] is not None and number - numbers[-1] > 1:
            numbers.append(number - 1 if number - numbers[-1] == 2 else None)
        numbers.append(number)
    return numbers


@register.simple_tag(takes_context=True)
def is_here(context: template.Context, url: str | None) -> bool:
    """Whether the page that is shown lies at this address or below it."""
    request = context.get("request")
    if request is None or not url:
        return False
    path = "/" + url.split("://", 1)[-1].split("/", 1)[-1] if "://" in url else url
    return request.path == path or (path.count("/") > 2 and request.path.startswith(path))


@register.simple_tag(takes_context=True)
def slot(context: template.Context, name: str) -> SafeString:
    """What the installed apps add at this place: see `ground.design.slots`.

    Of a page that is not saved yet, as the preview of a new one, nobody can say, follow or ask
    anything: its slots stay empty.
    """
    if is_about_a_page(name) and getattr(context.get("page"), "pk", True) is None:
        return SafeString()
    return filled(name, context.flatten(), context.get("request"))
