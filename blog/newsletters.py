"""Newsletters: rendering as mail that Outlook and Gmail show right, test sending, sending."""

from functools import lru_cache
from typing import Any

import css_inline
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Count
from django.template.loader import render_to_string
from django.utils import timezone, translation
from wagtail.models import Page

from blog.models import ContentPage, Newsletter, NewsletterDelivery
from social.notifications.addresses import absolute
from social.notifications.mail import kinds
from social.notifications.models import Mail
from social.notifications.models.mail import MailQuerySet
from social.people.audiences import people_in
from social.people.models import User
from social.subjects.access import visible_pages

BATCH = 500


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


def render(
    newsletter: Newsletter, reader: User, language: str, unsubscribe: str = ""
) -> tuple[str, str]:
    """The mail for one reader: HTML with its style inlined, and plain text."""
    pages = pages_for(newsletter, reader, language)
    context = {
        "newsletter": newsletter,
        "subject": newsletter.subject(language),
        "intro": newsletter.intro(language),
        "pages": [_card(page) for page in pages],
        "base_url": settings.RYNEK_BASE_URL,
        "unsubscribe_url": unsubscribe,
        "preferences_url": absolute("/notifications/preferences/"),
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


def message_for(
    newsletter: Newsletter, reader: User, *, is_test: bool = False, unsubscribe: str = ""
) -> EmailMultiAlternatives | None:
    """The mail as it goes out; None when the reader may see none of its pages."""
    language = reader.preferred_language
    if not pages_for(newsletter, reader, language):
        return None
    html, text = render(newsletter, reader, language, unsubscribe)
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


def write(mail: Mail, unsubscribe: str) -> EmailMultiAlternatives | None:
    """What the outbox asks when a newsletter's turn has come."""
    newsletter = Newsletter.objects.filter(pk=mail.about_id).first()
    if newsletter is None or mail.person is None:
        return None
    return message_for(newsletter, mail.person, unsubscribe=unsubscribe)


def due() -> Any:
    """Newsletters whose moment has come and that are not finished."""
    return Newsletter.objects.filter(send_at__lte=timezone.now(), finished_at=None)


def send(newsletter: Newsletter) -> int:
    """Put it into the outbox for everybody in the audience who has not got it yet.

    Safe to interrupt, to repeat and to do twice at once: the ledger and the mail of a person are
    written together, once. It is finished when no mail of it waits any more. Returns how many
    people were added.
    """
    if newsletter.started_at is None:
        Newsletter.objects.filter(pk=newsletter.pk, started_at=None).update(
            started_at=timezone.now()
        )
    added = 0
    served = NewsletterDelivery.objects.filter(newsletter=newsletter).values("person_id")
    waiting = people_in([newsletter.audience_id]).exclude(pk__in=served).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        people = list(User.objects.filter(pk__in=ids[start : start + BATCH]))
        added += _put_into_outbox(newsletter, people)
    if not mails_of(newsletter).filter(state=Mail.State.WAITING).exists():
        Newsletter.objects.filter(pk=newsletter.pk).update(finished_at=timezone.now())
    return added


@transaction.atomic
def _put_into_outbox(newsletter: Newsletter, people: list[User]) -> int:
    NewsletterDelivery.objects.bulk_create(
        [NewsletterDelivery(newsletter=newsletter, person=person) for person in people],
        ignore_conflicts=True,
    )
    return kinds.queue(
        Mail.Kind.NEWSLETTER, f"newsletter-{newsletter.pk}", people, about_id=newsletter.pk
    )


def mails_of(newsletter: Newsletter) -> MailQuerySet:
    """The newsletter in the outbox: one mail a person, until the outbox forgets old ones."""
    return Mail.objects.filter(kind=Mail.Kind.NEWSLETTER, about_id=newsletter.pk)


def reached(newsletter: Newsletter) -> dict[str, int]:
    """How many people it went to, waits for, and could not be delivered to."""
    state = Mail.State
    counts = dict(mails_of(newsletter).order_by().values_list("state").annotate(Count("pk")))
    missing = counts.get(state.WAITING, 0) + counts.get(state.FAILED, 0)
    left_out = missing + counts.get(state.DROPPED, 0)
    return {
        "sent": newsletter.deliveries.count() - left_out,
        "waiting": counts.get(state.WAITING, 0),
        "failed": counts.get(state.FAILED, 0),
    }
