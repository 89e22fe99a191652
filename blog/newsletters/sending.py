"""Newsletters: rendering as mail that Outlook and Gmail show right, test sending, sending."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from blog.newsletters.models import Newsletter, NewsletterDelivery
from blog.newsletters.rendering import pages_for, render
from social.notifications.mail import kinds
from social.notifications.models import Mail
from social.notifications.models.mail import MailQuerySet
from social.people.audiences import people_in
from social.people.models import User

BATCH = 500


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
