"""Templates keep to the layers that imports keep to: what they load, include, extend and link to lies below."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Engine
from django.template.backends.django import get_installed_libraries
from django.template.base import Lexer, TokenType
from django.urls import URLPattern, URLResolver, get_resolver

from rynek.templates import FOLDER, NAMED_BY_OTHERS, ROOMS, our_apps, owner, templates

PYPROJECT = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())
CONTRACTS = PYPROJECT["tool"]["importlinter"]["contracts"]
FOLDERS = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
NAME = re.compile(r"""["']([^"']+)["']""")
TEMPLATE_NAME = re.compile(r"[\w/.-]+\.(html|txt|svg|js)")


# The layers of pyproject.toml -----------------------------------------------------------------


def layers(contract: dict[str, Any]) -> Iterator[list[tuple[list[str], bool]]]:
    """The layers of a contract from the top down: packages, and whether they may know each other."""
    for container in contract.get("containers") or [""]:
        found = []
        for layer in contract["layers"]:
            names = re.split(r"[|:]", layer.replace("(", "").replace(")", ""))
            prefix = f"{container}." if container else ""
            found.append(([prefix + name.strip() for name in names], "|" not in layer))
        yield found


LAYERS = [found for one in CONTRACTS if one["type"] == "layers" for found in layers(one)]


def place(app: str, floors: list[tuple[list[str], bool]]) -> tuple[int, str] | None:
    """The floor and the package in which an app lies, if the contract names it."""
    for floor, (packages, _) in enumerate(floors):
        for package in packages:
            if f"{app}.".startswith(f"{package}."):
                return floor, package
    return None


def may_know(app: str, other: str) -> bool:
    """Whether an app may use another by every contract."""
    for floors in LAYERS:
        here, there = place(app, floors), place(other, floors)
        if here is None or there is None or here[1] == there[1]:
            continue
        if here[0] > there[0] or (here[0] == there[0] and not floors[here[0]][1]):
            return False
    return True


def test_layers_are_read_as_import_linter_reads_them() -> None:
    assert {one["type"] for one in CONTRACTS} <= {"layers", "independence", "forbidden"}
    assert may_know("home", "ground.design") and not may_know("ground.design", "home")
    assert may_know("social.notifications", "social.people")
    assert not may_know("social.comments", "social.following")  # on one line, apart
    assert not may_know("search.page", "social.people")


# What templates name --------------------------------------------------------------------------


def app_of_module(module: str) -> str | None:
    """The app of ours in which a module lies."""
    inside = [name for name in our_apps() if f"{module}.".startswith(f"{name}.")]
    return max(inside, key=len) if inside else None


def app_of_template(name: str) -> str | None:
    """The app of ours whose template this name finds."""
    for folder in FOLDERS if TEMPLATE_NAME.fullmatch(name) else []:
        if (folder / name).is_file():
            return owner((folder / name).relative_to(FOLDER))
    return None


def views(patterns: list[Any], namespaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Full names of addresses with the module that answers."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name:
                view = getattr(pattern.callback, "view_class", pattern.callback)
                yield ":".join([*namespaces, pattern.name]), view.__module__
        elif isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from views(pattern.url_patterns, inner)


def addresses() -> dict[str, str]:
    """Which app of ours answers at an address; generic views of an app's admin count by namespace."""
    answered = {name: app_of_module(module) for name, module in views(get_resolver().url_patterns)}
    return {name: app for name, app in answered.items() if app is not None}


def libraries() -> dict[str, str]:
    return {
        name: app
        for name, module in get_installed_libraries().items()
        if (app := app_of_module(module))
    }


def named(source: str) -> Iterator[tuple[str, str]]:
    """(tag, name) for every library, template and address that a source names."""
    for token in Lexer(source).tokenize():
        if token.token_type != TokenType.BLOCK:
            continue
        tag, *words = token.split_contents()
        if tag == "load":
            yield from (("load", word) for word in words if word not in {"from"})
        elif tag in {"include", "extends", "url"} and words and (name := NAME.fullmatch(words[0])):
            yield tag, name[1]


def absolute(name: str, path: Path) -> str:
    """`./base.html` as the loader reads it."""
    if not name.startswith(("./", "../")):
        return name
    folder = next(folder for folder in reversed(FOLDERS) if folder in path.parents)
    return str((path.parent / name).resolve().relative_to(folder))


def test_templates_name_only_what_lies_below() -> None:
    of_library, of_address = libraries(), addresses()
    wrong = []
    for path, app in templates():
        for tag, name in named(path.read_text()):
            if tag == "load":
                other = of_library.get(name)
            elif tag == "url":
                other = of_address.get(name)
            else:
                other = app_of_template(absolute(name, path))
            if other is not None and not may_know(app, other):
                wrong.append(f"{path.relative_to(FOLDER)}: {tag} {name} of {other}")
    assert not wrong, "\n".join(wrong)


def words_of_code() -> Iterator[tuple[Path, str, str]]:
    """Every string in our modules that may name a template or an address: file, its app, string."""
    for room in sorted(ROOMS):
        root = settings.BASE_DIR / ("site/rynek" if room == "rynek" else room)
        for path in sorted(root.rglob("*.py")):
            base = settings.BASE_DIR / "site" if room == "rynek" else settings.BASE_DIR
            module = ".".join(path.relative_to(base).with_suffix("").parts)
            for node in ast.walk(ast.parse(path.read_text())):
                text = getattr(node, "value", None) if isinstance(node, ast.Constant) else None
                if isinstance(text, str) and (TEMPLATE_NAME.fullmatch(text) or ":" in text):
                    yield path, app_of_module(module) or room, text


def test_code_names_only_templates_and_addresses_that_lie_below() -> None:
    """The project's settings may name what is above for those below: `COMMUNITY_GUIDE_FROM`."""
    of_address = addresses()
    wrong = []
    for path, app, text in words_of_code():
        other = of_address.get(text) or app_of_template(text)
        if other is not None and not may_know(app, other):
            wrong.append(f"{path.relative_to(settings.BASE_DIR)}: {text} of {other}")
    assert not wrong, "\n".join(wrong)


def test_slots_are_filled_from_the_ground_up() -> None:
    """Their order is that of `INSTALLED_APPS`, which for apps that fill slots is that of the layers."""
    order = [app for app in our_apps() if (FOLDER / app.replace(".", "/") / "slots").is_dir()]
    pairs = [(low, high) for at, high in enumerate(order) for low in order[at + 1 :]]
    assert [
        (low, high) for low, high in pairs if not may_know(high, low) and may_know(low, high)
    ] == []


def test_every_template_lies_in_the_folder_of_an_app() -> None:
    assert {app for _, app in templates()} <= set(our_apps())
    assert set(NAMED_BY_OTHERS.values()) <= set(our_apps())
    assert all((FOLDER / folder).is_dir() for folder in NAMED_BY_OTHERS)


def test_what_a_template_names_is_found_in_any_writing() -> None:
    source = "{% load i18n look %}{% include './a.html' with b=1 %}{% url \"x:y\" 1 as z %}{% extends c %}"
    assert list(named(source)) == [
        ("load", "i18n"),
        ("load", "look"),
        ("include", "./a.html"),
        ("url", "x:y"),
    ]
    assert Engine.get_default().dirs == FOLDERS
