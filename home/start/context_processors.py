"""What every page of the house shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from home.start.models import HouseSettings
from home.start.navigation import main_menu


def house(request: HttpRequest) -> dict[str, Any]:
    """Name, colour and menu; read only when a template asks."""
    return {
        "house": SimpleLazyObject(lambda: HouseSettings.load(request_or_site=request)),
        "main_menu": SimpleLazyObject(lambda: list(main_menu(request.user))),
        "is_demo": settings.RYNEK_DEMO,
    }
