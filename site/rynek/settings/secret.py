"""The secret of a house that was given none: made once, kept beside its database."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """The secret in the file, which only its owner may read; made when there is none.

    Processes may start at the same time: the whole file appears at once, and the first one wins.
    """
    if not path.exists():
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(60))
        try:
            os.link(own, path)
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            own.replace(path)
        own.unlink(missing_ok=True)
    return path.read_text().strip()
