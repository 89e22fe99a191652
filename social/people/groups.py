"""The groups that come with Rynek and Wagtail, as people read their names.

Nothing but migrations and the demo company knows them by name: rights are permissions
(`social.people.rights`).
"""

from django.contrib.auth.models import Group
from django.utils.translation import gettext, gettext_noop

EMPLOYEES = gettext_noop("Employees")
EDITORS = gettext_noop("Editors")
COMMUNITY_MANAGERS = gettext_noop("Community managers")
BOARD = gettext_noop("Board")
MODERATORS = gettext_noop("Moderators")
NAMES = (EMPLOYEES, EDITORS, COMMUNITY_MANAGERS, BOARD)


def shown_name(name: str) -> str:
    """The name of a group as people read it; those that administrators made stay as they are."""
    return gettext(name) if name in (*NAMES, MODERATORS) else name


def translate_names() -> None:
    """Forms, choosers and lists of Wagtail's admin show a group by `str`."""
    Group.add_to_class("__str__", lambda group: shown_name(group.name))
