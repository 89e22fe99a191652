"""Mail that a provider hands over (Mailgun, Postmark, SES, SendGrid …) through django-anymail."""

import logging
from dataclasses import replace
from typing import Any

from anymail.signals import AnymailInboundEvent, inbound

from social.notifications.incoming.letters import Unreadable, read_letter
from social.notifications.incoming.providers import provider_verdict
from social.notifications.incoming.receive import receive
from social.notifications.incoming.trust import Verdict

logger = logging.getLogger("social.notifications")


def connect() -> None:
    inbound.connect(take, dispatch_uid="notifications.incoming_webhook")


def take(sender: Any, event: AnymailInboundEvent, esp_name: str, **kwargs: Any) -> None:
    """Handle one mail, through the same reader as those from the mailbox."""
    message = event.message
    if message is None:
        return
    if recipient := message.envelope_recipient:
        message["Delivered-To"] = recipient
    try:
        letter = read_letter(message.as_bytes())
    except (
        Unreadable,
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        logger.warning("A mail from %s could not be read: %s", esp_name, error)
        return  # the provider would only send the same again
    said = provider_verdict(esp_name, event, letter.sender)
    if said != Verdict.UNKNOWN and letter.verdict != Verdict.FAIL:
        letter = replace(letter, verdict=said)
    receive(letter)
