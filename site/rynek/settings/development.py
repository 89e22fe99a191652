"""Settings of `make run`: one machine, no configuration, served on localhost."""

from rynek.settings.base import *  # noqa: F403
from rynek.settings.base import ALLOWED_HOSTS, DATA_DIR, SECRET_KEY, env
from rynek.settings.secret import kept_secret

DEBUG = False  # the demo shows what people will see; RYNEK_DEBUG=1 shows tracebacks
if env.os.environ.get("RYNEK_DEBUG") == "1":
    DEBUG = True
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
if SECRET_KEY.startswith("insecure-"):
    SECRET_KEY = kept_secret(DATA_DIR / "secret.key")
