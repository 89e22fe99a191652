"""What templates of every room use to look alike: icons, faces, times, slots."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.apps import apps
from django.conf import settings
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from social.people.photos import THUMBNAIL_PIXELS

register = template.Library()

ROOMS = ("home", "blog", "social", "search")
ABOUT_A_PAGE = ("page_", "project_", "section_")
INITIALS_COLOURS = 8
AVATAR_PIXELS = {"xs": 24, "sm": 32, "": 40, "lg": 64, "xl": 128}
SECTION_ICONS = {
    "newsindexpage": "news",
    "guideindexpage": "guide",
    "projectindexpage": "project",
    "questionindexpage": "question",
    "eventindexpage": "event",
    "eventpage": "event",
    "onboardingpathpage": "path",
    "newspage": "news",
    "guidepage": "guide",
    "projectpage": "project",
    "questionpage": "question",
    "knowledgepage": "lesson",
    "user": "person",
    "comment": "comment",
    "document": "file",
}


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
        is_small = pixels * 2 <= THUMBNAIL_PIXELS
        return format_html(
            '<img class="{}" src="{}" alt="" width="{}" height="{}" loading="lazy">',
            css,
            person.thumbnail_url if is_small else person.photo.url,
            pixels,
            pixels,
        )
    colour = person.pk % INITIALS_COLOURS + 1
    return format_html(
        '<span class="{} avatar--c{}" aria-hidden="true">{}</span>', css, colour, person.initials
    )


@register.filter
def kind_icon(thing: Any) -> str:
    """The name of the icon for a page, a person or a model's name."""
    name = thing if isinstance(thing, str) else None
    if name is None:
        content_type = getattr(thing, "cached_content_type", None)
        name = content_type.model if content_type else thing._meta.model_name
    return SECTION_ICONS.get(name, "file")


KNOWLEDGE_ICONS = {"how-to": "howto"}
TONE_ICONS = {"info": "info", "tip": "idea", "warning": "warning", "danger": "danger"}


@register.filter
def knowledge_icon(kind: str) -> str:
    """The name of the icon for a kind of knowledge page."""
    return KNOWLEDGE_ICONS.get(kind, kind)


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
def greeting() -> str:
    """Good morning, day or evening, by the reader's clock."""
    hour = timezone.localtime().hour
    if 5 <= hour < 11:
        return _("Good morning")
    return _("Good evening") if hour >= 18 or hour < 5 else _("Good day")


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
        return date_format(local, "j E" if _is_polish() else "j F")
    return date_format(local, "DATE_FORMAT")


def _is_polish() -> bool:
    from django.utils.translation import get_language

    return (get_language() or "").startswith("pl")


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
    """What the installed rooms add at this place: their templates `<app>/slots/<name>.html`.

    The ground floor comes first. A room that is not installed leaves nothing behind, and the
    template that offers the place knows no room by name. Of a page that is not saved yet, as the
    preview of a new one, nobody can say, follow or ask anything: its slots stay empty.
    """
    if name.startswith(ABOUT_A_PAGE) and getattr(context.get("page"), "pk", True) is None:
        return SafeString()
    flat = context.flatten()
    return mark_safe(  # noqa: S308 - each part is a rendered template
        "".join(part.render(flat, context.get("request")) for part in _slot_templates(name))
    )


@cache
def _slot_templates(name: str) -> tuple[Any, ...]:
    found = []
    for config in reversed(list(apps.get_app_configs())):
        if config.name.split(".")[0] not in ROOMS:
            continue
        try:
            found.append(get_template(f"{config.name.replace('.', '/')}/slots/{name}.html"))
        except template.TemplateDoesNotExist:
            continue
    return tuple(found)
