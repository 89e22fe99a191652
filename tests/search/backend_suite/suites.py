"""The tests of each suite, as the installed packages have them."""

import unittest
from collections.abc import Iterator

# Modules, classes and, where only a part concerns search, words of the tests' names.
WAGTAIL_TESTS: dict[str, tuple[str, ...]] = {
    "wagtail.tests.test_page_search": (),
    "wagtail.documents.tests.test_search": (),
    "wagtail.images.tests.test_models.TestIssue613": (),
    "wagtail.tests.test_page_queryset": ("search", "Search"),
    "wagtail.admin.tests.pages.test_page_search": (),
    "wagtail.api.v2.tests.test_pages": ("search",),
    "wagtail.api.v3.tests.test_pages": ("search",),
    "wagtail.snippets.tests.test_api_v3.test_listing": ("search",),
}
SUITES = {
    "core": "what every backend of modelsearch passes or names as an exception",
    "extra": "what modelsearch's tests of Elasticsearch ask besides",
    "wagtail": "Wagtail's own tests of searching",
}


def tests_of(suite: str) -> list[unittest.TestCase]:
    """Return the tests of a suite; Django is set up with the suite's settings."""
    if suite == "wagtail":
        return list(_wagtail_tests())
    from tests.search.backend_suite import cases

    case = cases.CoreTests if suite == "core" else cases.ExtraTests
    return list(_flat(unittest.defaultTestLoader.loadTestsFromTestCase(case)))


def _wagtail_tests() -> Iterator[unittest.TestCase]:
    for label, words in WAGTAIL_TESTS.items():
        for test in _flat(unittest.defaultTestLoader.loadTestsFromName(label)):
            _module, *names = test.id().rsplit(".", 2)  # the class and the test
            if not words or any(word in ".".join(names) for word in words):
                yield test


def _flat(suite: unittest.TestSuite) -> Iterator[unittest.TestCase]:
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from _flat(test)
        else:
            yield test
