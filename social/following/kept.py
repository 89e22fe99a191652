"""A person's bookmarks with what they are of, as far as it is still visible."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from social.following.models import Bookmark, Folder
from social.people.models import User
from social.subjects.keys import kinds


@dataclass(frozen=True)
class Kept:
    """A bookmark and the thing itself."""

    bookmark: Bookmark
    thing: Any
    title: str
    url: str


def bookmarks_of(person: User, folder: Folder | None = None) -> QuerySet[Bookmark]:
    """All, or those in a folder, the latest first."""
    rows = Bookmark.objects.visible_to(person).select_related("folder", "page")
    if folder is not None:
        rows = rows.filter(folder=folder)
    return rows


def kept_by(person: User, bookmarks: Iterable[Bookmark]) -> list[Kept]:
    """Bookmarks with what they are of, as far as the person sees it. One query for each kind of thing."""
    rows = list(bookmarks)
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        ids[row.subject_kind].add(_id_of(row))
    things: dict[tuple[str, int], Any] = {}
    for name, pks in ids.items():
        if kind := kinds().get(name):
            for thing in kind.visible_to(person).filter(pk__in=pks):
                things[name, thing.pk] = thing
    return [
        Kept(row, thing, kind.title_of(thing), kind.url_of(thing))
        for row in rows
        if (thing := things.get((row.subject_kind, _id_of(row))))
        and (kind := kinds()[row.subject_kind])
    ]


def _id_of(row: Bookmark) -> int:
    """A page is known by its key, which moves to another language version when one is deleted."""
    return row.page_id if row.subject_kind == "page" else row.subject_id
