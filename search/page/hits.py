"""From references to hits: loaded as the reader sees them now, with passages."""

from collections.abc import Sequence

from search.page import registry
from search.page.engines.base import Reference
from search.page.passages import Marker
from search.page.registry import Hit, Reader
from search.page.visibility import visible_to


def load(references: Sequence[Reference], reader: Reader) -> list[Hit]:
    """The hits in the order of the references; what the reader does not see is left out.

    A constant number of queries for each source that occurs.
    """
    wanted: dict[str, list[Reference]] = {}
    for reference in references:
        wanted.setdefault(reference.source, []).append(reference)
    found: dict[tuple[str, object], Hit] = {}
    for name, group in wanted.items():
        source = registry.source(name)
        if source is None:
            continue
        visible = visible_to(source, reader).filter(pk__in=[r.pk for r in group])
        for hit in source.hits(visible, reader):
            hit.source = name
            found[name, hit.pk] = hit
    return [found[key] for r in references if (key := (r.source, r.pk)) in found]


def mark(hits: Sequence[Hit], marker: Marker) -> None:
    """Fill in the marked title and the passage of each hit."""
    for hit in hits:
        hit.marked_title = marker.marked(hit.title, hit.language)
        hit.passage = marker.passage(hit.text, hit.language) if hit.text else ""
