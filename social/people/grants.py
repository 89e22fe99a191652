"""Granting model permissions in migrations, where Django has not created them yet."""

from collections.abc import Iterable
from typing import Any


def grant(apps: Any, group_name: str, permissions: Iterable[str]) -> None:
    """Give a group permissions named `app_label.action_model`, such as `subjects.add_topic`."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    group, _ = Group.objects.get_or_create(name=group_name)
    for name in permissions:
        app_label, codename = name.split(".")
        model = codename.split("_", 1)[1]
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        group.permissions.add(permission)
