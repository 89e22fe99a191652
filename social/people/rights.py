"""What people may do beyond Wagtail's own rights: permissions that administrators give to any group.

Each is asked in one place, never by the name of a group: a group may be renamed, translated or
divided, and nobody loses a right. Other apps keep theirs beside what they are about, such as
`social.comments.rights`.
"""

from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop as _

if TYPE_CHECKING:
    from social.people.models import User

MANAGE_COMMUNITY = "people.manage_community"
ON_BOARD = "people.belong_to_board"
WELCOME_NEWCOMERS = "people.welcome_newcomers"
OWN_RIGHTS: tuple[tuple[str, str], ...] = (
    ("manage_community", _("Manages the community: its room, hints and reports; helps newcomers")),
    ("belong_to_board", _("Belongs to the board: reads its reports")),
    ("welcome_newcomers", _("Everybody new belongs to this group")),
)


def manages_community(user: "User | AnonymousUser") -> bool:
    """Whether the community manager's room is theirs, and helping newcomers."""
    return user.has_perm(MANAGE_COMMUNITY)


def is_on_board(user: "User | AnonymousUser") -> bool:
    """Whether the reports of the community are written for them: by right, or by their level."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.has_perm(ON_BOARD) or (user.level is not None and user.level.is_board)


def community_managers() -> Q:
    """A filter for people: those who were given the right to manage the community."""
    return holders(MANAGE_COMMUNITY)


def board_members() -> Q:
    """A filter for people: those who belong to the board by right, whatever their level."""
    return holders(ON_BOARD)


def groups_of_newcomers() -> QuerySet[Group]:
    """The groups that everybody new belongs to."""
    return Group.objects.filter(permissions__in=_row_of(WELCOME_NEWCOMERS))


def holders(permission: str) -> Q:
    """A filter for people who were given a permission such as `"people.belong_to_board"`.

    By a group or by name. Administrators have every right without being given any; they are not
    meant where somebody's work is.
    """
    from social.people.models import User

    by_group = User.groups.through.objects.filter(group__permissions__in=_row_of(permission))
    by_name = User.user_permissions.through.objects.filter(permission__in=_row_of(permission))
    return Q(pk__in=by_group.values("user_id")) | Q(pk__in=by_name.values("user_id"))


def _row_of(permission: str) -> QuerySet[Permission]:
    app_label, codename = permission.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)
