"""Whom a page is for."""

from django.db.models import QuerySet
from wagtail.models import Page

from blog.pages.canonical import canonical_of
from blog.pages.models import PageAudience
from social.people.audiences import people_in
from social.people.models import Audience, User
from social.subjects.access import PageAccess, readers


def audience_of(page: Page) -> QuerySet[User]:
    """Whom the page is addressed to: its audiences, else everybody, as far as they may open it."""
    source = canonical_of(page)
    ids = list(PageAudience.objects.filter(page_id=source.pk).values_list("audience_id", flat=True))
    return readers(source, people_in(ids) if ids else User.objects.active())


def is_for_named_people(page: Page) -> bool:
    """Whether somebody has chosen its readers one by one: by name, or by a group's members.

    Nine accomplices and somebody else would make ten, and any number about them tell of one.
    """
    source = canonical_of(page)
    audiences = set(
        PageAudience.objects.filter(page_id=source.pk).values_list("audience_id", flat=True)
    )
    for restriction in PageAccess.of(source).restrictions:
        ours = Audience.objects.filter(group__in=restriction.groups).values_list("pk", flat=True)
        if len(ours) < len(restriction.groups) or not restriction.groups:
            return True
        audiences |= set(ours)
    chosen = Audience.objects.filter(pk__in=audiences)
    return bool(
        chosen.filter(rules__people__isnull=False).exists()
        or chosen.filter(rules__groups__isnull=False).exists()
    )
