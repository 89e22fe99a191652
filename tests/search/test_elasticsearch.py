"""The Elasticsearch path against a recording stand-in: what is sent, and what is made of answers.

No Elasticsearch server runs in these tests. The stand-in speaks as much of its protocol as the
official client needs, keeps what is indexed, records every request, and finds everything: what a
reader may not see must be sorted out on our side.
"""

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import call_command

from rynek.settings.search import read_search_url
from search.outbox.drain import drain
from tests.factories import make_news, make_person, restrict

pytest.importorskip("elasticsearch")
pytestmark = pytest.mark.django_db


class StandIn(BaseHTTPRequestHandler):
    """Answers as Elasticsearch 9 would, in so far as the client and the backend ask."""

    requests: list[tuple[str, str, Any]]
    documents: dict[str, dict[str, dict]]
    aliases: dict[str, str]

    def answer(self, body: Any, status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("X-Elastic-Product", "Elasticsearch")
        self.send_header("Content-Type", "application/vnd.elasticsearch+json; compatible-with=9")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def handle_any(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        path = self.path.split("?")[0]
        lines = [json.loads(line) for line in raw.splitlines() if line] if "_bulk" in path else None
        body = lines if lines is not None else json.loads(raw) if raw else None
        self.requests.append((self.command, path, body))
        name = path.strip("/").split("/")[0]
        if path.endswith("_bulk"):
            self.answer(self.bulk(lines or [], name))
        elif path.endswith("_search"):
            self.answer(self.search(name))
        elif "/_doc/" in path:
            key = path.rpartition("/")[2]
            if self.command == "DELETE":
                self.documents.get(name, {}).pop(key, None)
            else:
                self.documents.setdefault(name, {})[key] = body
            self.answer({"result": "done", "_id": key, "_index": name, "_version": 1})
        elif self.command == "HEAD":
            self.answer({}, 200 if name in self.documents else 404)
        elif self.command == "PUT" and "_alias" not in path:
            self.documents.setdefault(name, {})
            self.answer({"acknowledged": True, "index": name})
        elif self.command == "GET" and "_alias" in path:
            self.answer({"error": "no alias", "status": 404}, 404)
        else:
            self.answer({"acknowledged": True})

    def bulk(self, lines: list[dict], default: str) -> dict:
        items, at = [], 0
        while at < len(lines):
            action = lines[at].get("index") or lines[at].get("create") or {}
            index = action.get("_index", default)
            self.documents.setdefault(index, {})[str(action["_id"])] = lines[at + 1]
            items.append({"index": {"_id": action["_id"], "status": 201}})
            at += 2
        return {"errors": False, "items": items, "took": 1}

    def search(self, name: str) -> dict:
        found = {
            key: document
            for index, documents in self.documents.items()
            if index.startswith(name)
            for key, document in documents.items()
        }
        hits = [
            {"_id": key, "_score": 1.0 + number, "fields": {"pk": [document["pk"]]}}
            for number, (key, document) in enumerate(found.items())
        ]
        total = {"value": len(hits), "relation": "eq"}
        return {"hits": {"total": total, "hits": hits}, "took": 1, "timed_out": False}

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = handle_any

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def server(settings):
    """A stand-in that the default search backend talks to."""
    handler = type("Handler", (StandIn,), {"requests": [], "documents": {}, "aliases": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"elasticsearch://127.0.0.1:{server.server_port}/intranet"
    settings.WAGTAILSEARCH_BACKENDS = {"default": read_search_url(url)}
    yield handler
    server.shutdown()


def catch_up() -> None:
    while drain():
        pass


def test_the_worker_sends_documents_to_an_index_for_each_kind(server) -> None:
    page = make_news("Kantyna", text="pierogi")
    catch_up()
    (documents,) = [d for name, d in server.documents.items() if "wagtailcore_page" in name]
    sent = json.dumps(documents, ensure_ascii=False)
    assert "pierogi" in sent
    assert f'"pk": "{page.pk}"' in sent
    assert all(name.startswith("intranet_") for name in server.documents)


def test_the_reader_sees_only_what_the_database_allows(server, client_of, employee) -> None:
    page = make_news("Jawne", text="pierogi")
    secret = make_news("Tajne", text="pierogi")
    restrict(secret, "Board")
    catch_up()
    answer = client_of(employee).get("/search/", {"q": "pierogi"}).context["answer"]
    titles = {hit.title for hit in answer.hits if hit.kind == "news"}
    assert "Jawne" in titles
    assert "Tajne" not in titles
    kinds = {o.value: o.count for f in answer.facets if f.name == "kind" for o in f.options}
    assert kinds.get("news") == 1
    assert page.url
    member = make_person(groups=["Board"])
    answer = client_of(member).get("/search/", {"q": "pierogi"}).context["answer"]
    assert "Tajne" in {hit.title for hit in answer.hits}


def test_the_query_that_is_sent_holds_words_and_phrases(server, client_of, employee) -> None:
    client_of(employee).get("/search/", {"q": 'obiad "pierogi ruskie" author:nikt'})
    searches = [body for _, path, body in server.requests if re.search(r"_search$", path)]
    assert searches
    sent = json.dumps(searches, ensure_ascii=False)
    assert "obiad" in sent
    assert "pierogi ruskie" in sent
    assert "author:" not in sent


def test_rebuilding_creates_the_indexes_with_their_mapping(server) -> None:
    call_command("update_index", verbosity=0)
    created = [body for method, path, body in server.requests if method == "PUT" and body]
    assert any("mappings" in body or "settings" in body for body in created)


def test_a_server_that_is_gone_is_reported_and_breaks_no_page(
    settings, client_of, employee
) -> None:
    settings.WAGTAILSEARCH_BACKENDS = {"default": read_search_url("elasticsearch://127.0.0.1:9")}
    response = client_of(employee).get("/search/", {"q": "pierogi"})
    assert response.status_code == 200
    assert response.context["answer"].total == 0
