"""Which level holds: following is inherited down the tree and can be overridden below."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q
from wagtail.models import Page

from ground import stored
from social.following.actions import Followable, columns_of
from social.following.models import Follow, Level
from social.following.models.follows import Kind
from social.people.models import User


@dataclass(frozen=True)
class Standing:
    """How somebody follows a thing: the level, the row it comes from, and whether that lies above."""

    level: Level | None = None
    source: Follow | None = None
    is_inherited: bool = False

    @property
    def is_listening(self) -> bool:
        return self.source is not None and self.source.is_listening

    @property
    def is_own(self) -> bool:
        return self.source is not None and not self.is_inherited


def path_and_above(path: str) -> list[str]:
    """The tree path of a page and of all pages above it but the root."""
    step = Page.steplen
    return [path[:end] for end in range(2 * step, len(path) + 1, step)]


def translation_keys_above(paths: Iterable[str]) -> dict[object, int]:
    """Translation keys of the pages at these paths and above, each with its depth. One query."""
    wanted = {above for path in paths for above in path_and_above(path)}
    pages = Page.objects.filter(path__in=wanted)
    return dict(pages.order_by("depth").values_list("translation_key", "depth"))


def nearest(follows: Iterable[Follow], depths: dict[object, int]) -> Follow | None:
    """Of follows of pages on one branch, the one closest to its end."""
    return max(follows, key=lambda follow: depths[follow.page.translation_key], default=None)  # type: ignore[union-attr]


def nearest_of_each(page_ids: Iterable[int], follows: Iterable[Follow]) -> dict[int, Follow]:
    """For each of these pages the one of a person's follows that holds there, if one does. One query.

    The languages of a page count as one place, as they do when it is decided whom to tell.
    """
    ids = set(page_ids)
    followed = {follow.page.translation_key: follow for follow in follows if follow.page}
    if not ids or not followed:
        return {}
    same_page = Q(translation_key__in=Page.objects.filter(pk__in=ids).values("translation_key"))
    keys: dict[int, object] = {}
    paths: dict[object, list[str]] = defaultdict(list)
    for pk, path, key in Page.objects.filter(
        same_page | Q(translation_key__in=list(followed))
    ).values_list("pk", "path", "translation_key"):
        keys[pk] = key
        paths[key].append(path)
    chosen = {path: follow for key, follow in followed.items() for path in paths[key]}
    found: dict[int, Follow] = {}
    for pk in ids & keys.keys():
        above = {step for path in paths[keys[pk]] for step in path_and_above(path)}
        if holding := above & chosen.keys():
            found[pk] = chosen[max(holding, key=len)]
    return found


def standing(person: User, thing: Followable) -> Standing:
    """How this person follows this thing. At most two queries."""
    if not isinstance(thing, Page):
        follow = Follow.objects.filter(person=person, **columns_of(thing)).first()
        return Standing(_level_of(follow), follow) if follow else Standing()
    depths = translation_keys_above([thing.path])
    follows = Follow.objects.filter(
        person=person, kind=Kind.PAGE, page__translation_key__in=list(depths)
    ).select_related("page")
    found = nearest(follows, depths)
    if found is None:
        return Standing()
    is_above = found.page.translation_key != thing.translation_key  # type: ignore[union-attr]
    return Standing(_level_of(found), found, is_above)


def _level_of(follow: Follow) -> Level:
    """Nobody hears more than they chose: a level that is none brings nothing, as `wants` says."""
    return stored.member(Level, follow.level, Level.MUTED)
