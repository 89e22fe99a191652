import os
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture
def site_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a house of its own in a temporary folder."""
    root = settings.BASE_DIR
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "rynek.settings.development",
        "PYTHONPATH": f"{root / 'site'}{os.pathsep}{root}",
        "RYNEK_DATA": str(tmp_path / "house"),
    }
