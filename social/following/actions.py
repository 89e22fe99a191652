"""Following, and keeping."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import transaction
from wagtail.models import Page

from social.activity.actions import record
from social.activity.models import Verb
from social.following.models import Bookmark, Dismissal, Folder, Follow, Level
from social.following.models.follows import LISTENING, Kind
from social.people.models import Department, User
from social.subjects.keys import Subject, subject_of
from social.subjects.models import Topic


@dataclass(frozen=True)
class Thread:
    """A conversation: the id of its first comment, and the canonical page it lies on."""

    id: int
    page_id: int


Followable: TypeAlias = Page | Thread | User | Topic | Department


def columns_of(thing: Followable) -> dict[str, Any]:
    """The columns of `Follow` that name a thing; raises TypeError for what nobody can follow."""
    if isinstance(thing, Page):
        return {"kind": Kind.PAGE, "page_id": subject_of(thing).page_id}
    if isinstance(thing, Thread):
        return {"kind": Kind.THREAD, "page_id": thing.page_id, "thread_id": thing.id}
    if isinstance(thing, User):
        return {"kind": Kind.PERSON, "colleague_id": thing.pk}
    if isinstance(thing, Topic):
        return {"kind": Kind.TOPIC, "topic_id": thing.pk}
    if isinstance(thing, Department):
        return {"kind": Kind.DEPARTMENT, "department_id": thing.pk}
    raise TypeError(f"{type(thing).__name__} cannot be followed")


def set_level(
    person: User,
    thing: Followable,
    level: Level | str = Level.EVERYTHING,
    *,
    automatic: bool = False,
) -> Follow:
    """Follow a thing at a level, or change the level; a choice is never undone automatically."""
    columns = columns_of(thing)
    level = Level(level)
    with transaction.atomic():
        follow, is_new = Follow.objects.get_or_create(
            person=person, **columns, defaults={"level": level, "is_automatic": automatic}
        )
        if automatic and not is_new:
            return follow
        was_listening = not is_new and follow.is_listening
        if not is_new:
            follow.level, follow.is_automatic = level, False
            follow.save(update_fields=["level", "is_automatic", "changed_at"])
        if level in LISTENING and not was_listening and not automatic:
            _record_follow(person, thing, level)
    return follow


def _record_follow(person: User, thing: Followable, level: Level) -> None:
    record(
        person,
        Verb.FOLLOWED,
        thing if isinstance(thing, Page) else None,
        target=thing if isinstance(thing, User) else None,
        data={"kind": columns_of(thing)["kind"].value, "level": level.value},
    )


def unfollow(person: User, thing: Followable) -> None:
    """Forget one's own choice; what is followed above then holds again."""
    Follow.objects.filter(person=person, **columns_of(thing)).delete()


def dismiss_suggestion(person: User, thing: Followable) -> None:
    """Never suggest this to this person again."""
    columns = columns_of(thing)
    kind = columns.pop("kind")
    (followed_id,) = (
        value for name, value in columns.items() if name != "page_id" or kind == "page"
    )
    Dismissal.objects.get_or_create(person=person, kind=kind, followed_id=followed_id)


def bookmark(person: User, thing: Any, *, note: str = "", folder: Folder | None = None) -> Bookmark:
    """Keep a subject, or change the note and folder of what is kept already."""
    key = thing if isinstance(thing, Subject) else subject_of(thing)
    kept, _ = Bookmark.objects.update_or_create(
        person=person,
        subject_kind=key.kind,
        subject_id=key.id,
        defaults={"page_id": key.page_id, "note": note, "folder": folder},
    )
    return kept


def remove_bookmark(person: User, thing: Any) -> None:
    key = thing if isinstance(thing, Subject) else subject_of(thing)
    Bookmark.objects.filter(person=person, subject_kind=key.kind, subject_id=key.id).delete()


def folder_named(person: User, name: str) -> Folder | None:
    """The person's folder of that name, made if need be; None for an empty name."""
    name = " ".join(name.split())[:60]
    if not name:
        return None
    return Folder.objects.get_or_create(person=person, name=name)[0]
