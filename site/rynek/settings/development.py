"""Settings of `make run`: one machine, no configuration, served on localhost."""

from rynek.settings.base import *  # noqa: F403
from rynek.settings.base import ALLOWED_HOSTS, env

DEBUG = False  # the demo shows what people will see; RYNEK_DEBUG=1 shows tracebacks
if env.os.environ.get("RYNEK_DEBUG") == "1":
    DEBUG = True
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
