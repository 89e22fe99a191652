"""What we know of the mail that somebody answers: our names, and traces that every mail has."""

from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse

from social.notifications.incoming.quotes import Sent


def what_we_sent() -> Sent:
    """By what a quotation of a mail of ours is known."""
    addresses = (parseaddr(settings.DEFAULT_FROM_EMAIL)[1], settings.RYNEK_REPLY_ADDRESS)
    names = (settings.WAGTAIL_SITE_NAME, *addresses)
    return Sent(
        names=[name.casefold() for name in names if name],
        traces=[
            reverse("notifications:preferences"),
            reverse("notifications:by-link", args=["x"])[:-2],
        ],
    )
