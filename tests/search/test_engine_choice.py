"""An engine from outside, named by its dotted path; and what is said about one that lacks parts."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from rynek.settings import readers
from rynek.settings.search import read_search_url
from search.page import engines
from tests.factories import make_news, restrict

PAGE = Path(__file__).parents[2] / "docs" / "developers" / "search-engines.md"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable]:
    """`package(code)` puts a module `acme_search` beside the house, as an installed one is."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def write(code: str) -> None:
        (tmp_path / "acme_search.py").write_text(code, "utf-8")
        sys.modules.pop("acme_search", None)
        engines._engine.cache_clear()

    yield write
    sys.modules.pop("acme_search", None)
    engines._engine.cache_clear()


def faults(number: str) -> list[str]:
    return [message.msg for message in run_checks() if message.id == number]


@pytest.mark.django_db
def test_the_engine_of_the_documentation_answers_the_search_page(
    package: Callable, settings: Any, client_of: Callable, employee: Any
) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    package(code)
    settings.SEARCH_ENGINE = "acme_search.TitleEngine"
    assert faults("search.E001") == []
    assert engines.current().name == "titles"
    page = make_news("Kantyna zaprasza na pierogi")
    restrict(make_news("Kantyna zarządu"), "Board")
    client = client_of(employee)
    answer = client.get("/search/", {"q": "kantyna"}).context["answer"]
    assert [hit.title for hit in answer.hits] == ["Kantyna zaprasza na pierogi"]
    assert answer.total == 1
    panel = client.get("/search/panel/", {"q": "kant"}).content.decode()
    assert page.url in panel and "zarządu" not in panel
    why = client.get("/search/why/", {"q": "kantyna", "address": page.url})
    assert "1" in " ".join(str(s) for s in why.context["explained"].sentences)


WHOLE = """
class Engine:
    name = "whole"
    def find(self, request, reader, *, first, count): ...
    def suggest(self, text, reader, *, limit): ...
    def explain(self, request, reader, source, pk): ...
"""


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (WHOLE.replace('name = "whole"', "pass"), "it has no name"),
        (WHOLE.replace("def suggest", "def propose"), "it has no method suggest()"),
        (WHOLE.replace(", *, first, count", ""), "find() must take what Engine.find"),
        (WHOLE.replace("source, pk", "address"), "explain() must take what Engine.explain"),
        (WHOLE + "    def __init__(self, host): ...", "it cannot be made without arguments"),
        ("Engine = 1", "it is not a class"),
        ("import no_such_client", "it cannot be imported: No module named 'no_such_client'"),
        ("Other = 1", "it cannot be imported"),
    ],
)
def test_a_class_that_lacks_parts_is_named_with_what_it_lacks(
    package: Callable, settings: Any, code: str, told: str
) -> None:
    package(code)
    settings.SEARCH_ENGINE = "acme_search.Engine"
    (message,) = faults("search.E001")
    assert message.startswith("SEARCH_ENGINE=acme_search.Engine: ") and told in message
    with pytest.raises(
        ImproperlyConfigured, match="SEARCH_ENGINE=acme_search.Engine: it|find|expl"
    ):
        engines.current()


def test_a_class_with_all_parts_is_taken(package: Callable, settings: Any) -> None:
    package(WHOLE)
    settings.SEARCH_ENGINE = "acme_search.Engine"
    assert faults("search.E001") == [] and engines.current().name == "whole"


def test_our_engines_have_all_parts(settings: Any) -> None:
    for path in (engines.WHOOSH, engines.WAGTAIL):
        settings.SEARCH_ENGINE = path
        assert faults("search.E001") == [] and engines.current()


@pytest.mark.parametrize("text", ["engine", "acme.search.", "acme search.Engine", "../engine.py"])
def test_a_path_with_a_slip_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ValueError, match=r"acme\.search\.AcmeEngine"):
        readers.dotted_path(text)


def test_a_backend_of_another_package_is_named_by_its_dotted_path(settings: Any) -> None:
    config = read_search_url("backend://acme.search.backend?INDEX=rynek&TIMEOUT=5")
    assert config == {
        "AUTO_UPDATE": False,
        "BACKEND": "acme.search.backend",
        "INDEX": "rynek",
        "TIMEOUT": "5",
    }
    for bad in ("backend://", "backend://acme search"):
        with pytest.raises(ValueError, match="name the backend"):
            read_search_url(bad)
    settings.WAGTAILSEARCH_BACKENDS = {"default": config}
    (message,) = faults("search.E002")
    assert "acme.search.backend" in message
