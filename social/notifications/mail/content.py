"""A message as data, and back: how the outbox keeps mails that Django or Wagtail have written."""

import base64
from email.message import MIMEPart
from email.mime.base import MIMEBase
from typing import Any

from django.core.mail import EmailMessage, EmailMultiAlternatives


def kept(message: EmailMessage) -> dict[str, Any]:
    """All of the message but whom it goes to."""
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "subtype": message.content_subtype,
        "from": str(message.from_email),
        "reply_to": [str(address) for address in message.reply_to],
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [
            [str(content), str(kind)] for content, kind in getattr(message, "alternatives", [])
        ],
        "attachments": [_attachment(one) for one in message.attachments],
    }


def restored(content: dict[str, Any], recipient: str) -> EmailMultiAlternatives:
    """The message to one recipient."""
    message = EmailMultiAlternatives(
        subject=content["subject"],
        body=content["body"],
        from_email=content["from"],
        to=[recipient],
        reply_to=content["reply_to"],
        headers=content["headers"],
    )
    message.content_subtype = content["subtype"]
    for text, kind in content["alternatives"]:
        message.attach_alternative(text, kind)
    for name, data, kind in content["attachments"]:
        message.attach(name, base64.b64decode(data), kind)
    return message


def _attachment(one: Any) -> list[Any]:
    """Name, content in base64 and media type."""
    if isinstance(one, MIMEBase | MIMEPart):
        name, data, kind = one.get_filename(), one.get_payload(decode=True), one.get_content_type()
    else:
        name, data, kind = one
    raw = data.encode() if isinstance(data, str) else bytes(data or b"")
    return [name, base64.b64encode(raw).decode(), kind]
