"""A plant, those who work in it, and the audience of both."""

from typing import Any

import pytest

from social.people.audiences import rebuild
from tests.factories import make_audience, make_department, make_person


@pytest.fixture
def plant(db: None) -> Any:
    return make_department("Zakład w Pile")


@pytest.fixture
def crew(plant: Any) -> Any:
    audience = make_audience("Załoga", departments=[plant])
    rebuild()
    return audience


@pytest.fixture
def worker(plant: Any) -> Any:
    return make_person("Wit", "Zawada", department=plant)
