"""Settings of the test-suite: everything in a temporary folder, tasks run at once."""

import os
import tempfile

os.environ.setdefault("RYNEK_DATA", tempfile.mkdtemp(prefix="rynek-test-"))

from rynek.settings.base import *  # noqa: F403
from rynek.settings.base import DATABASES, STORAGES, TASKS_PACKAGE

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = RYNEK_MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
RYNEK_MAIL_TRUST = ["mx.example.com"]  # as with any company whose people answer by mail
TASKS = {
    "default": {"BACKEND": f"{TASKS_PACKAGE}.backends.immediate.ImmediateBackend", "QUEUES": []}
}
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATABASES["default"]["NAME"]) + ".test"}
