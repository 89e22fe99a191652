"""From a model instance to a document of the index, by what the model's `search_fields` declare."""

from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.db import models
from django.utils.html import strip_tags
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField

from search.engine.columns import plain_value
from search.engine.writer import Document, Text

MODELS = "_models"  # column: labels of the model and its indexed ancestors
ROOT = "_root"  # column: label of the topmost model, whose primary key identifies the object
PK = "_pk"

# What a model may define besides `search_fields`; see `document_of`.
GETTERS = (
    "get_search_kind",
    "get_search_language",
    "get_search_date",
    "get_search_authority",
)

_TITLES = {"title", "name", "headline", "full_name", "display_name"}


def root_model(model: type[models.Model]) -> type[models.Model]:
    """Return the topmost concrete model, whose primary key its descendants share."""
    parents = list(model._meta.parents)
    return root_model(parents[0]) if parents else model


def object_key(model: type[models.Model], pk: Any) -> str:
    """Return what identifies an object in the index: "wagtailcore.page:7"."""
    return f"{root_model(model)._meta.label_lower}:{pk}"


def model_labels(model: type[models.Model]) -> list[str]:
    """Return the labels of a model and of its concrete ancestors."""
    return [m._meta.label_lower for m in [model, *model._meta.get_parent_list()]]


def document_of(obj: models.Model) -> Document:
    """Return the document of an object.

    Besides `search_fields` a model may define `get_search_kind()` (a facet of results; default: its
    label), `get_search_language()` (a language code), `get_search_date()` (for freshness; default:
    `last_published_at` or `created_at`) and `get_search_authority()` (0 to 1); a `locale` gives the
    language, too. A `SearchField(..., role="attachment")` names the kind of text (see
    `search.engine.scoring.ROLE_WEIGHTS`); without a role it is guessed from the field's name.
    """
    model = type(obj)
    document = Document(object_key(model, obj.pk), language=_language(obj))
    document.columns = {
        MODELS: model_labels(model),
        ROOT: root_model(model)._meta.label_lower,
        PK: plain_value(obj.pk),
    }
    _add_fields(document, model.get_search_fields(), obj, "")  # type: ignore[attr-defined]
    kind = getattr(obj, "get_search_kind", None)
    document.columns["kind"] = str(kind()) if callable(kind) else model._meta.label_lower
    date = getattr(obj, "get_search_date", None)
    published = getattr(obj, "last_published_at", None) or getattr(obj, "created_at", None)
    document.columns["search_date"] = plain_value(date() if callable(date) else published)
    authority = getattr(obj, "get_search_authority", None)
    if callable(authority):
        document.columns["search_authority"] = plain_value(authority())
    document.shown = {"title": str(obj)[:500]}
    return document


def _language(obj: models.Model) -> str:
    getter = getattr(obj, "get_search_language", None)
    if callable(getter):
        return str(getter() or "")
    locale = getattr(obj, "locale", None)
    return str(getattr(locale, "language_code", "") or "")


def _add_fields(document: Document, fields: Iterable[Any], obj: models.Model, path: str) -> None:
    for field in fields:
        if isinstance(field, RelatedFields):
            for related in _related(field, obj):
                _add_fields(document, field.fields, related, f"{path}{field.field_name}.")
        elif isinstance(field, SearchField):
            if text := text_of(field.get_value(obj)):
                document.texts.append(_text(field, text, path))
        elif isinstance(field, AutocompleteField):
            if text := text_of(field.get_value(obj)):
                document.autocomplete.append(Text(path + field.field_name, text))
        elif isinstance(field, FilterField):
            _add_column(document, path + field.get_attname(type(obj)), field.get_value(obj))


def _related(field: RelatedFields, obj: models.Model) -> Iterator[models.Model]:
    value = field.get_value(obj)
    if isinstance(value, models.Manager | models.QuerySet):
        yield from value.all()
    elif isinstance(value, models.Model):
        yield value


def _text(field: SearchField, text: str, path: str) -> Text:
    role = field.kwargs.get("role")
    if role is None:
        role = "body"
        if path.startswith("tags.") or field.field_name == "tags":
            role = "tags"
        elif not path and field.field_name in _TITLES:
            role = "title"
    return Text(path + field.field_name, text, role, field.boost)


def _add_column(document: Document, name: str, value: Any) -> None:
    if isinstance(value, models.Manager | models.QuerySet):
        value = list(value.values_list("pk", flat=True))
    value = plain_value(value)
    if name in document.columns and document.columns[name] is not None:
        old = document.columns[name]
        value = [
            *(old if isinstance(old, list) else [old]),
            *(value if isinstance(value, list) else [value]),
        ]
    document.columns[name] = value


def text_of(value: Any) -> str:
    """Return the plain text of a field's value: HTML without tags, lists one after another."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        if "<" in value and ">" in value:
            value = unescape(strip_tags(value.replace("<", " <")))
        return value
    if isinstance(value, models.Manager | models.QuerySet):
        value = list(value.all())
    if isinstance(value, list | tuple | set):
        return "\n".join(filter(None, (text_of(item) for item in value)))
    return str(value)
