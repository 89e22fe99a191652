"""What the templates of mails use."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from social.activity.models import Verb
from social.notifications import addresses
from social.notifications.mail.rules import outside
from social.notifications.stories import Line
from social.people.models import User

register = template.Library()


@register.filter
def in_mail(said: Any) -> str:
    """The words of a comment as they may stand in a mail."""
    body = getattr(said, "body_html", "")
    return outside(body) if body else str(said)


@register.filter
def ended(sentence: SafeString) -> SafeString:
    """The sentence with a full stop, unless it brings a mark of its own."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else format_html("{}.", sentence)


@register.filter
def absolute(url: str) -> str:
    """An address that works in a mail."""
    return addresses.absolute(url)


@register.filter
def gist(line: Line) -> str:
    """The beginning of what was said."""
    return str(getattr(line.quotes[-1], "excerpt", line.quotes[-1]))


@register.simple_tag
def done_link(reader: User, line: Line) -> str:
    """A link that marks the follow-up of this line as done, if it is the reader's to do."""
    event = line.notices[0].event
    if event.verb not in {Verb.ASSIGNED, Verb.REMINDED} or "follow_up" not in event.data:
        return ""
    return addresses.link(reader, "done", event.data["follow_up"])
