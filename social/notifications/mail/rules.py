"""Whether a mail carries the text or only a link."""

import re

from django.db.models import Q
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from social.following.levels import translation_keys_above
from social.notifications.addresses import absolute
from social.notifications.models import SpaceMailRule
from social.subjects.access import PageAccess


def carries_text(page: Page) -> bool:
    """The nearest rule decides; without one, mails about restricted pages carry only a link."""
    depths = translation_keys_above([page.path])
    rules = SpaceMailRule.objects.filter(Q(page__translation_key__in=list(depths)))
    nearest = max(
        rules.select_related("page"),
        key=lambda rule: depths[rule.page.translation_key],
        default=None,
    )
    if nearest is not None:
        return nearest.carries_text
    return PageAccess.of(page).is_open


def outside(html: str) -> SafeString:
    """Sanitised HTML with links that work outside the site and no pictures that need signing in."""
    html = re.sub(r'(href=")(/[^"]*)', lambda m: m[1] + absolute(m[2]), html)
    html = re.sub(r"<img\b[^>]*>", "", html)
    return mark_safe(html)  # noqa: S308 - it was sanitised when it was saved
