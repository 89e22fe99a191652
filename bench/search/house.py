"""Django as the house has it, in a folder that is thrown away: import it before anything of ours."""

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="bench-search-")
os.environ.setdefault("RYNEK_DATA", _FOLDER.name)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rynek.settings.development")

import django  # noqa: E402 (after its settings are named)

django.setup()
