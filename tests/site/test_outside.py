"""The repository stands alone: nothing in it leads to a place outside of it."""

import re
import subprocess
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).parents[2]
UP = re.compile(r"(?<![\w.}$)])((?:\.\./)+)[\w-]")
RUN_FROM_THE_ROOT = (".ci/", ".github/", "Makefile", "pyproject.toml", ".pre-commit-config.yaml")


def leads_outside(name: str, text: str) -> list[str]:
    """Paths in a file's text that go up farther than the folder in which they are read lies."""
    from_root = name.startswith(RUN_FROM_THE_ROOT)
    depth = 0 if from_root else len(PurePosixPath(name).parts) - 1
    return [match.group() for match in UP.finditer(text) if match[1].count("../") > depth]


def test_no_file_names_a_place_outside() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    if not names:
        return  # an archive without git
    around = f"{ROOT.parent}/"  # the folder in which somebody keeps this checkout
    strange = []
    for name in names:
        try:
            text = (ROOT / name).read_text()
        except UnicodeDecodeError:
            continue  # a picture
        if PurePosixPath(name).name.startswith("test_"):
            continue  # tests feed hostile paths
        strange += [f"{name}: {path}" for path in leads_outside(name, text)]
        if len(ROOT.parent.parts) > 2 and around in text:
            strange.append(f"{name}: {around}")
    assert not strange


def test_it_knows_a_path_that_leads_outside() -> None:
    assert leads_outside(".ci/run", 'suite="../shared/run.py"') == ["../s"]
    assert leads_outside("bench/speed.py", "python ../../tools/x") == ["../../t"]
    assert leads_outside("docs/developers/search.md", "[it](../decisions/010.md)") == []
    assert leads_outside(".ci/run", 'cd "$(dirname "$0")/.."') == []
