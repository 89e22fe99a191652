"""How the text of an environment variable becomes a value. ValueError says what to use instead."""

import re
import warnings
from collections.abc import Callable
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import environ

_HOST = re.compile(r"\*|\.?[\w-]+(\.[\w-]+)*|\[[0-9a-fA-F:]+\]")


def boolean(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError("use 1 or 0") from None


def whole_number(least: int, most: int | None = None) -> Callable[[str], int]:
    """Reads a number within bounds."""
    bounds = f"from {least}" + ("" if most is None else f" to {most}")

    def read(value: str) -> int:
        number = int(value) if value.strip().isdecimal() else least - 1
        if number < least or (most is not None and number > most):
            raise ValueError(f"use a whole number {bounds}")
        return number

    return read


def endings(value: str) -> list[str]:
    """Reads endings of files: "pdf, .docx"."""
    names = [name.strip().lstrip(".").lower() for name in value.split(",") if name.strip(" .")]
    if not names or not all(re.fullmatch(r"[a-z0-9]{1,10}", name) for name in names):
        raise ValueError("use endings of files separated by commas, such as pdf,docx,xlsx")
    return list(dict.fromkeys(names))


def hosts(value: str) -> list[str]:
    names = [name.strip() for name in value.split(",") if name.strip()]
    if wrong := [name for name in names if not _HOST.fullmatch(name)]:
        raise ValueError(f"use names such as rynek.example.com, without address parts: {wrong[0]}")
    return names


def words(value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def folder(value: str) -> Path:
    return Path(value).expanduser().resolve()


def dotted_path(value: str) -> str:
    """Reads the name of a class with its module: "acme.search.AcmeEngine"."""
    parts = value.strip().split(".")
    if len(parts) < 2 or not all(part.isidentifier() for part in parts):
        raise ValueError("use a dotted path such as acme.search.AcmeEngine")
    return value.strip()


def time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("use a name such as Europe/Warsaw")
    return ZoneInfo(value).key


def web_address(value: str) -> str:
    """An address without a stroke at its end."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("use a full address such as https://rynek.example.com")
    return value.rstrip("/")


def sender(value: str) -> str:
    """`rynek@example.com` or `Rynek <rynek@example.com>`."""
    _name, address = parseaddr(value)
    local, at, domain = address.partition("@")
    if not (local and at and domain):
        raise ValueError("use an address such as Rynek <rynek@example.com>")
    return value


def mailbox_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"imap", "imaps"} or not parts.hostname:
        raise ValueError("use an address such as imaps://user:password@host/INBOX")
    return value


def service_url(
    parse: Callable[[str], dict[str, Any]], example: str, engines: tuple[str, ...] = ("",)
) -> Callable[[str], dict[str, Any]]:
    """Reads an address by a parser of django-environ; `engines` end the names of those we run on."""

    def read(value: str) -> dict[str, Any]:
        try:
            with warnings.catch_warnings():  # they would show the address with its password
                warnings.simplefilter("ignore")
                config = parse(value)
        except Exception as error:  # noqa: BLE001 - the parsers raise many kinds
            raise ValueError(f"use an address such as {example} ({error})") from None
        engine = next(
            (config[key] for key in ("ENGINE", "BACKEND", "EMAIL_BACKEND") if config.get(key)), ""
        )
        if not engine or not engine.endswith(engines):
            raise ValueError(f"use an address such as {example}")
        return config

    return read


database_url = service_url(
    environ.Env.db_url_config, "postgres://user:password@host/name", (".postgresql", ".sqlite3")
)
cache_url = service_url(environ.Env.cache_url_config, "redis://host:6379/0")
email_url = service_url(environ.Env.email_url_config, "smtp+tls://user:password@host:587")
