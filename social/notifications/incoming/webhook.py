"""Mail that a provider hands over (Mailgun, Postmark, SES, SendGrid …) through django-anymail."""

from typing import Any

from anymail.signals import AnymailInboundEvent, inbound

from social.notifications.incoming.letters import Unreadable, read_letter
from social.notifications.incoming.receive import receive


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
        receive(read_letter(message.as_bytes()))
    except Unreadable:
        return  # the provider would only send the same again
