"""Settings for modelsearch's own tests: its test app, SQLite in memory, the backend under test."""

from pathlib import Path

from tests.search.backend_suite.chosen import BACKEND, options

SECRET_KEY = "not-a-secret"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "modelsearch.test.testapp",
    "modelsearch",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
FIXTURE_DIRS = [Path(__file__).parent / "fixtures"]
ROOT_URLCONF = "modelsearch.test.urls"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
MODELSEARCH_BACKENDS = {"default": {"BACKEND": BACKEND, **options()}}
