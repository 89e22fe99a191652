"""The company that tests of numbers and of the community room look at."""

import pytest

from tests.social.company import Company


@pytest.fixture
def company(db):
    return Company()
