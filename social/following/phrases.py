"""Who did something, in words; what they did, the deed says (`social.activity.deeds`)."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from social.people.models import User


def who(actors: Sequence[User], count: int | None = None) -> SafeString:
    """“Anna Kowal”, “Anna Kowal and Jan Łącki”, “Anna Kowal and 4 others”.

    `count` is how many they are when not all are given.
    """
    if not actors:
        return SafeString("")
    count = max(count or 0, len(actors))
    first = format_html("<b>{}</b>", actors[0])
    if count == 1:
        return first
    if count == 2 and len(actors) == 2:
        return format_html(_("{} and {}"), first, format_html("<b>{}</b>", actors[1]))
    others = count - 1
    return format_html(ngettext("{} and {} other", "{} and {} others", others), first, others)
