"""The one polite answer to a mail that could not be taken, and the note of a draft that was made.

An answer is a mail of the outbox, written in the transaction in which its mail was handled: it
goes out once, whatever crashes, and no mail server is waited for while the database is locked.
"""

from datetime import timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from social.comments.models import Comment
from social.notifications.addresses import absolute
from social.notifications.incoming.held import REASONS
from social.notifications.incoming.letters import IncomingLetter
from social.notifications.incoming.proofs import what_we_sent
from social.notifications.incoming.quotes import take_apart
from social.notifications.incoming.wall import without_secrets
from social.notifications.models import IncomingMail, Mail, MailDraft
from social.people.models import User

ANSWERS_A_DAY = 3
QUESTIONS_A_DAY = 10
LONGEST_TEXT = 20_000  # characters of a mail that is sent back


def answer(person: User, mail: IncomingMail, letter: IncomingLetter, words: str | Promise) -> None:
    """Say why, once, and bring the words back; whose mails go wrong all day is not told all day.

    Only for mails of which it is known that the person wrote them.
    """
    if _answers_today(person, IncomingMail.Outcome.BOUNCED) < ANSWERS_A_DAY:
        with translation.override(person.preferred_language):
            title = _("Your mail could not be taken")
            context = {"words": words, "text": _words_of(letter)}
            _write(person, mail, letter, title, "bounce", context)


def _words_of(letter: IncomingLetter) -> str:
    """What the sender wrote, as far as it can be told from what was quoted."""
    words = take_apart(letter.text, what_we_sent()).text or letter.text
    return without_secrets(words[:LONGEST_TEXT])


def confirm_draft(
    person: User,
    mail: IncomingMail,
    letter: IncomingLetter,
    draft: MailDraft,
    left_out: list[str],
) -> None:
    """Tell the forwarder where to check and publish the draft, and why which files are not in it."""
    url = absolute(reverse("notifications:draft", args=[draft.pk]))
    context = {"draft": draft, "url": url, "left_out": left_out}
    _write(person, mail, letter, _("A draft is waiting for you"), "draft", context, draft.pk)


def ask(person: User, mail: IncomingMail, letter: IncomingLetter) -> None:
    """Ask the person whose address a mail came to what becomes of it; it is held until then.

    The mail carries the words. It goes to the address that we know, and not without end.
    """
    if _answers_today(person, IncomingMail.Outcome.HELD) >= QUESTIONS_A_DAY:
        return
    with translation.override(person.preferred_language):
        context = {
            "reason": REASONS.get(mail.reason, ""),
            "sender": letter.sender,
            "is_other": mail.reason == "other address",
            "text": (mail.proposal or mail.text)[:LONGEST_TEXT],
            "url": absolute(reverse("notifications:mail", args=[mail.pk])),
        }
        _write(person, mail, letter, _("What becomes of your mail?"), "held", context)


def _answers_today(person: User, outcome: IncomingMail.Outcome) -> int:
    since = timezone.now() - timedelta(days=1)
    mails = IncomingMail.objects.filter(person=person, outcome=outcome, received_at__gt=since)
    return mails.exclude(answer_html="").count()


def tell_left_out(
    person: User, mail: IncomingMail, letter: IncomingLetter, comment: Comment, left_out: list[str]
) -> None:
    """Tell whose answer is a comment now which files are not with it, and why."""
    url = absolute(comment.get_absolute_url())
    context = {"url": url, "left_out": left_out}
    _write(person, mail, letter, _("Something was left out"), "left_out", context)


def _write(
    person: User,
    mail: IncomingMail,
    letter: IncomingLetter,
    title: str,
    template: str,
    more: dict,
    draft_id: int | None = None,
) -> None:
    mail.answer_subject = f"{title}: {letter.subject}"[:200]
    mail.answer_html = render_to_string(
        f"social/notifications/mail/{template}.html",
        more
        | {
            "title": title,
            "subject": letter.subject,
            "language": translation.get_language(),
            "house_name": settings.WAGTAIL_SITE_NAME,
            "preferences_url": absolute("/notifications/preferences/"),
        },
    )
    mail.save()
    kind, key = Mail.Kind.ANSWER, f"answer-{mail.pk}"
    Mail.objects.create(person=person, kind=kind, key=key, answers=mail, about_id=draft_id)
