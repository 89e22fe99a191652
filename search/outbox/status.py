"""The state of the search indexes in one line each, for `rynek doctor`."""

from collections.abc import Iterator

from django.utils import timezone

from search.engine.health import note_damage, noted_damage, status
from search.outbox.healing import whoosh_backends
from search.outbox.models import Change

LATE = 120  # seconds a change may wait before something is wrong


def lag() -> float:
    """Return for how many seconds the oldest change has waited to be indexed; 0 if none waits."""
    oldest = Change.objects.order_by("pk").first()
    return (timezone.now() - oldest.created_at).total_seconds() if oldest else 0.0


def index_problems() -> Iterator[tuple[str, str, str]]:
    """Yield (backend name, state, what to do); nothing to do = all is well."""
    age = lag()
    for name, backend in whoosh_backends():
        state = status(backend.path, thorough=True)
        if state.problem and not state.is_rebuilding:
            detail = f"{state.problem} {state.detail}".strip()
            if state.problem == "damaged" and not noted_damage(backend.path)[0]:
                note_damage(backend.path, state.detail)  # what the worker has yet to notice
            yield name, detail, "Start the worker, or run `rynek index rebuild`."
        elif age > LATE:
            yield name, f"a change has waited for {age:.0f} s", "Check that the worker runs."
        else:
            yield name, f"{state.documents} documents, {state.size / 1e6:.1f} MB", ""
