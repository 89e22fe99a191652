"""Places of templates that apps add to: who offers them, who fills them."""

import re
from collections import defaultdict

from rynek.reference.ours import app_configs, templates
from rynek.reference.tables import code, codes, table

_OFFERED = re.compile(r"{%\s*slot\s+[\"']([a-z_]+)[\"']")
_FILLED = re.compile(r"(.+)/slots/([a-z_]+)\.html")


def slots() -> str:
    offered: dict[str, set[str]] = defaultdict(set)
    filled: dict[str, set[str]] = defaultdict(set)
    installed = {config.name.replace(".", "/") for config in app_configs()}
    for name, text in templates():
        for slot in _OFFERED.findall(text):
            offered[slot].add(name)
        found = _FILLED.fullmatch(name)
        if found and found[1] in installed:
            filled[found[2]].add(found[1].replace("/", "."))
    names = sorted(offered.keys() | filled.keys())
    rows = [
        (code(name), codes(sorted(offered[name])), codes(sorted(filled[name]))) for name in names
    ]
    return table(("slot", "offered in", "filled by"), rows)
