"""Restricting a page to its audiences, by Wagtail's own view restrictions."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from blog.closed.restrictions import is_carried
from blog.pages.canonical import canonical_of, is_canonical, versions_of
from blog.pages.models import ContentPage
from social.people.audiences import group_of, is_of_audience
from social.people.models import Audience
from social.subjects.access import AnyOf, PageAccess, restrictions_above


@transaction.atomic
def apply(page: ContentPage) -> None:
    """Make the restrictions of all language versions say what the page's settings say.

    Restricted without an audience means nobody: closed is the safe side. Restrictions that an
    administrator set by hand, for other groups, and those that a page carried along from where
    it was copied or moved from, are left alone.
    """
    source = canonical_of(page)
    groups = [
        group_of(row.audience) for row in source.addressed_audiences.select_related("audience")
    ]
    for version in versions_of(page):
        ours = _ours(version)
        if source.restricted:
            _restrict(version, ours, groups)
        else:
            _lift(ours)


def access_with(
    parent: Page, page: Page | None, audiences: Iterable[Audience], *, restricted: bool
) -> PageAccess:
    """Who could open the page after `apply`, with these settings in place of what is stored."""
    access = PageAccess.by_rows(restrictions_kept(parent, page, restricted=restricted))
    if not restricted:
        return access
    return access.and_of(AnyOf(audiences=frozenset(audience.pk for audience in audiences)))


def restrictions_kept(
    parent: Page, page: Page | None, *, restricted: bool
) -> list[PageViewRestriction]:
    """What will close the page beside its settings: set by hand, carried along, and above it.

    A page that is being made, None, will have what closes its parent.
    """
    rows = restrictions_above(page or parent).prefetch_related("groups__audience")
    ours = _ours(page) if page else []
    replaced = {row.pk for row in ours if restricted or row.groups.all()}
    return [row for row in rows if row.pk not in replaced]


@transaction.atomic
def apply_draft(page: ContentPage, content: dict[str, Any]) -> None:
    """Close a page that was never published by what its draft says: its words are secret already.

    `content` is that of a revision. What is published keeps its restrictions until the draft is.
    """
    if page.live or page.first_published_at is not None or not is_canonical(page):
        return
    rows = content.get("addressed_audiences", [])
    audiences = Audience.objects.filter(pk__in=[row["audience"] for row in rows])
    for version in versions_of(page).filter(first_published_at=None):
        if content.get("restricted"):
            _restrict(version, _ours(version), [group_of(audience) for audience in audiences])
        else:
            _lift(_ours(version))


def _restrict(page: Page, restrictions: list[PageViewRestriction], groups: Iterable[Group]) -> None:
    """One restriction says it. There may be several: Wagtail's copies bring some of their own."""
    kept, *surplus = restrictions or [_new(page)]
    kept.groups.set(groups)
    for restriction in surplus:
        restriction.delete()


def _lift(restrictions: list[PageViewRestriction]) -> None:
    for restriction in restrictions:
        # `restrictions_kept` says the same. One to no group at all may be what is left of an administrator's, whose group is gone.
        if restriction.groups.all():
            restriction.delete()


def _new(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.GROUPS
    )


def _ours(page: Page) -> list[PageViewRestriction]:
    """The restrictions that the settings made: to groups of audiences, or to nobody."""
    restrictions = page.view_restrictions.filter(restriction_type=PageViewRestriction.GROUPS)
    return [
        restriction
        for restriction in restrictions.select_related("carried").prefetch_related(
            "groups__audience"
        )
        if not is_carried(restriction)
        and all(is_of_audience(group) for group in restriction.groups.all())
    ]
