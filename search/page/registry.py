"""What can be found: rooms above declare their models here when their app is ready.

Search imports no model of the rooms. A `Source` says for one model who sees its objects, how they
look as a hit and which of the model's filter fields answer which facet; a `Facet` gives values of
a facet their names. The index itself is described by Wagtail's `search_fields`, as ever.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

Label = str | Promise
Reader = Any  # a person who searches: the user model belongs to an upper room


@dataclass(frozen=True)
class Kind:
    """One kind of hit: "news", "person". Its name stands in addresses."""

    name: str
    label: Label  # plural: "Guides"
    one: Label  # "Guide"
    icon: str = "file"
    words: tuple[str, ...] = ()  # what else people type after `type:`
    group: str = "pages"  # heading in the as-you-type panel: see `PANEL_GROUPS`
    shows_expertise: bool = False  # an author of this kind knows about it
    expertise_weight: float = 1.0
    reason: Callable[[int], str] | None = None  # "wrote 3 guides"


PANEL_GROUPS = ("people", "pages", "documents", "answers")


def as_text(values: Collection[Any]) -> dict[Any, str]:
    """Facet values that are the column's values themselves."""
    return {value: str(value) for value in values if value is not None}


@dataclass(frozen=True)
class Column:
    """The filter field of a model that answers a facet.

    `name` is the field's path as in `search_fields`, with dots ("topics.slug"), `lookup` the same
    for a query of the source's model. `values_of` turns a collection of its values into values of
    the facet; one that is left out has none. Where the beginning of a value decides, as with paths
    in a tree, `starts` gives the facet's values by these beginnings, none of which holds another:
    thousands of values need not be looked at one by one.
    """

    name: str
    values_of: Callable[[Collection[Any]], Mapping[Any, str]] = as_text
    lookup: str = ""
    starts: Callable[[], Mapping[str, str]] | None = None

    @property
    def path(self) -> str:
        return self.lookup or self.name.replace(".", "__")


@dataclass
class Hit:
    """How one object looks in a list of results. `title`, `text` are plain; see `passages`."""

    pk: Any
    kind: str
    title: str
    url: str
    text: str = ""  # from which the passage is cut
    language: str = ""
    trail: Sequence[tuple[str, str]] = ()  # (title, address) from the top down
    author: Any = None  # a person, or None
    person: Any = None  # set when the hit is a person
    date: datetime | None = None
    reviewed_on: Any = None
    note: str = ""  # one more fact, such as "PDF, 12 pages"
    picture: Any = None
    source: str = ""  # filled in by search
    is_best: bool = False
    marked_title: str = ""
    passage: str = ""

    @property
    def address(self) -> str:
        """What names the object to "Why this?"."""
        return f"{self.source}:{self.pk}"

    @property
    def icon(self) -> str:
        return kinds()[self.kind].icon

    @property
    def kind_label(self) -> Label:
        return kinds()[self.kind].one


@dataclass(frozen=True)
class Source:
    """A model whose objects are found."""

    name: str
    model: type[Model]
    kinds: tuple[Kind, ...]
    visible_to: Callable[[Reader], QuerySet]
    hits: Callable[[Any, Reader], Iterable[Hit]]  # of a queryset of visible objects
    columns: Mapping[str, Column] = field(default_factory=dict)  # by facet; "kind", "date" too
    knows: Callable[[Reader, Any], bool] | None = None  # has this person seen the object before?
    at: Callable[[str], Any | None] | None = None  # the object at an address, seen or not
    weight: float = 1.0  # how much a match counts beside the matches of other sources

    def kinds_of(self, values: Collection[Any]) -> Mapping[Any, str]:
        """Names of the kinds that values of the kind column stand for."""
        return self.columns["kind"].values_of(values)


@dataclass(frozen=True)
class Facet:
    """One way to narrow results, and what its values are called.

    `labels(values, reader)` names values and leaves out what the reader may not know of;
    `resolve(text, reader)` gives the values meant by somebody who types `author:kowal`.
    """

    name: str
    label: Label
    labels: Callable[[Collection[str], Reader], Mapping[str, Label]]
    resolve: Callable[[str, Reader], Collection[str]]
    words: tuple[str, ...] = ()  # what people type before the colon, besides the name
    order: int = 50


@dataclass(frozen=True)
class People:
    """How search finds those who know, without knowing what a person is.

    `load(ids, reader)` gives visible people by id; `skilled(words, reader)` gives the names of
    matching skills by id of a person, where `words` are folded query words.
    """

    load: Callable[[Collection[int], Reader], Mapping[int, Any]]
    skilled: Callable[[str, Reader], Mapping[int, list[str]]]


@dataclass
class _Registry:
    sources: dict[str, Source] = field(default_factory=dict)
    facets: dict[str, Facet] = field(default_factory=dict)
    people: People | None = None
    ask: Callable[[str, Reader], str | None] | None = None
    write: Callable[[str, Reader], str | None] | None = None


_registry = _Registry()


def register(source: Source) -> None:
    """Make a model findable. Called once, when its app is ready."""
    _registry.sources[source.name] = source


def register_facet(facet: Facet) -> None:
    _registry.facets[facet.name] = facet


def register_people(people: People) -> None:
    _registry.people = people


def register_question(ask: Callable[[str, Reader], str | None]) -> None:
    """Say where a question is asked: `ask(text, reader)` gives the address of a filled-in form."""
    _registry.ask = ask


def register_writing(write: Callable[[str, Reader], str | None]) -> None:
    """Say where a guide is written: `write(text, reader)` gives an address in the admin."""
    _registry.write = write


def sources() -> list[Source]:
    return list(_registry.sources.values())


def source(name: str) -> Source | None:
    return _registry.sources.get(name)


def facets() -> list[Facet]:
    return sorted(_registry.facets.values(), key=lambda f: f.order)


def facet(name: str) -> Facet | None:
    return _registry.facets.get(name)


def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of registration."""
    return {kind.name: kind for s in sources() for kind in s.kinds}


def people() -> People | None:
    return _registry.people


def question_address(text: str, reader: Reader) -> str | None:
    """Where to ask what search does not answer; None if nobody may ask or no room takes questions."""
    return _registry.ask(text, reader) if _registry.ask else None


def writing_address(text: str, reader: Reader) -> str | None:
    """Where to write a guide about what people search for; None if this person may not."""
    return _registry.write(text, reader) if _registry.write else None
