"""The bell."""

from typing import Any

from django import template
from wagtail.models import Page

from social.notifications import inbox
from social.notifications.incoming.addresses import space_address
from social.notifications.incoming.drafts import publisher_for

register = template.Library()


@register.inclusion_tag("social/notifications/bell.html", takes_context=True)
def bell(context: template.Context) -> dict[str, Any]:
    """The bell of the reader. One query, besides that of the reader's rights."""
    return {"bell": inbox.bell(context["user"])}


@register.inclusion_tag("social/notifications/mail_in.html")
def mail_in(page: Page) -> dict[str, Any]:
    """The address to which a mail is forwarded to become a draft here; nothing where none is taken."""
    is_taken = isinstance(page, Page) and publisher_for(page) is not None
    return {"address": space_address(page) if is_taken else ""}
