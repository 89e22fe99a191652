"""Draws the first migrations anew when a model moves to another app; see docs/developers/moving.md.

The state that they describe stays what it is: only the app that makes a model changes.
"""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from rynek.carrying.moved import MODELS

CARRIED = "    is_carried = True  # what this makes, an older database holds already\n"
# Not needed, but sooner done: every step of these apps takes twice as long with ours around.
SOONER = (
    *("django_tasks_database", "taggit", "wagtailadmin", "wagtaildocs", "wagtailembeds"),
    *("wagtailredirects", "wagtailsearch", "wagtailsearchpromotions", "wagtailusers"),
)


class FirstMigrations(MigrationLoader):
    """Of our apps only the migrations that make what an older database holds.

    `former` says where those of an app lie that is no more: {"blog": "blog.migrations"}.
    """

    def __init__(self, former: dict[str, str]) -> None:
        self.former = former
        super().__init__(None, ignore_no_migrations=True)

    def load_disk(self) -> None:
        super().load_disk()
        for label, package in self.former.items():
            self.migrated_apps.add(label)
            for module in iter_modules(import_module(package).__path__):
                migration = import_module(f"{package}.{module.name}").Migration
                self.disk_migrations[label, module.name] = migration(module.name, label)
        ours = our_labels() | set(self.former)
        self.disk_migrations = {
            key: migration
            for key, migration in self.disk_migrations.items()
            if key[0] not in ours or is_first(migration)
        }


class OneForEachApp(MigrationAutodetector):
    """Everything of an app in one migration; Django's own divides some, and columns change places."""

    def _build_migration_list(self, graph: Any = None) -> None:
        self.migrations = {}
        for label, operations in self.generated_operations.items():  # type: ignore[attr-defined]
            migration = type("Migration", (Migration,), {})("auto_1", label)
            migration.initial = True
            migration.operations = operations
            needed = {need for each in operations for need in each._auto_deps}
            named = {self._name_of(need, label, graph) for need in needed}
            migration.dependencies = [name for name in named if name]
            self.migrations[label] = [migration]

    def _name_of(self, need: Any, label: str, graph: Any) -> tuple[str, str] | None:
        resolved, is_swappable = self._resolve_dependency(need)  # type: ignore[attr-defined]
        if resolved.app_label == label:
            return None
        if is_swappable:
            return need.app_label, need.model_name
        leaves = graph.leaf_nodes(resolved.app_label)
        return leaves[0] if leaves else (resolved.app_label, "auto_1")


class EverythingIsNew(NonInteractiveMigrationQuestioner):
    def ask_initial(self, app_label: str) -> bool:
        return True


def our_labels() -> set[str]:
    return {config.label for config in apps.get_app_configs() if _is_ours(config)}


def _is_ours(config: AppConfig) -> bool:
    root = Path(settings.BASE_DIR)
    return Path(config.path).is_relative_to(root) and ".venv" not in config.path


def is_first(migration: Migration) -> bool:
    return bool(migration.initial and getattr(migration, "is_carried", False))


def redraw(former: dict[str, str]) -> tuple[list[Path], list[Path]]:
    """Write the first migrations of all our apps; returns what was written and what was removed."""
    loader = FirstMigrations(former)
    state = loader.project_state()
    ours = our_labels() | set(former)
    others = ProjectState(
        models={key: model.clone() for key, model in state.models.items() if key[0] not in ours}
    )
    detector = OneForEachApp(others, moved_state(state, ours), EverythingIsNew(dry_run=True))
    changes = detector.changes(_without_ours(loader, ours), trim_to_apps=our_labels())
    removed = [
        _path_of(migration) for key, migration in loader.disk_migrations.items() if key[0] in ours
    ]
    for path in removed:
        path.unlink()
    written = [_write(each, loader) for drawn in changes.values() for each in drawn]
    return written, [path for path in removed if path not in written]


def _without_ours(loader: MigrationLoader, ours: set[str]) -> Any:
    """What the autodetector asks of a graph, as if our apps had no migrations yet."""

    def leaf_nodes(app: str | None = None) -> list[tuple[str, str]]:
        return [node for node in loader.graph.leaf_nodes(app) if node[0] not in ours]

    return SimpleNamespace(leaf_nodes=leaf_nodes)


def moved_state(state: ProjectState, ours: set[str]) -> ProjectState:
    """The same models, each in the app where it is today."""
    moves = {
        f"{label}.{name}": place
        for label, name in state.models
        if label in ours and (place := _place_today(label, name)) != f"{label}.{name}"
    }
    moved = [_moved(model.clone(), moves) for model in state.models.values()]
    return ProjectState(models={(m.app_label, m.name_lower): m for m in moved})


def _place_today(label: str, name: str) -> str:
    before = f"{label}.{name}"
    if before in MODELS:
        return MODELS[before]
    if label in apps.app_configs and name in apps.all_models[label]:
        return before
    found = [each for each in sorted(our_labels()) if name in apps.all_models[each]]
    if len(found) > 1:
        raise LookupError(f"{before} may be in {', '.join(found)}: name it in rynek.carrying.moved")
    return f"{found[0]}.{name}" if found else before


def _moved(model: ModelState, moves: dict[str, str]) -> ModelState:
    before = f"{model.app_label}.{model.name_lower}"
    for field in model.fields.values():
        _point(field, moves)
    model.bases = tuple(
        moves.get(base.lower(), base) if isinstance(base, str) else base for base in model.bases
    )
    if before in moves:
        model.app_label = moves[before].partition(".")[0]
    return model


def _point(field: models.Field[Any, Any], moves: dict[str, str]) -> None:
    """Let a relation point to where its target is today."""
    for name in ("model", "through"):
        target = getattr(field.remote_field, name, None)
        if isinstance(target, str) and target.lower() in moves:
            label, model = moves[target.lower()].partition(".")[0], target.partition(".")[2]
            setattr(field.remote_field, name, f"{label}.{model}")


def _write(migration: Migration, loader: MigrationLoader) -> Path:
    _do_sooner(migration, loader)
    writer = MigrationWriter(migration, include_header=False)
    path = Path(writer.path)
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(
        writer.as_string().replace("    initial = True\n", f"    initial = True\n{CARRIED}")
    )
    return path


def _do_sooner(migration: Migration, loader: MigrationLoader) -> None:
    """What makes page types waits for apps whose every step it would slow down."""
    if any(label == "wagtailimages" for label, _name in migration.dependencies):
        leaves = [loader.graph.leaf_nodes(label)[0] for label in SOONER]
        missing = [leaf for leaf in leaves if leaf not in migration.dependencies]
        migration.dependencies = [*migration.dependencies, *missing]  # type: ignore[misc]


def _path_of(migration: Migration) -> Path:
    return Path(str(import_module(type(migration).__module__).__file__))
