"""Media in a bucket: kept there, but given out only by Rynek, which asks who may have them."""

from typing import Any

from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class GuardedS3Storage(S3Storage):
    """Addresses of files are ours.

    A signed address of the bucket would work for whoever has it, after a page was closed or
    for somebody who was never let in.
    """

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return settings.MEDIA_URL + (filepath_to_uri(self._normalize_name(name)) or "")
