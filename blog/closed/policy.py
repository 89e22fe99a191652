"""Closed pages in Wagtail's permissions: they do not exist for those who may not work on them.

Listings, choosers and reports ask the policy; views of one page ask its tester. Neither asks the
other, so both say it here.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page, PagePermissionTester
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.closed.access import barred_paths, may_work_on, own_closed_ids, workable
from social.people.models import User


class ClosedPagePolicy(PagePermissionPolicy):
    """Wagtail's policy for pages, without those that this person may not work on."""

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> Any:
        found = super().instances_user_has_any_permission_for(user, actions)
        return found.filter(workable(user))

    def explorable_instances(self, user: User) -> Any:
        return super().explorable_instances(user).filter(workable(user))

    def user_has_any_permission_for_instance(
        self, user: User, actions: Iterable[str], instance: Page
    ) -> bool:
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return bool(allowed) and may_work_on(user, instance)


class ClosedPageTester(PagePermissionTester):
    """Wagtail's tester, which allows nothing on a closed page."""

    def __init__(self, user: User, page: Page) -> None:
        super().__init__(user, page)
        self.is_barred = not may_work_on(user, page)
        if self.is_barred:
            self.permissions: set[str] = set()

    def user_has_lock(self) -> bool:
        return not self.is_barred and super().user_has_lock()

    def can_edit(self) -> bool:
        """A reviewer of a workflow gets in without any right in the tree: not here."""
        return not self.is_barred and super().can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nor does a closed page go with the section that it lies in."""
        return (
            not self.is_barred
            and super().can_delete(ignore_bulk)
            and (ignore_bulk or not self._has_barred_below())
        )

    def can_submit_for_moderation(self) -> bool:
        return not self.is_barred and super().can_submit_for_moderation()

    def can_lock(self) -> bool:
        return not self.is_barred and super().can_lock()

    def can_unlock(self) -> bool:
        return not self.is_barred and super().can_unlock()

    def can_view_revisions(self) -> bool:
        return not self.is_barred and super().can_view_revisions()

    def _has_barred_below(self) -> bool:
        below = [path for path in barred_paths(self.user) if path.startswith(self.page.path)]
        if not below:
            return False
        pages = Page.objects.descendant_of(self.page).exclude(pk__in=own_closed_ids(self.user))
        return any(pages.filter(path__startswith=path).exists() for path in below)


class ClosedPageMixin:
    """For every page type: Wagtail asks the type, not the policy, what may be done with a page."""

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return ClosedPageTester(user, self)


def without_closed(rows: QuerySet, user: User, field: str) -> QuerySet:
    """Rows whose page this person may work on; `field` names the key to a page. Pages of `None` stay."""
    pages = Page.objects.filter(workable(user), pk=OuterRef(field))
    return rows.filter(Exists(pages)) | rows.filter(**{f"{field}__isnull": True})
