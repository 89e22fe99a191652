"""Which backend is tested, as the command that starts a suite tells its settings."""

import json
import os
import tempfile
from typing import Any

BACKEND_VARIABLE = "BACKEND_SUITE_BACKEND"
OPTIONS_VARIABLE = "BACKEND_SUITE_OPTIONS"  # JSON of the backend's settings entry
FOLDER_VARIABLE = "BACKEND_SUITE_FOLDER"  # of all temporary files
EMPTY_FOLDER = "{tmp}"  # in options: replaced by a new empty folder

BACKEND = os.environ.get(BACKEND_VARIABLE, "")


def empty_folder() -> str:
    return tempfile.mkdtemp(dir=os.environ.get(FOLDER_VARIABLE) or None)


def options() -> dict[str, Any]:
    """The options of one backend; two backends never share a folder."""
    text = os.environ.get(OPTIONS_VARIABLE, "{}")
    return dict(json.loads(text.replace(EMPTY_FOLDER, json.dumps(empty_folder())[1:-1])))
