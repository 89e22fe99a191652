"""Nonces for the inline scripts of Wagtail's admin, so that its policy needs no 'unsafe-inline'.

Wagtail 8 writes inline scripts in a few templates (date fields, inline panels, editors' picks) and
in its choosers, and has no nonces of its own. Each `<script>` in a template of an installed
package is given one when the template is loaded: what stands there was written by its authors.
What people write comes in later, as a value, and gets none.

Fragments that the admin's scripts fetch run in the page that asked for them, under its policy: the
page names its nonce in a header. It is taken only if we made it, and for this session.
"""

import hmac
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import django.forms
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.template import Origin
from django.template.loaders import app_directories
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.widgets import BaseChooser

HEADER = "X-Page-Nonce"
HALF = 24  # characters: first the random ones, then what proves that they are ours
# Those that name a file are from this house anyway.
_INLINE = re.compile(r"<script(?=[\s>])(?![^>]*\bsrc=)")
TAG_LIBRARY = "ground.csp_tags"

_current: ContextVar[str] = ContextVar("csp_nonce", default="")


@contextmanager
def nonce_for(request: HttpRequest) -> Iterator[str]:
    """While it lasts, what is rendered carries this nonce: the page's own, or a new one."""
    told = request.headers.get(HEADER, "")
    token = _current.set(told if _is_ours(told, request) else _made(request))
    try:
        yield _current.get()
    finally:
        _current.reset(token)


def attribute() -> SafeString:
    """` nonce="…"` for a script of ours; nothing where no policy asks for one."""
    nonce = _current.get()
    return format_html(' nonce="{}"', nonce) if nonce else mark_safe("")


def _made(request: HttpRequest) -> str:
    start = secrets.token_urlsafe(HALF)[:HALF]
    return start + _proof(start, request)


def _proof(start: str, request: HttpRequest) -> str:
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    return salted_hmac("rynek.csp", f"{start}{session}").hexdigest()[:HALF]


def _is_ours(nonce: str, request: HttpRequest) -> bool:
    start = nonce[:HALF]
    return len(nonce) == 2 * HALF and hmac.compare_digest(
        nonce[HALF:].encode(), _proof(start, request).encode()
    )


class Loader(app_directories.Loader):
    """Templates of installed packages, with the nonce in their inline scripts."""

    def get_contents(self, origin: Origin) -> str:
        return _INLINE.sub("<script{% csp_nonce %}", super().get_contents(origin))


class FormRenderer(DjangoTemplates):
    """Widgets' templates come from an engine of their own: the same loader, there."""

    @cached_property
    def engine(self) -> Any:
        loaders = ["django.template.loaders.filesystem.Loader", "ground.csp.Loader"]
        return self.backend(
            {
                "APP_DIRS": False,
                "DIRS": [Path(django.forms.__file__).parent / "templates"],
                "NAME": "djangoforms",
                "OPTIONS": {
                    "loaders": [("django.template.loaders.cached.Loader", loaders)],
                    "builtins": [TAG_LIBRARY],
                },
            }
        )


def _render_chooser(
    self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None
) -> SafeString:
    """As Wagtail's, with the nonce; what was sent as an id and is none counts as nothing chosen."""
    try:
        chosen = self.get_value_data(value)
    except (ValueError, OverflowError, ObjectDoesNotExist):
        chosen = self.get_value_data(None)
    html = self.render_html(name, chosen, attrs)
    start = self.render_js_init(attrs["id"], name, chosen)
    return mark_safe(f"{html}<script{attribute()}>{start}</script>")  # noqa: S308 - as Wagtail's


def mend_choosers() -> None:
    """Called once, when the house starts: this script stands in Wagtail's Python."""
    BaseChooser.render = _render_chooser
