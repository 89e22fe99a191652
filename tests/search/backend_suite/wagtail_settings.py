"""Settings for Wagtail's own tests, with the backend under test as "default".

It also stands for "elasticsearch", the name under which Wagtail's tests ask an engine outside the
database (issue 613, for one).
"""

from importlib.util import find_spec
from pathlib import Path

from wagtail.test.settings import *  # noqa: F403 (settings of the tests, whatever they are)
from wagtail.test.settings import TEMPLATES as _TEMPLATES

from tests.search.backend_suite.chosen import BACKEND, empty_folder, options

DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": BACKEND, **options()},
    "elasticsearch": {"BACKEND": BACKEND, "AUTO_UPDATE": False, **options()},
}
# Wagtail's templates in Jinja are not needed by these tests, nor is Jinja installed here.
TEMPLATES = [t for t in _TEMPLATES if find_spec("jinja2") or "jinja2" not in t["BACKEND"].lower()]
MEDIA_ROOT = empty_folder()  # files of tests stay out of the installed packages
STATIC_ROOT = str(Path(MEDIA_ROOT) / "static")
