"""A database made before migrations began anew goes through `rynek prepare` and works."""

import json
import lzma
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from wagtail.models import Page, Site

from blog.pages.models import ContentPage
from rynek import carrying, preparation
from rynek.carrying import moved
from social.people.models import User
from tests import postgres, template_database
from tests.site import schema

OLDER = Path(__file__).parent / "older"


def unpacked(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(lzma.decompress((OLDER / "sqlite3.xz").read_bytes()))
    return target


def run(environment: dict[str, str], *command: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=django_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a house that `rynek prepare` brought over."""
    folder = tmp_path_factory.mktemp("carried")
    unpacked(folder / "rynek.sqlite3")
    root = django_settings.BASE_DIR
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rynek.settings.development",
        "PYTHONPATH": f"{root / 'site'}{os.pathsep}{root}",
        "RYNEK_DATA": str(folder),
        "RYNEK_DEMO": "0",
    }
    environment.pop("DATABASE_URL", None)
    assert "up to date.\n" in run(environment, "prepare")
    assert "up to date already" in run(environment, "prepare")
    run(environment, "search_index", "rebuild")
    return folder


@pytest.fixture
def in_database(django_db_blocker: Any) -> Iterator[Any]:
    """Lets Django work with the database in a file."""
    before = connection.settings_dict["NAME"]

    def enter(path: Path) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(path)
        ContentType.objects.clear_cache()
        Site.clear_site_root_paths_cache()

    with django_db_blocker.unblock():
        yield enter
        enter(before)


@pytest.fixture
def house(carried: Path, in_database: Any, tmp_path: Path) -> None:
    """A copy, so that one test does not see what another wrote."""
    with sqlite3.connect(carried / "rynek.sqlite3") as source:
        source.execute("VACUUM INTO ?", (str(tmp_path / "copy.sqlite3"),))
    in_database(tmp_path / "copy.sqlite3")


@pytest.mark.usefixtures("django_db_setup")  # makes the template where there is none
def test_it_is_built_like_a_new_one(carried) -> None:
    old = schema.of_sqlite(carried / "rynek.sqlite3")
    new = schema.of_sqlite(template_database.template_path())
    for kind in new:
        assert old[kind] == new[kind]


@pytest.mark.postgres
def test_it_is_built_like_a_new_one_on_postgresql(tmp_path) -> None:
    environment = os.environ | {"RYNEK_DATA": str(tmp_path)}
    with postgres.server(tmp_path) as address:
        old = postgres.create_database(address, "older")
        with psycopg.connect(old, autocommit=True) as older:
            dump = lzma.decompress((OLDER / "postgres.sql.xz").read_bytes()).decode()
            older.execute(re.sub(r"^(SET|SELECT pg_catalog.set_config).*\n", "", dump, flags=re.M))
        as_test = {"DATABASE_URL": old, "DJANGO_SETTINGS_MODULE": "rynek.settings.test"}
        run(environment | as_test, "migrate", "--verbosity", "0")
        new = postgres.create_database(address, "newer")
        postgres.migrate(new, environment)
        before, after = schema.of_postgres(old), schema.of_postgres(new)
    for kind in after:
        assert before[kind] == after[kind]


@pytest.mark.usefixtures("house")
class TestCarriedOver:
    def client_of(self, **who: Any) -> Client:
        client = Client()
        client.force_login(User.objects.filter(is_active=True, **who).order_by("pk").first())
        return client

    def test_pages_of_every_type_open(self) -> None:
        client = self.client_of(is_superuser=True)
        types = Page.objects.filter(depth__gt=1).values_list("content_type", flat=True).distinct()
        assert len(types) > 10
        for each in types:
            page = Page.objects.filter(content_type=each, live=True, depth__gt=1).first().specific
            assert client.get(page.url).status_code == 200, page
            edit = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
            assert edit.status_code == 200, page

    @pytest.mark.parametrize(
        "name", ["community:overview", "notifications:inbox", "search:results", "people:directory"]
    )
    def test_rooms_open(self, name) -> None:
        client = self.client_of(is_superuser=True)
        assert client.get(reverse(name)).status_code == 200

    def test_an_editor_keeps_what_the_group_may_do(self) -> None:
        """Permissions follow their models."""
        editor = User.objects.filter(groups__name="Editors", is_superuser=False).first()
        old = sqlite3.connect(":memory:")
        old.deserialize(lzma.decompress((OLDER / "sqlite3.xz").read_bytes()))
        rights = old.execute(
            "SELECT c.app_label, c.model, p.codename FROM auth_group_permissions g"
            " JOIN auth_permission p ON p.id = g.permission_id"
            " JOIN django_content_type c ON c.id = p.content_type_id"
            " JOIN auth_group a ON a.id = g.group_id WHERE a.name = 'Editors'"
        ).fetchall()
        assert len(rights) > 20
        for label, model, codename in rights:
            today = moved.MODELS.get(f"{label}.{model}", f"{label}.{model}").partition(".")[0]
            assert editor.has_perm(f"{today}.{codename}"), codename

    def test_every_model_has_its_rows(self) -> None:
        for model in apps.get_models():
            model._default_manager.first()
        assert ContentPage.objects.count() > 20

    def test_names_kept_as_text_are_known_today(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_path, args_kwargs FROM django_tasks_database_dbtaskresult")
            tasks = cursor.fetchall()
            cursor.execute("SELECT model FROM search_outbox_change")
            models = [row[0] for row in cursor.fetchall()]
            cursor.execute("SELECT key FROM queues_setaside")
            models += re.findall(r"[a-z_]+\.[a-z]+(?=:)", " ".join(row[0] for row in cursor))
        for path, arguments in tasks:
            import_string(path)
            given = json.loads(arguments)["args"]
            if path.startswith("wagtail.tasks.update_reference"):
                models.append(".".join(given[:2]))
            if path.startswith("wagtail.tasks.delete_file"):
                import_string(given[0][0])
        assert len(tasks) > 100
        for name in models:
            apps.get_model(name)


@pytest.mark.usefixtures("django_db_setup")
def test_a_crash_leaves_it_as_it_was(in_database, tmp_path, monkeypatch) -> None:
    path = unpacked(tmp_path / "crashed.sqlite3")
    monkeypatch.setattr(moved, "MODELS", {"blog.poll": "elsewhere.poll"})
    before = schema.of_sqlite(path)
    in_database(path)
    with monkeypatch.context() as broken:
        broken.setattr(carrying.rows, "note_migrations", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            carrying.carry_over(connection)
    assert schema.of_sqlite(path) == before
    assert carrying.carry_over(connection)
    assert not carrying.carry_over(connection)


@pytest.mark.usefixtures("django_db_setup")
def test_what_belongs_to_a_model_moves_with_it(in_database, tmp_path, monkeypatch) -> None:
    moves = {"blog.approvaltask": "pages.approvaltask", "blog.poll": "polls.poll"}
    monkeypatch.setattr(moved, "MODELS", moves)
    monkeypatch.setattr(moved, "DOTTED_NAMES", {"blog.tasks.remind": "reading.tasks.remind"})
    in_database(unpacked(tmp_path / "moved.sqlite3"))
    assert carrying.carry_over(connection)
    tables = connection.introspection.table_names()
    assert {"pages_approvaltask", "pages_approvaltask_groups", "polls_poll"} <= set(tables)
    assert "blog_polloption" in tables  # another model, whose name begins alike
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = 'blog_polloption'")
        assert any('REFERENCES "polls_poll"' in row[0] for row in cursor.fetchall())
        cursor.execute("SELECT count(*) FROM django_content_type WHERE app_label = 'polls'")
        assert cursor.fetchone() == (1,)
        cursor.execute("SELECT key FROM queues_setaside WHERE key LIKE 'object %'")
        assert cursor.fetchall() == [("object polls.poll:1",)]
        cursor.execute("SELECT count(*) FROM search_outbox_change WHERE model = 'polls.poll'")
        assert cursor.fetchone() == (1,)
        cursor.execute(
            "SELECT count(*) FROM django_tasks_database_dbtaskresult"
            " WHERE task_path = 'reading.tasks.remind' OR args_kwargs LIKE '%\"polls\", \"poll\"%'"
        )
        assert cursor.fetchone() == (2,)


@pytest.mark.usefixtures("django_db_setup")
def test_an_even_older_one_is_refused(in_database, tmp_path) -> None:
    in_database(unpacked(tmp_path / "old.sqlite3"))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0006_session_epoch'")
    with pytest.raises(CommandError, match=moved.OLDER_VERSION):
        preparation.migrate_if_needed()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM blog_poll")
        assert cursor.fetchone() == (2,)
