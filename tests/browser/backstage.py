"""Run as a process of its own: runs what tests send, inside the house that they visit.

Each line read is JSON, `{"code": Python}` or `{"command": [name, argument, …]}`; each line
written is `{"printed": what it printed}` or `{"error": traceback}`. One process for all tests,
since a new interpreter would take seconds for each.
"""

import json
import os
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "rynek.settings.development"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import close_old_connections  # noqa: E402


def perform(order: dict) -> dict[str, str]:
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        try:
            if "command" in order:
                call_command(*order["command"])
            else:
                exec(order["code"], {"__name__": "backstage"})
        except Exception:  # noqa: BLE001 - the test fails with it
            return {"error": printed.getvalue() + traceback.format_exc()}
        finally:
            close_old_connections()
    return {"printed": printed.getvalue()}


if __name__ == "__main__":
    for line in sys.stdin:
        sys.stdout.write(json.dumps(perform(json.loads(line))) + "\n")
        sys.stdout.flush()
