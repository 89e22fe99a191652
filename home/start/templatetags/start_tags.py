"""What the start page says."""

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def greeting() -> str:
    """Good morning, day or evening, by the reader's clock."""
    hour = timezone.localtime().hour
    if 5 <= hour < 11:
        return _("Good morning")
    return _("Good evening") if hour >= 18 or hour < 5 else _("Good day")
