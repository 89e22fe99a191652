"""The house keeps its shape."""

import importlib

import pytest
from django.conf import settings

ROOMS = ["rynek", "home", "blog", "social", "search", "ground"]


def test_site_folder_is_never_a_package() -> None:
    assert (settings.BASE_DIR / "site").is_dir()
    assert not (settings.BASE_DIR / "site" / "__init__.py").exists()


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_come_from_this_checkout(room: str) -> None:
    """A dependency could ship a top-level `search` or `home`; ours must win."""
    path = importlib.import_module(room).__path__[0]
    assert path.startswith(str(settings.BASE_DIR))
