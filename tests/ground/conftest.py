"""An index of its own for tests of its queue."""

from tests.search.conftest import fresh_index, rebuild, whoosh

__all__ = ["fresh_index", "rebuild", "whoosh"]
