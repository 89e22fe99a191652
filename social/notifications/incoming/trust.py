"""Whether a mail comes from the address that it names: what a server that we trust says of it.

Only DMARC speaks of the address in From; SPF and DKIM by themselves say nothing about it. Of
several Authentication-Results only the topmost with a configured name is believed: whatever lies
below it came with the mail. ARC is not believed at all, since anybody can seal.
"""

import logging
from collections.abc import Sequence
from email.message import Message
from email.utils import getaddresses
from enum import Enum

from authres import AuthenticationResultsHeader, AuthResError
from django.conf import settings

logger = logging.getLogger("social.notifications")

# Microsoft 365 writes no name of its server; this one, configured, stands for it.
MICROSOFT = "microsoft"
PROVIDER = "provider"
MOST_FIELDS = 20
_FAILED = {"fail", "permerror", "reject"}


class Verdict(Enum):
    """What is known about the sender."""

    PASS = "pass"  # noqa: S105 - no password
    FAIL = "fail"
    UNKNOWN = "unknown"


def senders_of(message: Message) -> tuple[str, ...]:
    """The addresses of all From fields, as they stand there: a mail of a person has one.

    Read undecoded, for `prezes@firma <evil@x>` must count as two.
    """
    fields = [str(value) for name, value in message.raw_items() if name.lower() == "from"]
    try:
        found = getaddresses([" ".join(field.split())[:1_000] for field in fields[:5]])
    except RecursionError:  # a thousand opening brackets: nobody's name
        return ()
    addresses = [address.lower() for _name, address in found if "@" in address]
    return tuple(addresses) if len(fields) <= 1 else (*addresses, "")


def domain_of(address: str) -> str:
    """The domain of an address, as servers write it (IDNA)."""
    domain = address.rpartition("@")[2].strip().lower().rstrip(".")
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return domain


def verdict_of(message: Message, sender: str) -> Verdict:
    """What the Authentication-Results of a mail say about the address in From."""
    fields = [
        " ".join(str(value).split())
        for name, value in message.raw_items()
        if name.lower() == "authentication-results"
    ][:MOST_FIELDS]
    domain = domain_of(sender)
    trusted = [name.lower() for name in settings.RYNEK_MAIL_TRUST]
    for field in fields:
        name, results = _read(field)
        if name in trusted:
            return _judge(results, domain)
    # Nobody forges a failure: without a server to trust, that one is believed nevertheless.
    name, results = _read(fields[0]) if fields else ("", [])
    if not trusted:
        logger.warning(
            "RYNEK_MAIL_TRUST names no server: a mail is held back; its topmost "
            "Authentication-Results is of %s",
            repr(name[:100]) if name else "nobody",
        )
    return Verdict.FAIL if _judge(results, domain) == Verdict.FAIL else Verdict.UNKNOWN


def _judge(results: Sequence[tuple[str, str]], domain: str) -> Verdict:
    """What DMARC results, each with the domain that it is about, say about this domain."""
    if any(result in _FAILED for result, _about in results):
        return Verdict.FAIL
    passed = [about for result, about in results if result == "pass"]
    if not passed:
        return Verdict.UNKNOWN
    return Verdict.PASS if passed == [domain] else Verdict.FAIL


def _read(field: str) -> tuple[str, list[tuple[str, str]]]:
    """The server's name and its DMARC results with their domains; no results if it cannot be read."""
    field = field[:4_000]
    first = field.partition(";")[0].strip()
    if "=" in first.partition("(")[0]:
        field = f"{MICROSOFT}; {field}"
    try:
        header = AuthenticationResultsHeader.parse(f"Authentication-Results: {field}")
    except (AuthResError, ValueError, IndexError, RecursionError):
        return first.partition(" ")[0].lower(), []
    results = [
        (str(result.result).lower(), domain_of(f"@{_from_domain(result)}"))
        for result in header.results or []
        if str(result.method).lower() == "dmarc"
    ]
    return str(header.authserv_id).lower(), results


def _from_domain(result: object) -> str:
    for found in getattr(result, "properties", []):
        if found.type == "header" and found.name == "from":
            return str(found.value)
    return ""
