"""The answer to a search: all that the results page shows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator

from search.page import engines, experts, facets, hits, registry, steering
from search.page.engines.base import Engine, Found
from search.page.experts import Expert
from search.page.facets import Shown, Span
from search.page.passages import Marker
from search.page.registry import Hit, Reader
from search.page.request import SearchRequest

PER_PAGE = 10
LAST_PAGE = 100
LITTLE = 2  # hits: so few call for help


@dataclass
class Answer:
    """What was found, as the reader may see it now."""

    request: SearchRequest
    total: int = 0
    is_capped: bool = False
    hits: Sequence[Hit] = ()
    page: Page | None = None
    facets: Sequence[Shown] = ()
    spans: Sequence[Span] = ()
    experts: Sequence[Expert] = ()
    is_relaxed: bool = False  # no hit holds a phrase as quoted
    is_incomplete: bool = False  # the index is being repaired
    similar: Sequence[str] = ()
    everywhere: int = 0  # hits without filters, when filters leave none
    question_address: str | None = None
    promoted: Sequence[steering.Promoted] = ()

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked for at all."""
        return not self.request.typed.is_empty or self.request.has_filters


def answer(request: SearchRequest, reader: Reader, page_number: int = 1) -> Answer:
    """Search, and gather what stands beside the results."""
    if request.typed.is_empty and not request.has_filters:
        return Answer(request)
    engine = engines.current()
    request = replace(request, hidden_pages=steering.excluded(request))
    number = min(max(page_number, 1), LAST_PAGE)
    found = engine.find(request, reader, first=(number - 1) * PER_PAGE, count=PER_PAGE)
    loaded = hits.load(found.page, reader)
    hits.mark(loaded, Marker(request.typed, found.also))
    result = Answer(
        request,
        total=found.total,
        is_capped=found.is_capped,
        hits=loaded,
        page=_page(found, number),
        facets=facets.shown(found.counts, request, reader),
        spans=facets.spans(found.counts.get("date", {}), request),
        experts=experts.who_knows(request, found.evidence, reader),
        is_relaxed=found.is_relaxed and found.total > 0,
        is_incomplete=found.is_incomplete,
        similar=found.similar,
    )
    if number == 1 and not request.has_filters:
        result.promoted = steering.promoted(request, reader)
    _help_when_little(result, engine, reader)
    return result


def _page(found: Found, number: int) -> Page:
    total = min(found.total, LAST_PAGE * PER_PAGE)
    paginator = Paginator(range(total), PER_PAGE)
    return paginator.get_page(number)


def _help_when_little(result: Answer, engine: Engine, reader: Reader) -> None:
    """What to try when nothing or little was found."""
    request = result.request
    if result.total > LITTLE or request.typed.is_empty:
        return
    result.question_address = registry.question_address(request.typed.text, reader)
    if result.total == 0 and request.has_filters:
        found = engine.find(request.without_filters(), reader, first=0, count=0)
        result.everywhere = found.total
