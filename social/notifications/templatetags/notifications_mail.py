"""What the templates of mails use."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from social.activity.models import Verb
from social.notifications import addresses
from social.notifications.mail.rules import carries_text, outside
from social.notifications.stories import Line, Story
from social.people.models import User

register = template.Library()


@register.filter
def in_mail(said: Any) -> str:
    """The words of a comment as they may stand in a mail."""
    body = getattr(said, "body_html", "")
    return outside(body) if body else str(said)


@register.filter
def gist(line: Line, story: Story) -> str:
    """The beginning of what was said, or only that something was, where mails carry no text."""
    if story.page is None or not carries_text(story.page):
        return _("Read")
    return str(getattr(line.quotes[-1], "excerpt", line.quotes[-1]))


@register.simple_tag
def done_link(reader: User, line: Line) -> str:
    """A link that marks the follow-up of this line as done, if it is the reader's to do."""
    event = line.notices[0].event
    if event.verb not in {Verb.ASSIGNED, Verb.REMINDED} or "follow_up" not in event.data:
        return ""
    return addresses.link(reader, "done", event.data["follow_up"])
