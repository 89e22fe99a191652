"""Restricting a page to its audiences, by Wagtail's own view restrictions."""

from django.db import transaction
from wagtail.models import PageViewRestriction

from blog.canonical import canonical_of, versions_of
from blog.models import ContentPage
from social.people.audiences import group_of
from social.people.models import Audience


@transaction.atomic
def apply(page: ContentPage) -> None:
    """Make the restrictions of all language versions say what the page's settings say.

    Restricted without an audience means nobody: closed is the safe side. Restrictions that an
    administrator set by hand, for other groups, are left alone.
    """
    known = PageViewRestriction.objects.filter(page__translation_key=page.translation_key)
    source = canonical_of(page)
    if not source.restricted:
        _lift(list(known.prefetch_related("groups")))
        return
    groups = [
        group_of(row.audience) for row in source.addressed_audiences.select_related("audience")
    ]
    for version in versions_of(page):
        restriction, _made = PageViewRestriction.objects.get_or_create(
            page=version, restriction_type=PageViewRestriction.GROUPS
        )
        restriction.groups.set(groups)


def _lift(restrictions: list[PageViewRestriction]) -> None:
    for restriction in restrictions:
        names = [group.name for group in restriction.groups.all()]
        is_ours = restriction.restriction_type == PageViewRestriction.GROUPS and names
        if is_ours and all(name.startswith(Audience.group_prefix) for name in names):
            restriction.delete()
