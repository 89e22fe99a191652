"""Which search engine answers: `SEARCH_URL` as a search backend of Wagtail.

whoosh://                               the index in the data folder (default)
whoosh:///srv/rynek/index               the index in another folder of this machine
database://                             full text of SQLite or PostgreSQL
elasticsearch+https://user:password@host:9243/prefix     Elasticsearch 9 (or elasticsearch8)
opensearch+https://user:password@host:9200/prefix        OpenSearch 3 (or opensearch2)
backend://acme.search.backend?NAME=value                 any backend of Wagtail by its dotted path
"""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

EXAMPLES = "whoosh://, database://, elasticsearch+https://host:9200/rynek"
_SHARED = {
    "elasticsearch": "wagtail.search.backends.elasticsearch9",
    "elasticsearch8": "wagtail.search.backends.elasticsearch8",
    "elasticsearch9": "wagtail.search.backends.elasticsearch9",
    "opensearch": "wagtail.search.backends.opensearch3",
    "opensearch2": "wagtail.search.backends.opensearch2",
    "opensearch3": "wagtail.search.backends.opensearch3",
}
TIMEOUT = 5  # seconds that a reader waits for a shared engine


def read_search_url(value: str) -> dict[str, Any]:
    """The backend's configuration; PATH is "" for the default folder. ValueError says what is wrong."""
    parts = urlsplit(value)
    name, _plus, transport = parts.scheme.partition("+")
    # The outbox writes every engine, in the worker: never a request.
    config: dict[str, Any] = {"AUTO_UPDATE": False}
    if name == "whoosh":
        if parts.netloc:
            raise ValueError(f"write whoosh:///{parts.netloc}{parts.path} with three strokes")
        return config | {"BACKEND": "search.engine.whoosh", "PATH": unquote(parts.path)}
    if name == "database":
        return config | {"BACKEND": "wagtail.search.backends.database"}
    if name == "backend":
        return config | _by_dotted_path(parts.netloc, parts.query)
    if name not in _SHARED or transport not in ("", "http", "https"):
        raise ValueError(f"use one of {EXAMPLES}")
    if not parts.hostname:
        raise ValueError("name the host, such as elasticsearch+https://host:9200/rynek")
    account = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    make = _elasticsearch if name.startswith("elastic") else _opensearch
    return config | {
        "BACKEND": _SHARED[name],
        "INDEX_PREFIX": f"{unquote(parts.path.strip('/')) or 'rynek'}_",
        "TIMEOUT": TIMEOUT,
        **make(parts.hostname, parts.port or 9200, transport == "https", account),
    }


def _by_dotted_path(path: str, query: str) -> dict[str, Any]:
    """Another package's backend; the rest of its settings entry stands behind the question mark."""
    if not path or not all(part.isidentifier() for part in path.split(".")):
        raise ValueError("name the backend, such as backend://acme.search.backend?INDEX=rynek")
    return {"BACKEND": path, **dict(parse_qsl(query))}


def _elasticsearch(host: str, port: int, is_secure: bool, account: Any) -> dict[str, Any]:
    scheme = "https" if is_secure else "http"
    return {
        "HOSTS": [{"host": host, "port": port, "path_prefix": "", "scheme": scheme}],
        "OPTIONS": {"basic_auth": account} if account else {},
    }


def _opensearch(host: str, port: int, is_secure: bool, account: Any) -> dict[str, Any]:
    place = {"host": host, "port": port, "url_prefix": "", "use_ssl": is_secure}
    return {"HOSTS": [place | {"verify_certs": is_secure, "http_auth": account}], "OPTIONS": {}}
