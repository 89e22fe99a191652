"""The style sheet as it is deployed."""

from django.conf import settings
from django.contrib.staticfiles.finders import get_finder

from ground.design.storage import IMPORT, STYLE_SHEET, bundled


def test_bundle_holds_every_part_in_its_layer() -> None:
    storage = get_finder("django.contrib.staticfiles.finders.AppDirectoriesFinder").storages[
        "ground.design"
    ]
    with storage.open(STYLE_SHEET) as file:
        parts = IMPORT.findall(file.read().decode())
    bundle = bundled(storage, STYLE_SHEET)
    assert len(parts) > 15
    assert "@import" not in bundle
    assert bundle.index("@layer tokens, base") < bundle.index("@layer tokens {")
    assert bundle.count("@layer components {") == sum(layer == "components" for _, layer in parts)
    assert bundle.count("{") == bundle.count("}")


def test_parts_name_other_files_as_the_bundle_will_find_them() -> None:
    """Only tokens.css lies beside the bundle, so only it may point to files."""
    storage = get_finder("django.contrib.staticfiles.finders.AppDirectoriesFinder").storages[
        "ground.design"
    ]
    with storage.open(STYLE_SHEET) as file:
        parts = [path for path, _ in IMPORT.findall(file.read().decode())]
    for path in parts:
        if "/" in path:
            with storage.open(f"rynek/css/{path}") as file:
                assert "url(" not in file.read().decode(), path


def test_only_counts_are_empty_without_text() -> None:
    """Formatted templates have whitespace: what holds elements is empty by `:not(:has(*))`."""
    folder = settings.BASE_DIR / "ground/design/static/rynek/css"
    found = {path.name: path.read_text().count(":empty") for path in folder.rglob("*.css")}
    assert {name: n for name, n in found.items() if n} == {"talk.css": 1, "button.css": 1}
