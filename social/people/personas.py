"""Ready personas on the sign-in page of a demo: one click instead of a password."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from social.people.models import User

EMAIL_DOMAIN = "demo.rynek.example"


@dataclass(frozen=True)
class Persona:
    key: str
    title: str | Promise

    @property
    def email(self) -> str:
        return f"{self.key}@{EMAIL_DOMAIN}"


PERSONAS = (
    Persona("employee", _("Employee")),
    Persona("editor", _("Editor")),
    Persona("community-manager", _("Community manager")),
    Persona("board", _("Board member")),
    Persona("administrator", _("Administrator")),
)


def offered() -> Iterable[tuple[Persona, User]]:
    """Personas that exist, in order; nothing outside a demo. One query."""
    if not settings.RYNEK_DEMO:
        return []
    emails = [persona.email for persona in PERSONAS]
    people = {user.email: user for user in User.objects.active().filter(email__in=emails)}
    return [(persona, people[persona.email]) for persona in PERSONAS if persona.email in people]
