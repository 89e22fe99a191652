"""The languages that the house speaks: those of the setting `RYNEK_LANGUAGES`, whichever they are."""

from django.conf import settings
from django.utils import translation


def choices() -> list[tuple[str, str]]:
    """Codes and names, for fields of models and forms; a callable, so that no migration names them."""
    return list(settings.LANGUAGES)


def codes() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def is_offered(code: str) -> bool:
    return code in codes()


def active() -> str:
    """The language in use now, as the setting writes it; the house's own where there is none."""
    return translation.get_language() or settings.LANGUAGE_CODE
