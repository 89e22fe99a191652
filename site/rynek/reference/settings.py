"""The environment variables, in a table for administrators."""

from rynek.reference.tables import code, table
from rynek.settings.env import VARIABLES


def settings() -> str:
    rows = [(code(v.name), code(v.shown_default), v.help) for v in VARIABLES.values()]
    return table(("variable", "default", "meaning"), rows)
