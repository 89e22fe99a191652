"""Which objects have changed since they were indexed."""

from django.apps import apps

from search.outbox.drain import expand
from search.outbox.models import Change

MANY = 500  # changes; beyond that a search trusts only the database


def pending_keys() -> list[str] | None:
    """Return the keys ("app.model:pk") of objects with changes not yet in the index.

    None if there are very many: then nothing in the index may be believed about access.
    """
    rows = list(Change.objects.order_by("pk")[: MANY + 1])
    if len(rows) > MANY:
        return None
    keys = expand(rows, limit=MANY)
    return None if keys is None else [f"{label}:{pk}" for label, pk in keys]


def is_pending(label: str, pk: str) -> bool:
    """Return whether an object (label of its topmost model) waits to be indexed."""
    apps.get_model(label)
    return Change.objects.filter(model=label, object_id=pk).exists()
