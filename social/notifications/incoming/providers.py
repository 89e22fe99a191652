"""What mail providers say about the sender of a mail that they hand over.

django-anymail passes their verdicts on as they are. One class for each provider that gives one;
of the others, and whenever a field is missing, nothing is known.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from anymail.signals import AnymailInboundEvent

from social.notifications.incoming.trust import Verdict, domain_of


class Provider:
    """A provider that says nothing of its own."""

    def verdict(self, event: AnymailInboundEvent, domain: str) -> Verdict:
        return Verdict.UNKNOWN


class AmazonSES(Provider):
    """`receipt.dmarcVerdict.status`; GRAY and PROCESSING_FAILED vouch for nothing."""

    def verdict(self, event: AnymailInboundEvent, domain: str) -> Verdict:
        receipt = _mapping(_mapping(event.esp_event).get("receipt"))
        status = _mapping(receipt.get("dmarcVerdict")).get("status")
        return {"PASS": Verdict.PASS, "FAIL": Verdict.FAIL}.get(str(status), Verdict.UNKNOWN)


class SendGrid(Provider):
    """`dkim` names the domains (`{@example.com : pass}`), `SPF` is about the envelope."""

    def verdict(self, event: AnymailInboundEvent, domain: str) -> Verdict:
        fields = _fields(event)
        signed = re.findall(r"@([\w.-]{1,255})\s*:\s*(\w+)", str(fields.get("dkim", ""))[:2_000])
        dkim = {domain_of(f"@{name}"): result.lower() for name, result in signed}
        try:
            envelope = _mapping(json.loads(str(fields.get("envelope", "{}"))))
        except ValueError:
            envelope = {}
        spf = str(fields.get("SPF", "")).lower()
        return _aligned(domain, dkim.get(domain, ""), spf, str(envelope.get("from", "")))


class Mailgun(Provider):
    """`X-Mailgun-Spf` is about the envelope; of DKIM it does not say the domain."""

    def verdict(self, event: AnymailInboundEvent, domain: str) -> Verdict:
        message = event.message
        said = message.get_all("X-Mailgun-Spf", []) if message is not None else []
        if message is None or len(said) != 1:
            return Verdict.UNKNOWN  # a second one came with the mail
        return _aligned(domain, "", str(said[0]).lower(), str(message.envelope_sender or ""))


class Mandrill(Provider):
    """`msg.spf.result` is about the envelope; of DKIM it does not say the domain."""

    def verdict(self, event: AnymailInboundEvent, domain: str) -> Verdict:
        mail = _mapping(_mapping(event.esp_event).get("msg"))
        spf = str(_mapping(mail.get("spf")).get("result", "")).lower()
        return _aligned(domain, "", spf, str(mail.get("sender") or ""))


class Postmark(Provider):
    """SpamAssassin's DKIM_VALID_AU: a valid signature of the author's domain."""

    def verdict(self, event: AnymailInboundEvent, domain: str) -> Verdict:
        headers = _mapping(event.esp_event).get("Headers") or []
        named = [_mapping(header) for header in headers if isinstance(header, Mapping)]
        tests = [str(h.get("Value")) for h in named if str(h.get("Name")).lower() == "x-spam-tests"]
        # The last of several is the provider's: it adds its own below those of the mail.
        is_signed = bool(tests) and "DKIM_VALID_AU" in tests[-1].replace(" ", "").split(",")
        return Verdict.PASS if is_signed and len(tests) == 1 else Verdict.UNKNOWN


PROVIDERS: dict[str, Provider] = {
    "Amazon SES": AmazonSES(),
    "SendGrid": SendGrid(),
    "Mailgun": Mailgun(),
    "Mandrill": Mandrill(),
    "Postmark": Postmark(),
}


def provider_verdict(name: str, event: AnymailInboundEvent, sender: str) -> Verdict:
    """What the provider says about the address in From."""
    return PROVIDERS.get(name, Provider()).verdict(event, domain_of(sender))


def _aligned(domain: str, dkim: str, spf: str, envelope: str) -> Verdict:
    """As DMARC sees it: one of the two is valid for the very domain of From."""
    is_ours = domain_of(envelope.strip("<> ")) == domain
    if dkim == "pass" or (spf == "pass" and is_ours):
        return Verdict.PASS
    return Verdict.FAIL if "fail" in (dkim, spf if is_ours else "") else Verdict.UNKNOWN


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _fields(event: AnymailInboundEvent) -> Mapping[str, Any]:
    """The form fields of a provider that posts a form; anymail passes on the request."""
    fields: Mapping[str, Any] = getattr(event.esp_event, "POST", None) or {}
    return fields
