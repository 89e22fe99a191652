"""The company that the room's tests look at."""

import pytest

from tests.social.community.company import Company


@pytest.fixture
def company(db):
    return Company()
