"""Reads configuration from environment variables and says clearly what is wrong with one.

Every variable is declared once in `VARIABLES`, with the words of
docs/administrators/configuration.md: `rynek reference` writes them there.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from rynek.settings import readers
from rynek.settings.languages import languages as read_languages
from rynek.settings.languages import one_of
from rynek.settings.search import read_search_url


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, how it is read, its default and what it is for."""

    name: str
    read: Callable[[str], Any]
    default: Any
    help: str  # Markdown
    shown: str = ""  # a default that is not typed as it is kept

    @property
    def shown_default(self) -> str:
        """The default as one would type it; empty if there is none that is a single value."""
        if isinstance(self.default, bool):
            return str(int(self.default))
        if self.shown or isinstance(self.default, dict):
            return self.shown
        return ",".join(self.default) if isinstance(self.default, list) else str(self.default or "")


VARIABLES: dict[str, Variable] = {
    variable.name: variable
    for variable in [
        Variable(
            "RYNEK_DATA",
            readers.folder,
            None,
            "Folder of all state: database, index, media, logs; `var/` in the checkout unless set.",
        ),
        Variable(
            "PORT", readers.whole_number(1, 65535), 8000, "Port that `rynek serve` listens on."
        ),
        Variable("RYNEK_BIND", str, "127.0.0.1", "Address that `rynek serve` listens on."),
        Variable("RYNEK_WEB_PROCESSES", readers.whole_number(1), 2, "Web server processes."),
        Variable(
            "RYNEK_WEB_THREADS", readers.whole_number(1), 4, "Threads of each web server process."
        ),
        Variable(
            "RYNEK_SECRET_KEY",
            str,
            "",
            "Signs sessions and links; long and random. Unless set, `make run` makes one and keeps it "
            "in `secret.key` in the data folder; production wants it set.",
        ),
        Variable("RYNEK_HOSTS", readers.hosts, [], "Host names served, separated by commas."),
        Variable(
            "RYNEK_BASE_URL", readers.web_address, "", "Public address, used in e-mails and links."
        ),
        Variable(
            "RYNEK_PROXY_SSL", readers.boolean, True, "A proxy ends TLS and sets X-Forwarded-Proto."
        ),
        Variable(
            "RYNEK_PROXIES",
            readers.whole_number(0),
            1,
            "Proxies before Rynek, in production: brakes count by the address that the first heard. "
            "See [sign-in.md](sign-in.md).",
        ),
        Variable(
            "RYNEK_SESSION_IDLE_HOURS",
            readers.whole_number(1, 720),
            168,
            "Hours after which a session that nobody used is over; at most 720, as for any session.",
        ),
        Variable("RYNEK_NAME", str, "Rynek", "Name of the intranet."),
        Variable(
            "RYNEK_LANGUAGES",
            read_languages,
            read_languages("pl,en"),
            "Languages of the interface and of pages. See [languages.md](languages.md).",
            shown="pl,en",
        ),
        Variable(
            "RYNEK_LANGUAGE",
            lambda code: one_of(code, read("RYNEK_LANGUAGES")),
            "",
            "Language of people who chose none; the first unless set.",
        ),
        Variable(
            "RYNEK_GROUP_MINIMUM",
            readers.whole_number(10),
            10,
            "Smallest group of people of whom any number is shown; at least 10.",
        ),
        Variable(
            "RYNEK_FILE_ENDINGS",
            readers.endings,
            [
                *("csv", "docx", "eml", "html", "log", "md", "odp", "ods", "odt", "pdf", "pptx"),
                *("rtf", "txt", "xlsx", "zip", "doc", "msg", "ppt", "xls", "docm", "pptm", "xlsm"),
                *("m4a", "m4v", "mp3", "mp4", "ogg", "ogv", "webm"),  # films and recordings
            ],
            "Endings of files that documents and comments take, separated by commas. "
            "See [files.md](files.md).",
        ),
        Variable(
            "RYNEK_TIME_ZONE", readers.time_zone, "Europe/Warsaw", "Time zone of the company."
        ),
        Variable(
            "RYNEK_DEMO", readers.boolean, False, "Offers ready personas on the sign-in page."
        ),
        Variable(
            "DATABASE_URL",
            readers.database_url,
            None,
            "Database; SQLite in the data folder unless set.",
        ),
        Variable(
            "CACHE_URL",
            readers.cache_url,
            None,
            "Cache; local memory unless set. Several machines need Redis/Valkey.",
        ),
        Variable(
            "EMAIL_URL",
            readers.email_url,
            None,
            "Mail server; mails are written to the data folder unless set.",
        ),
        Variable("RYNEK_MAIL_FROM", readers.sender, "", "Sender address of mails."),
        Variable(
            "RYNEK_MAIL_GRACE_SECONDS",
            readers.whole_number(0),
            120,
            "Seconds that an instant mail waits, in case it is seen on screen first.",
        ),
        Variable(
            "RYNEK_LEDGER_DAYS",
            readers.whole_number(430),
            760,
            "Days for which it is known who was told what and why; at least 430.",
        ),
        Variable(
            "RYNEK_MAIL_LINK_DAYS",
            readers.whole_number(30),
            90,
            "Days for which links in mails work without signing in, unsubscribing included; at least 30.",
        ),
        Variable(
            "RYNEK_REPLY_ADDRESS",
            readers.sender,
            "",
            "Mailbox that answers to mails go to; answering by mail is off unless set.",
        ),
        Variable(
            "IMAP_URL",
            readers.mailbox_url,
            "",
            "Where that mailbox is read: `imaps://user:password@host/INBOX`.",
        ),
        Variable(
            "RYNEK_MAIL_TRUST",
            readers.words,
            [],
            "Servers whose Authentication-Results are believed, or `microsoft`, `provider`. See [mail.md](mail.md).",
        ),
        Variable(
            "RYNEK_MAIL_WEBHOOK_SECRET",
            str,
            "",
            "`user:password` by which a mail provider delivers incoming mail; off unless set.",
        ),
        Variable(
            "RYNEK_MAIL_WEBHOOK_KEY",
            str,
            "",
            "Key with which that provider signs: Mailgun, MailerSend, Mailtrap, Mandrill, Postal.",
        ),
        Variable(
            "RYNEK_MAIL_API_KEY",
            str,
            "",
            "API key of that provider, if mails are fetched from there: Brevo, Mailtrap, Resend.",
        ),
        Variable(
            "SEARCH_URL",
            read_search_url,
            read_search_url("whoosh://"),
            "Search engine; several machines need a shared one. See [search.md](search.md).",
            shown="whoosh://",
        ),
        Variable(
            "SEARCH_ENGINE",
            readers.dotted_path,
            "",
            "Class that answers the search page, such as `acme.search.AcmeEngine`; ours unless set. See [search.md](search.md).",
        ),
        Variable("S3_BUCKET", str, "", "Bucket for media; the data folder unless set."),
        Variable(
            "S3_ENDPOINT",
            readers.web_address,
            "",
            "Address of an S3-compatible service other than AWS.",
        ),
        Variable("S3_ACCESS_KEY", str, "", "Access key of the bucket."),
        Variable("S3_SECRET_KEY", str, "", "Secret key of the bucket."),
        Variable(
            "OIDC_ISSUER", readers.web_address, "", "Issuer of single sign-on; off unless set."
        ),
        Variable("OIDC_CLIENT_ID", str, "", "Client id of single sign-on."),
        Variable("OIDC_CLIENT_SECRET", str, "", "Client secret of single sign-on."),
        Variable("OIDC_NAME", str, "", "Name of single sign-on on its button, such as Kalorys ID."),
        Variable(
            "OIDC_TRUSTED_DOMAINS",
            readers.hosts,
            [],
            "Mail domains believed when the provider leaves out `email_verified`. "
            "See [sign-in.md](sign-in.md).",
        ),
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
        shown = "…" if any(word in name for word in ("SECRET", "URL", "KEY")) else text
        raise ImproperlyConfigured(f"{name}={shown}: {error}") from None
