"""How long somebody has to wait, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def wait_sentence(seconds: int) -> str:
    """Says when to try again; exact enough to wait for, and nothing about the account."""
    if seconds < 60:
        when = ngettext("in %(n)s second", "in %(n)s seconds", seconds) % {"n": seconds}
    else:
        minutes = -(-seconds // 60)
        when = ngettext("in %(n)s minute", "in %(n)s minutes", minutes) % {"n": minutes}
    return _("Too many tries. Try again %(when)s.") % {"when": when}
