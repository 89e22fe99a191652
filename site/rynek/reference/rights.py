"""Permissions of our models, and the groups that have them in a new house."""

from collections import defaultdict

from django.contrib.auth.models import Group, Permission

from rynek.reference.ours import app_configs
from rynek.reference.tables import code, table


def rights() -> str:
    """What more there is than Django's own add, change, delete and view. Asks the database."""
    holders: dict[int, list[str]] = defaultdict(list)
    for group in Group.objects.order_by("name").prefetch_related("permissions"):
        for permission in group.permissions.all():
            holders[permission.pk].append(group.name)
    labels = {config.label for config in app_configs()}
    rows = []
    for permission in Permission.objects.select_related("content_type"):
        kind = permission.content_type
        is_default = permission.codename.endswith(f"_{kind.model}")
        if kind.app_label in labels and not is_default:
            name = f"{kind.app_label}.{permission.codename}"
            rows.append((code(name), permission.name, ", ".join(holders[permission.pk])))
    return table(("permission", "what it allows", "groups that have it"), sorted(rows))
