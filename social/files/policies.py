"""Wagtail's admin asks the same rule: what one may not see, one may not choose or change."""

from typing import Any

from django.db.models import Model, QuerySet
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.search import index

from social.files.access import closed_collections, may_see_file, visible_files
from social.files.uses import file_models
from social.people.models import User


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Rights over collections, as Wagtail has them, for the files that the person may see."""

    def user_has_any_permission_for_instance(
        self, user: User, actions: Any, instance: Model
    ) -> bool:
        has_right = super().user_has_any_permission_for_instance(user, actions, instance)
        return bool(has_right) and may_see_file(user, instance)

    def collections_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet[Any]:
        """Without restricted ones of others, whose names alone may tell too much."""
        collections: QuerySet[Any] = super().collections_user_has_any_permission_for(user, actions)
        if not user.is_authenticated or user.is_superuser:
            return collections
        for path in closed_collections(user):
            collections = collections.exclude(path__startswith=path)
        return collections

    def instances_user_has_any_permission_for(self, user: User, actions: Any) -> QuerySet[Any]:
        files: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        if not user.is_authenticated or user.is_superuser:
            return files
        # As a list of keys: search engines filter by columns and know no conditions of SQL.
        return files.filter(pk__in=visible_files(user, self.model).order_by().values("pk"))


def make_searchable() -> None:
    """Search may filter files by their keys. Wagtail says so for documents only."""
    for model in file_models():
        names = {field.field_name for field in model.search_fields}  # type: ignore[attr-defined]
        if "id" not in names:
            fields = [*model.search_fields, index.FilterField("id")]  # type: ignore[attr-defined]
            model.search_fields = fields  # type: ignore[attr-defined]


def register_policies() -> None:
    """For these very classes: Wagtail registers its own for them and what inherits from them."""
    for model in file_models():
        policy = FilePermissionPolicy(model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
