"""Newsletters: rendering as mail that Outlook and Gmail show right, test sending, sending."""

import logging
from functools import lru_cache
from smtplib import SMTPRecipientsRefused
from typing import Any

import css_inline
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.models import Page

from blog.models import ContentPage, Newsletter, NewsletterDelivery
from social.people.audiences import people_in
from social.people.models import User
from social.subjects.access import visible_pages

BATCH = 50
logger = logging.getLogger("blog.newsletters")


def pages_for(newsletter: Newsletter, reader: User, language: str) -> list[Any]:
    """The newsletter's pages that this reader may see, in this language where it exists."""
    chosen = [item.page for item in newsletter.items.all()]
    keys = [page.translation_key for page in chosen]
    visible = visible_pages(reader, Page.objects.filter(translation_key__in=keys))
    found: dict[Any, Any] = {}
    for page in visible.select_related("locale").order_by("pk").specific():
        if page.translation_key not in found or page.locale.language_code == language:
            found[page.translation_key] = page
    return [found[key] for key in keys if key in found]


def render(newsletter: Newsletter, reader: User, language: str) -> tuple[str, str]:
    """The mail for one reader: HTML with its style inlined, and plain text."""
    pages = pages_for(newsletter, reader, language)
    context = {
        "newsletter": newsletter,
        "subject": newsletter.subject(language),
        "intro": newsletter.intro(language),
        "pages": [_card(page) for page in pages],
        "base_url": settings.RYNEK_BASE_URL,
        "language": language,
    }
    with translation.override(language):
        html = render_to_string("blog/mail/newsletter.html", context)
        text = render_to_string("blog/mail/newsletter.txt", context)
    return css_inline.inline(html, extra_css=_style(), keep_style_tags=True), text


def _card(page: Any) -> dict[str, str]:
    is_content = isinstance(page, ContentPage)
    url = page.full_url or settings.RYNEK_BASE_URL + (page.url or "/")
    return {"title": page.title, "lead": page.lead if is_content else "", "url": url}


@lru_cache(maxsize=1)
def _style() -> str:
    path = finders.find("rynek/css/mail.css")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as file:
        return file.read()


def message_for(newsletter: Newsletter, reader: User, *, is_test: bool = False) -> Any:
    """The mail as it goes out; None when the reader may see none of its pages."""
    language = reader.preferred_language
    if not pages_for(newsletter, reader, language):
        return None
    html, text = render(newsletter, reader, language)
    subject = newsletter.subject(language)
    message = EmailMultiAlternatives(
        subject=f"[test] {subject}" if is_test else subject,
        body=text,
        to=[reader.email],
        headers={
            "List-Id": f"<newsletter.{settings.RYNEK_BASE_URL.split('//')[-1].split(':')[0]}>"
        },
    )
    message.attach_alternative(html, "text/html")
    return message


def send_test(newsletter: Newsletter, reader: User) -> bool:
    """Send it to oneself; False when there is nothing in it that one may see."""
    message = message_for(newsletter, reader, is_test=True)
    return bool(message and message.send())


def due() -> Any:
    """Newsletters whose moment has come and that are not finished."""
    return Newsletter.objects.filter(send_at__lte=timezone.now(), finished_at=None)


def send(newsletter: Newsletter) -> int:
    """Send to everybody in the audience who has not got it yet; safe to interrupt and repeat.

    Each mail is written down just before it goes, and crossed out when the mail server refuses
    it: after a crash at most one person is left without it, and nobody gets it twice.
    """
    if newsletter.started_at is None:
        Newsletter.objects.filter(pk=newsletter.pk).update(started_at=timezone.now())
    sent = 0
    served = NewsletterDelivery.objects.filter(newsletter=newsletter).values("person_id")
    waiting = people_in([newsletter.audience_id]).exclude(pk__in=served).order_by("pk")
    for ids in _batches(list(waiting.values_list("pk", flat=True))):
        sent += _send_batch(newsletter, list(User.objects.filter(pk__in=ids)))
    Newsletter.objects.filter(pk=newsletter.pk).update(finished_at=timezone.now())
    return sent


def _batches(ids: list[int]) -> list[list[int]]:
    return [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]


def _send_batch(newsletter: Newsletter, people: list[User]) -> int:
    """Over one connection. An address that is refused for good is passed over."""
    sent = 0
    with get_connection() as connection:
        for person in people:
            message = message_for(newsletter, person)
            delivery, is_new = NewsletterDelivery.objects.get_or_create(
                newsletter=newsletter, person=person
            )
            if message is None or not is_new:
                continue
            try:
                sent += connection.send_messages([message]) or 0
            except SMTPRecipientsRefused:
                logger.warning("newsletter %s: an address was refused", newsletter.pk)
            except Exception:
                delivery.delete()
                raise
    return sent
