"""All that a person follows, by kind, for the page that shows and changes it."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from social.following.models import Follow
from social.following.models.follows import Kind
from social.people.models import User
from social.subjects.access import page_filter


@dataclass(frozen=True)
class Group:
    """The follows of one kind, under its heading."""

    kind: Kind
    follows: list[Follow]

    @property
    def label(self) -> Any:
        return self.kind.label


def followed_by(person: User) -> list[Group]:
    """What this person follows and still sees, the latest choice first. Three queries."""
    visible = Page.objects.filter(page_filter(person)).values("translation_key")
    follows = (
        Follow.objects.of(person)
        .filter(Q(page=None) | Q(page__translation_key__in=visible))
        .exclude(colleague__is_active=False)
        .select_related("page__content_type", "colleague", "topic", "department")
        .order_by("-changed_at")
    )
    by_kind: dict[str, list[Follow]] = defaultdict(list)
    for follow in follows:
        by_kind[follow.kind].append(follow)
    return [Group(kind, by_kind[kind]) for kind in Kind if by_kind[kind]]
