"""Which app a template belongs to: the one whose folder it lies in."""

from collections.abc import Iterator
from pathlib import Path, PurePath

from django.apps import apps
from django.conf import settings

ROOMS = {"rynek", "home", "blog", "social", "search", "ground"}
FOLDER = settings.BASE_DIR / "templates"
# Templates whose names Django and Wagtail give, what modules of the ground that are no app use,
# and what the project itself answers.
NAMED_BY_OTHERS = {
    "ground": "ground.design",
    "registration": "social.people",
    "wagtailadmin/notifications": "blog.pages",
    "wagtailusers": "rynek",
    ".": "rynek",
}


def our_apps() -> list[str]:
    """Dotted names of the installed apps that are ours, from the top down."""
    names = [config.name for config in apps.get_app_configs()]
    return [name for name in names if name.split(".")[0] in ROOMS]


def owner(template: PurePath) -> str:
    """The dotted name of the app that a template, named by its path below `templates/`, is of."""
    installed = set(our_apps())
    for folder in template.parents:
        app = NAMED_BY_OTHERS.get(str(folder)) or ".".join(folder.parts)
        if app in installed:
            return app
    raise LookupError(f"{template}: lies in the folder of no installed app")


def templates() -> Iterator[tuple[Path, str]]:
    """Every template with its app."""
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            yield path, owner(path.relative_to(FOLDER))
