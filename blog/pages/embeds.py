"""Embedded films: what providers are asked goes through the one door to the outside."""

from typing import Any

from wagtail.embeds.finders import oembed
from wagtail.embeds.finders.oembed import OEmbedFinder

from ground import outside


class GuardedOEmbedFinder(OEmbedFinder):
    """Wagtail's, which knows the providers; redirects are not followed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found: dict[str, Any] = self._endpoints  # type: ignore[has-type]
        self._endpoints = {
            endpoint.replace("http://", "https://", 1): patterns
            for endpoint, patterns in found.items()
        }


oembed.requests = outside.Requests()
embed_finder_class = GuardedOEmbedFinder
