"""modelsearch's abstract tests, bound to the backend under test."""

from typing import Any

from django.test import TestCase
from modelsearch.test.testapp import models
from modelsearch.tests.elasticsearch_common_tests import ElasticsearchCommonSearchBackendTests
from modelsearch.tests.test_backends import BackendTests

from tests.search.backend_suite.chosen import BACKEND

FIXTURES = ["search", "search_extra"]
# One asks for the names of Elasticsearch's indexes; the other is left out by its own package, too.
ELASTICSEARCH_ALONE = {"test_all_indexes", "test_reset_indexes"}


class CoreTests(BackendTests, TestCase):
    backend_path = BACKEND
    fixtures = FIXTURES

    def test_reset_indexes(self) -> None:
        """As modelsearch's SQLite and PostgreSQL backends define it."""
        self.backend.reset_indexes()
        self.assertEqual(self.backend.search("JavaScript", models.Book).count(), 0)


def _extra_tests() -> dict[str, Any]:
    """The tests that Elasticsearch's class adds to those of every backend."""
    names = set(dir(ElasticsearchCommonSearchBackendTests)) - set(dir(BackendTests))
    return {
        name: getattr(ElasticsearchCommonSearchBackendTests, name)
        for name in names - ELASTICSEARCH_ALONE
        if name.startswith("test_")
    }


class _Indexed:
    """The preparation of `BackendTests` without its tests."""

    backend_path = BACKEND
    fixtures = FIXTURES
    setUp = BackendTests.setUp
    clear_index_entries = BackendTests.clear_index_entries


ExtraTests = type("ExtraTests", (_Indexed, TestCase), {"__module__": __name__, **_extra_tests()})
