"""How events are found."""

from django.utils.translation import gettext_lazy as _

from blog.events.models import EventPage
from blog.pages.search import KINDS
from search.page.registry import Kind


def register() -> None:
    KINDS[EventPage] = Kind("event", _("Events"), _("Event"), "event", ("wydarzenie", "wydarzenia"))
