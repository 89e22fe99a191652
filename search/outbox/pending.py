"""Which objects have changed since they were indexed."""

import logging

from django.apps import apps
from django.core.exceptions import FieldError

from search.outbox.drain import expand
from search.outbox.models import Change

logger = logging.getLogger("search.outbox")

MANY = 500  # changes; beyond that a search trusts only the database


def pending_keys() -> list[str] | None:
    """Return the keys ("app.model:pk") of objects with changes not yet in the index.

    None if there are very many: then nothing in the index may be believed about access.
    """
    rows = list(Change.objects.order_by("pk")[: MANY + 1])
    if len(rows) > MANY:
        return None
    try:
        keys = expand(rows, limit=MANY)
    except (LookupError, ValueError, TypeError, FieldError):
        logger.warning("A change names nothing that can be searched", exc_info=True)
        return None  # the worker sets it aside in a moment
    return None if keys is None else [f"{label}:{pk}" for label, pk in keys]


def is_pending(label: str, pk: str) -> bool:
    """Return whether an object (label of its topmost model) waits to be indexed."""
    apps.get_model(label)
    return Change.objects.filter(model=label, object_id=pk).exists()
