"""The bell."""

from typing import Any

from django import template
from wagtail.models import Page

from social.notifications import inbox
from social.notifications.incoming.addresses import space_address
from social.notifications.incoming.drafts import publisher_for
from social.notifications.models import IncomingMail, MailDraft

register = template.Library()
MAILS_SHOWN = 10


@register.inclusion_tag("social/notifications/bell.html", takes_context=True)
def bell(context: template.Context) -> dict[str, Any]:
    """The bell of the reader. At most two queries, besides that of the reader's rights."""
    read = getattr(context.get("request"), "page_before_their_eyes", 0)
    return {"bell": inbox.bell(context["user"], without=read)}


@register.inclusion_tag("social/notifications/mail_in.html", takes_context=True)
def mail_in(context: template.Context, page: Page) -> dict[str, Any]:
    """The address to which a mail is forwarded to become a draft here, and the reader's drafts.

    The address is the reader's own. Nothing where no mails are taken. Two queries.
    """
    user = context["user"]
    is_taken = isinstance(page, Page) and publisher_for(page) is not None and user.is_authenticated
    address = space_address(user, page) if is_taken else ""
    waiting = MailDraft.objects.waiting_for(user)
    mine = waiting.filter(space=page) if address else []
    return {"address": address, "drafts": mine}


@register.inclusion_tag("social/notifications/drafts.html", takes_context=True)
def drafts_from_mails(context: template.Context) -> dict[str, Any]:
    """The reader's drafts that wait to be checked, and mails that are held back. Two queries."""
    mine = MailDraft.objects.waiting_for(context["user"]).select_related("space")
    held = IncomingMail.objects.held_for(context["user"])[:MAILS_SHOWN]
    return {"drafts": mine, "held": held}
