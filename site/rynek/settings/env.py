"""Reads configuration from environment variables and says clearly what is wrong with one.

Every variable is declared once in `VARIABLES`; docs/administrators/configuration.md lists the
same names (a test compares them).
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

from rynek.settings.search import read_search_url


def _boolean(value: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True}
    words |= {"0": False, "false": False, "no": False, "off": False}
    try:
        return words[value.strip().lower()]
    except KeyError:
        raise ValueError("use 1 or 0") from None


def _integer(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise ValueError("use a whole number") from None


def _names(value: str) -> list[str]:
    return [name.strip() for name in value.split(",") if name.strip()]


def _path(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _language(value: str) -> str:
    if value not in {"pl", "en"}:
        raise ValueError("use pl or en")
    return value


def _time_zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("use a name such as Europe/Warsaw")
    return ZoneInfo(value).key


def _base_url(value: str) -> str:
    if not value.startswith(("http://", "https://")) or value.count("/") < 2:
        raise ValueError("use a full address such as https://rynek.example.com")
    return value.rstrip("/")


def _url_parser(parse: Callable[[str], dict[str, Any]], example: str) -> Callable[[str], dict]:
    def read(value: str) -> dict[str, Any]:
        try:
            config = parse(value)
        except Exception as error:  # noqa: BLE001 - the parsers raise many kinds
            raise ValueError(f"use an address such as {example} ({error})") from None
        if not any(config.get(key) for key in ("ENGINE", "BACKEND", "EMAIL_BACKEND")):
            raise ValueError(f"use an address such as {example}")
        return config

    return read


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, how it is read, its default and what it is for."""

    name: str
    read: Callable[[str], Any]
    default: Any
    help: str


VARIABLES: dict[str, Variable] = {
    variable.name: variable
    for variable in [
        Variable("RYNEK_DATA", _path, None, "Folder of all state: database, index, media, logs."),
        Variable("PORT", _integer, 8000, "Port that `rynek serve` listens on."),
        Variable("RYNEK_BIND", str, "127.0.0.1", "Address that `rynek serve` listens on."),
        Variable("RYNEK_WEB_PROCESSES", _integer, 2, "Web server processes."),
        Variable("RYNEK_WEB_THREADS", _integer, 4, "Threads of each web server process."),
        Variable("RYNEK_SECRET_KEY", str, "", "Signs sessions and links; long and random."),
        Variable("RYNEK_HOSTS", _names, [], "Host names served, separated by commas."),
        Variable("RYNEK_BASE_URL", _base_url, "", "Public address, used in e-mails and links."),
        Variable("RYNEK_PROXY_SSL", _boolean, True, "A proxy ends TLS and sets X-Forwarded-Proto."),
        Variable("RYNEK_NAME", str, "Rynek", "Name of the intranet."),
        Variable("RYNEK_LANGUAGE", _language, "pl", "Language of people who chose none."),
        Variable("RYNEK_REACH_MINIMUM", _integer, 5, "Smallest group whose reach is shown."),
        Variable("RYNEK_TIME_ZONE", _time_zone, "Europe/Warsaw", "Time zone of the company."),
        Variable("RYNEK_DEMO", _boolean, False, "Offers ready personas on the sign-in page."),
        Variable(
            "DATABASE_URL",
            _url_parser(environ.Env.db_url_config, "postgres://user:password@host/name"),
            None,
            "Database; SQLite in the data folder unless set.",
        ),
        Variable(
            "CACHE_URL",
            _url_parser(environ.Env.cache_url_config, "redis://host:6379/0"),
            None,
            "Cache; local memory unless set. Several machines need Redis/Valkey.",
        ),
        Variable(
            "EMAIL_URL",
            _url_parser(environ.Env.email_url_config, "smtp+tls://user:password@host:587"),
            None,
            "Mail server; mails are written to the data folder unless set.",
        ),
        Variable("RYNEK_MAIL_FROM", str, "", "Sender address of mails."),
        Variable(
            "RYNEK_MAIL_GRACE_SECONDS",
            _integer,
            120,
            "Seconds that an instant mail waits, in case it is seen on screen first.",
        ),
        Variable(
            "RYNEK_REPLY_ADDRESS",
            str,
            "",
            "Mailbox that answers to mails go to; answering by mail is off unless set.",
        ),
        Variable(
            "IMAP_URL", str, "", "Where that mailbox is read: imaps://user:password@host/INBOX."
        ),
        Variable(
            "RYNEK_MAIL_WEBHOOK_SECRET",
            str,
            "",
            "user:password by which a mail provider delivers incoming mail; off unless set.",
        ),
        Variable(
            "SEARCH_URL",
            read_search_url,
            read_search_url("whoosh://"),
            "Search engine; several machines need a shared one. See search.md.",
        ),
        Variable("S3_BUCKET", str, "", "Bucket for media; the data folder unless set."),
        Variable("S3_ENDPOINT", str, "", "Address of an S3-compatible service other than AWS."),
        Variable("S3_ACCESS_KEY", str, "", "Access key of the bucket."),
        Variable("S3_SECRET_KEY", str, "", "Secret key of the bucket."),
        Variable("OIDC_ISSUER", str, "", "Issuer of single sign-on; off unless set."),
        Variable("OIDC_CLIENT_ID", str, "", "Client id of single sign-on."),
        Variable("OIDC_CLIENT_SECRET", str, "", "Client secret of single sign-on."),
    ]
}


def read(name: str) -> Any:
    """The value of a declared variable; `NAME_FILE` may name a file that holds it.

    Raises ImproperlyConfigured, naming the variable and what it takes, for a bad value.
    """
    variable = VARIABLES[name]
    text = os.environ.get(name, "")
    if not text and (file_name := os.environ.get(f"{name}_FILE", "")):
        try:
            text = Path(file_name).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE={file_name}: {error.strerror}") from None
    if not text:
        return variable.default
    try:
        return variable.read(text)
    except ValueError as error:
        shown = "…" if "SECRET" in name or "URL" in name else text
        raise ImproperlyConfigured(f"{name}={shown}: {error}") from None
