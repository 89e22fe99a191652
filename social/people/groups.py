"""The groups that Rynek knows by name. Created by migration; administrators may add others."""

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext, gettext_noop

if TYPE_CHECKING:
    from social.people.models import User

EMPLOYEES = gettext_noop("Employees")
EDITORS = gettext_noop("Editors")
COMMUNITY_MANAGERS = gettext_noop("Community managers")
BOARD = gettext_noop("Board")
NAMES = (EMPLOYEES, EDITORS, COMMUNITY_MANAGERS, BOARD)


def shown_name(name: str) -> str:
    """The name of a group as people read it; those that administrators made stay as they are."""
    return gettext(name) if name in NAMES else name


def is_community_manager(user: "User") -> bool:
    """Whether this person moderates and sees the community manager's room."""
    return user.is_superuser or COMMUNITY_MANAGERS in user.group_names


def is_editor(user: "User") -> bool:
    """Whether this person publishes news and guides."""
    return user.is_superuser or bool({EDITORS, COMMUNITY_MANAGERS} & user.group_names)


def community_managers() -> Q:
    """A filter for people: the community managers, or administrators when there is none."""
    return Q(groups__name=COMMUNITY_MANAGERS)
