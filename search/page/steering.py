"""What community managers decide about results: promoted pages, excluded pages, synonyms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from search.analysis.synonyms import synonyms_of
from search.page import hits
from search.page.engines.base import Reference
from search.page.models import Exclusion, Synonym, normalised
from search.page.registry import Hit, Reader
from search.page.request import SearchRequest


@dataclass(frozen=True)
class Promoted:
    """A best answer chosen by hand: a page as a hit, or an outside address."""

    hit: Hit | None
    title: str
    url: str
    description: str


def promoted(request: SearchRequest, reader: Reader) -> list[Promoted]:
    """Promotions for this query, in their order; pages only if the reader sees them."""
    text = request.typed.text
    if not text:
        return []
    wanted = {normalise_query_string(text), normalise_query_string(request.typed.plain)}
    chosen = list(
        SearchPromotion.objects.filter(query__query_string__in=wanted).order_by("sort_order")[:5]
    )
    pages = [Reference("page", p.page_id) for p in chosen if p.page_id]
    loaded: dict[Any, Hit] = {h.pk: h for h in hits.load(pages, reader)} if pages else {}
    found = []
    for promotion in chosen:
        if promotion.page_id is None:
            title = promotion.external_link_text or promotion.external_link_url
            found.append(Promoted(None, title, promotion.external_link_url, promotion.description))
        elif hit := loaded.get(promotion.page_id):
            hit.is_best = True
            found.append(Promoted(hit, hit.title, hit.url, promotion.description))
    return found


def excluded(request: SearchRequest) -> frozenset[int]:
    """Keys of the pages that are left out of the answer to this query."""
    phrase = normalised(request.typed.plain)
    if not phrase:
        return frozenset()
    return frozenset(Exclusion.objects.filter(folded=phrase).values_list("page_id", flat=True))


def synonyms_in(text: str) -> Callable[[str], Sequence[str]]:
    """A lookup of synonyms for the words of one query, groups of several words included.

    "zwolnienie lekarskie" in the text makes both its words answer with "L4".
    """
    folded = f" {normalised(text)} "
    by_phrase: dict[str, list[str]] = {}
    if folded.count(" ") > 2:
        for group in Synonym.groups():
            for member in group:
                phrase = normalised(member)
                if " " in phrase and f" {phrase} " in folded:
                    for word in phrase.split():
                        by_phrase.setdefault(word, []).extend(m for m in group if m != member)
    return lambda word: [*synonyms_of(word), *by_phrase.get(word, ())]
