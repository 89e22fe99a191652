"""Why was this found, or not? Plain sentences, for one object and one query."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from search.page import engines, hits, registry, steering
from search.page.engines.base import Explanation, Reference
from search.page.registry import Hit, Reader, Source
from search.page.request import SearchRequest
from search.page.syntax import Typed


@dataclass(frozen=True)
class Explained:
    """What can be said to this person: `hit` is set only if they see the object."""

    hit: Hit | None
    sentences: tuple[str, ...]
    is_found: bool = False


def explain_address(request: SearchRequest, reader: Reader, address: str) -> Explained:
    """Explain the object at an address of this site (or "source:key")."""
    source, thing = _object_at(address)
    if source is None or thing is None:
        return Explained(None, (_unknown(),))
    loaded = hits.load([Reference(source.name, thing.pk)], reader)
    if not loaded:
        # Only who has been there before may learn that it still exists.
        if source.knows and source.knows(reader, thing):
            return Explained(None, (_("You may not see this any more, so search leaves it out."),))
        return Explained(None, (_unknown(),))
    request = replace(request, hidden_pages=steering.excluded(request))
    explanation = engines.current().explain(request, reader, source, thing.pk)
    sentences = tuple(_sentences(request, source, thing, loaded[0], explanation))
    return Explained(loaded[0], sentences, explanation.rank is not None)


def document_at(reader: Reader, address: str) -> Mapping[str, Any] | None:
    """The object at an address as the index holds it, if the reader sees it."""
    source, thing = _object_at(address)
    if source is None or thing is None:
        return None
    if not source.visible_to(reader).filter(pk=thing.pk).exists():
        return None
    request = SearchRequest(Typed(""))
    return engines.current().explain(request, reader, source, thing.pk).document


def _unknown() -> str:
    return _("There is nothing at this address, or it is not for you.")


def _object_at(address: str) -> tuple[Source | None, Any]:
    name, _colon, key = address.partition(":")
    if (source := registry.source(name)) and key.isdigit():
        return source, source.model._default_manager.filter(pk=int(key[:18])).first()
    path = urlsplit(address).path
    for source in registry.sources():
        if source.at and path and (thing := source.at(path)):
            return source, thing
    return None, None


def _sentences(
    request: SearchRequest, source: Source, thing: Any, hit: Hit, found: Explanation
) -> Iterator[str]:
    if request.typed.is_empty:
        yield _("Say what you searched for, too.")
        return
    if not found.is_indexed:
        yield _("It is not in the index yet. New things are there after a few seconds.")
        return
    if found.is_stale:
        yield _("It has just changed; the index learns of it in a few seconds.")
    if source.name == "page" and thing.pk in request.hidden_pages:
        yield _("A community manager has taken this page out of the answers to this query.")
        return
    if found.rank is not None:
        yield from _rank(found)
    else:
        yield from _absence(found)
    if found.matched:
        yield _("It holds: %(words)s.") % {"words": ", ".join(found.matched)}
    if found.missing:
        yield _("It does not hold: %(words)s.") % {"words": ", ".join(found.missing)}
    if found.missing and hit.language and hit.language != request.language:
        names = {code: str(name) for code, name in settings.LANGUAGES}
        yield _("It is written in another language: %(language)s.") % {
            "language": names.get(hit.language, hit.language)
        }


def _rank(found: Explanation) -> Iterator[str]:
    yield ngettext(
        "It is found, at place %(n)d.", "It is found, at place %(n)d.", found.rank or 0
    ) % {"n": found.rank}
    if (found.rank or 0) > 10 and found.best_score:
        share = round(100 * found.score / found.best_score)
        yield _(
            "It ranks low: its match is %(share)d %% as good as the best one. Pages rank higher "
            "that hold all words, in the title or close together, and that are newer or reviewed."
        ) % {"share": share}


def _absence(found: Explanation) -> Iterator[str]:
    if found.blocked_by:
        yield _("Your search leaves it out: %(reasons)s.") % {
            "reasons": ", ".join(found.blocked_by)
        }
    elif not found.matched:
        yield _("None of your words stands in it, in any form.")
    else:
        yield _("It does not match well enough.")
