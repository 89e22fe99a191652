"""For migrations that put stored values right: what stood there before is kept and named."""

from typing import Any

from django.utils import timezone

QUEUE = "mended"


def name_mended(apps: Any, thing: str, before: object, reason: str) -> None:
    """Show administrators what was mended, until they drop it: `User 5, end_date` and what it was.

    `apps`: the registry that a migration is given; it depends on `("queues", "0001_initial")`.
    """
    rows = apps.get_model("queues", "SetAside").objects
    now = timezone.now()
    said = {"reason": f"{reason} Before: {before}"[:500], "tries": 1, "next_try": None}
    rows.update_or_create(
        queue=QUEUE,
        key=thing[:200],
        defaults=said | {"first_failed_at": now, "last_failed_at": now},
    )
