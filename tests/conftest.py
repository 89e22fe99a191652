"""The cast and the stage that every test may use."""

import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from home.start.models import HomePage
from rynek import catalogues
from tests import factories, template_database

# No test is about time, and a busy machine is no failure.
hypothesis_settings.register_profile(
    "rynek", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("rynek")


def pytest_configure() -> None:
    catalogues.compile_all()


# A house with a browser, and the company of the demo: both take long to set up.
STAGES = ("tests/browser/", "tests/home/demo/test_demo_life.py")
_making_dump = pytest.StashKey[subprocess.Popen]()


def pytest_sessionstart(session: pytest.Session) -> None:
    """PostgreSQL's empty house is made while parallel workers wait for the one of SQLite."""
    config = session.config
    everything = config.args_source is not pytest.Config.ArgsSource.ARGS
    if everything and getattr(config.option, "numprocesses", None):
        command = [sys.executable, "-m", "tests.postgres"]
        config.stash[_making_dump] = subprocess.Popen(command, cwd=config.rootpath)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if making := session.config.stash.get(_making_dump, None):
        making.wait()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from xdist.scheduler import LoadScopeScheduling

    class KeptTogether(LoadScopeScheduling):
        """Each test goes to whoever is free, but those that share a stage stay in one process.

        (The marks of `--dist loadgroup` do not reach xdist 3.8 on pytest 9.2.)
        """

        def _split_scope(self, nodeid: str) -> str:
            return next((stage for stage in STAGES if nodeid.startswith(stage)), nodeid)

    return KeptTogether(config, log)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """What was logged goes from one process to another, which halves of characters cannot."""
    report = (yield).get_result()  # type: ignore[misc, func-returns-value, attr-defined]
    report.sections = [
        (name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections
    ]


def pytest_collection_finish() -> None:
    """Looking for garbage among all that was imported takes a quarter of the time of the tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """As pytest-django makes it, but on SQLite from a copy of an empty house made once."""
    on_file = connection.vendor == "sqlite"
    reused = request.config.option.reuse_db
    with django_db_blocker.unblock(), template_database.only_one() if on_file else nullcontext():
        path = Path(connection.settings_dict["TEST"]["NAME"]) if on_file else None
        copied = path is not None and template_database.copy_to(path)
        config = setup_databases(
            verbosity=request.config.option.verbose,
            interactive=False,
            keepdb=copied or reused,
        )
        if path is not None and not copied:
            connection.close()
            template_database.keep(path)
    yield
    with django_db_blocker.unblock():
        teardown_databases(config, verbosity=0, keepdb=reused)


@pytest.fixture(autouse=True)
def empty_cache(settings: Any) -> None:
    """Views counted and numbers cached by one test are not the next one's."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True)
def media_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def employee(db: None) -> Any:
    return factories.make_person("Ewa", "Żak")


@pytest.fixture
def colleague(db: None) -> Any:
    return factories.make_person("Jan", "Łącki")


@pytest.fixture
def editor(db: None) -> Any:
    return factories.make_person("Edyta", "Redak", groups=["Editors"])


@pytest.fixture
def community_manager(db: None) -> Any:
    return factories.make_person("Kamil", "Mróz", groups=["Community managers"])


@pytest.fixture
def administrator(db: None) -> Any:
    return factories.make_person("Ada", "Adamska", is_superuser=True)


@pytest.fixture
def home(db: None) -> HomePage:
    """The Polish start page, with its sections, as migrations make it."""
    return HomePage.objects.get(locale__language_code="pl")


@pytest.fixture
def client_of() -> Any:
    """A browser in which somebody is signed in: `client_of(employee)`."""

    def sign_in(person: Any) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
