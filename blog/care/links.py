"""Links of guides that lead nowhere: to a page that is gone or not published, a file that is gone.

Wagtail's reference index forgets a reference when its target is deleted, so the texts are read.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from wagtail.documents import get_document_model
from wagtail.models import Page

from blog.pages.canonical import canonical_ids
from blog.pages.models import GuidePage

_LINK = re.compile(r"<a\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
Link = tuple[str, int]  # "page" or "document", and its id


def links_in(data: Any, block: str = "") -> Iterator[Link]:
    """The links in the stored form of a page's body: in rich text, in choosers of pages and files."""
    if isinstance(data, str):
        for tag in _LINK.findall(data):
            attributes = dict(_ATTRIBUTE.findall(tag))
            kind, pk = attributes.get("linktype", ""), attributes.get("id", "")
            if kind in {"page", "document"} and pk.isdecimal():
                yield kind, int(pk)
    elif isinstance(data, dict):
        kind = data.get("type") if isinstance(data.get("type"), str) else block
        for name, value in data.items():
            if isinstance(value, int) and name == "document":
                yield "document", value
            elif isinstance(value, int) and name == "value" and block == "related_pages":
                yield "page", value
            else:
                yield from links_in(value, block if kind == "item" else kind or block)
    elif isinstance(data, list):
        for item in data:
            if isinstance(item, int) and block == "related_pages":
                yield "page", item
            else:
                yield from links_in(item, block)


def broken_links() -> dict[int, int]:
    """Id of a guide (its first language) → how many links in it, in whatever language, lead
    nowhere. Four queries."""
    there: dict[str, set[int]] = {
        "page": set(Page.objects.live().values_list("pk", flat=True)),
        "document": set(get_document_model().objects.values_list("pk", flat=True)),
    }
    bodies = GuidePage.objects.live().values_list("pk", "body")
    broken = {
        pk: number
        for pk, body in bodies
        if (number := sum(t not in there[kind] for kind, t in links_in(list(body.raw_data))))
    }
    found: Counter[int] = Counter()
    first = canonical_ids(broken)
    for pk, number in broken.items():
        found[first.get(pk, pk)] += number
    return dict(found)
