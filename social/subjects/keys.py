"""Subjects: what people comment on, react to, follow, bookmark and follow up.

A subject is a page or something that lies on a page (a comment). Upper rooms register their
kinds; nothing else in Rynek handles generic keys.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from wagtail.models import Page

from social.people.models import User


@dataclass(frozen=True)
class Subject:
    """The key of a subject: its kind, its id, and the page it lies on (canonical language)."""

    kind: str
    id: int
    page_id: int

    def as_fields(self) -> dict[str, Any]:
        """Values for the fields of `SubjectModel`."""
        return {"subject_kind": self.kind, "subject_id": self.id, "page_id": self.page_id}


@dataclass(frozen=True)
class Kind:
    """How one kind of subject is found.

    `visible_to(user)` gives the queryset of objects that the person sees; `key_of(object)` its
    key. `title_of` is used in sentences, `url_of` links to the object itself (`url_by_id` without
    loading it, where its address says no more), `author_of` names
    the colleague who hears of what others do with it. `count_reactions(id, kind, total)` tells
    the room of the object how many reactions of a kind it has now, inside the transaction;
    `kept_reactions(kind)` gives back the numbers above 0 that it keeps, by id, or None.
    """

    name: str
    model: type[Model]
    visible_to: Callable[[User], QuerySet]
    key_of: Callable[[Any], Subject]
    title_of: Callable[[Any], str]
    url_of: Callable[[Any], str]
    url_by_id: Callable[[int], str] | None = None
    author_of: Callable[[Any], User | None] = lambda thing: None
    count_reactions: Callable[[int, str, int], None] = lambda pk, kind, total: None
    kept_reactions: Callable[[str], dict[int, int] | None] = lambda kind: None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind of object a subject. Called once, when its app is ready."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    return dict(_kinds)


def kind_of(name: str) -> Kind:
    """The kind of that name; raises Http404 for an unknown one, which only bad input names."""
    try:
        return _kinds[name]
    except KeyError:
        raise Http404(f"no such kind of subject: {name}") from None


def subject_of(thing: Model) -> Subject:
    """The key of a page, of any type and language, or of another registered object."""
    if isinstance(thing, Page):
        return _kinds["page"].key_of(thing)
    for kind in _kinds.values():
        if isinstance(thing, kind.model):
            return kind.key_of(thing)
    raise TypeError(f"{type(thing).__name__} is not a subject")


def visible_subject_or_404(user: User, kind: str, pk: int) -> Any:
    """The object behind a key, if this person sees it; raises Http404 otherwise."""
    thing = kind_of(kind).visible_to(user).filter(pk=pk).first()
    if thing is None:
        raise Http404
    return thing
