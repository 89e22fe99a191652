"""A fingerprint of what models declare for search: when it changes, the index needs a rebuild."""

import hashlib
from typing import Any

from modelsearch.index import FilterField, RelatedFields, get_indexed_models

from search.engine.documents import GETTERS
from search.engine.storage import FORMAT


def schema_fingerprint() -> str:
    """Return a short hash over the `search_fields` and getters of all indexed models."""
    lines = [f"format {FORMAT}"]
    for model in get_indexed_models():
        lines += [f"{model._meta.label} {line}" for line in _lines(model.get_search_fields())]
        lines += [f"{model._meta.label} {name}" for name in GETTERS if hasattr(model, name)]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def _lines(fields: list[Any]) -> list[str]:
    lines = []
    for field in fields:
        name = f"{type(field).__name__} {field.field_name}"
        if isinstance(field, RelatedFields):
            lines += [f"{name} {line}" for line in _lines(field.fields)]
        elif isinstance(field, FilterField):
            lines.append(name)
        else:
            role = field.kwargs.get("role", "")
            lines.append(f"{name} {getattr(field, 'boost', '')} {role}")
    return lines
