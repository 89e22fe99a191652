"""Which objects have changed since they were indexed."""

from search.outbox.models import Change


def is_pending(label: str, pk: str) -> bool:
    """Return whether an object (label of its topmost model) waits to be indexed."""
    return Change.objects.filter(model=label, object_id=pk).exists()
