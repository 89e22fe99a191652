"""Where log lines go: the console, and a file that is put aside before it grows large."""

from pathlib import Path
from typing import Any


def written_to(path: Path) -> dict[str, Any]:
    """Django's LOGGING with the file at `path`."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "line"},
            # Several processes write it; each notices when `rynek.logs` puts it aside.
            "file": {
                "class": "logging.handlers.WatchedFileHandler",
                "filename": path,
                "formatter": "line",
                "encoding": "utf-8",
                "errors": "backslashreplace",  # half a character is a line like any other
                "delay": True,
            },
        },
        "root": {"handlers": ["console", "file"], "level": "WARNING"},
        "loggers": {
            "rynek": {"level": "INFO"},
            "home": {"level": "INFO"},
            "social": {"level": "INFO"},
            "search": {"level": "INFO"},
            "ground": {"level": "INFO"},
            "django_tasks_db": {"level": "WARNING"},
            "django_tasks": {"level": "WARNING"},
        },
    }
