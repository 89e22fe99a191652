"""Mails that are held back: nobody guesses what is meant, the writer is asked."""

from django.core.files.base import ContentFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from social.comments.models import Comment
from social.notifications.incoming import drafts
from social.notifications.incoming.addresses import ReplyTo, Space
from social.notifications.incoming.letters import IncomingLetter, Unreadable, read_letter
from social.notifications.incoming.publishing import publish_answer, space_of
from social.notifications.incoming.quotes import Own
from social.notifications.incoming.wall import without_secrets
from social.notifications.models import IncomingMail, MailDraft

LONGEST = 50_000  # characters that are kept of a mail
ANSWER, SPACE = "answer to", "space"

REASONS: dict[str, str | Promise] = {
    "other address": _("It came from another address than yours."),
    "unsure": _("No mail server that we trust vouches for its sender."),
    "empty": _("No words of your own were found above the mail that you answer."),
    "quotation": _("Part of it may be a quotation, or may be your own words."),
    "sent": _("Words of the mail that you answer are left in it."),
    "forward": _("It looks like a forwarded mail."),
}


def hold(
    mail: IncomingMail, letter: IncomingLetter, target: ReplyTo | Space, own: Own, reason: str
) -> None:
    """Keep a mail until its person says what becomes of it."""
    mail.outcome, mail.reason = IncomingMail.Outcome.HELD, reason
    mail.text = without_secrets(letter.whole[:LONGEST])
    mail.proposal, mail.left_out = own.text, own.left_out
    mail.page_id = target.page_id
    if isinstance(target, ReplyTo):
        mail.subject_kind, mail.subject_id = ANSWER, target.comment_id
    else:
        mail.subject_kind = SPACE
    if any(not enclosure.is_by_program for enclosure in letter.enclosures):
        mail.file.save("mail", ContentFile(letter.content), save=False)
    mail.save()


def publish(mail: IncomingMail, words: str) -> tuple[Comment | MailDraft, list[str]]:
    """Make a comment or a draft of a held mail, with these words, and of its files.

    Also returns why which files are left out. Raises Returned; then it is still held.
    """
    person = mail.person
    assert person is not None
    letter = _letter(mail)
    enclosures = letter.enclosures if letter else ()
    words = without_secrets(words)
    if mail.subject_kind == SPACE:
        page = space_of(person, Space(person.pk, mail.page_id or 0))
        draft, left_out = drafts.keep_draft(person, page, letter_title(mail), words, enclosures)
        _settle(mail, IncomingMail.Outcome.DRAFT)
        return draft, left_out
    reply = ReplyTo(person.pk, mail.page_id or 0, mail.subject_id or 0)
    comment, left_out = publish_answer(person, reply, words, enclosures)
    mail.subject_kind, mail.subject_id = "comment", comment.pk
    _settle(mail, IncomingMail.Outcome.COMMENT)
    return comment, left_out


def throw_away(mail: IncomingMail) -> None:
    """Forget what a held mail said."""
    _settle(mail, IncomingMail.Outcome.THROWN)


def letter_title(mail: IncomingMail) -> str:
    """The first line of a held mail: what its draft is called until its writer names it."""
    return (mail.proposal or mail.text).strip().partition("\n")[0][:100]


def _letter(mail: IncomingMail) -> IncomingLetter | None:
    if not mail.file:
        return None
    try:
        with mail.file.open("rb") as file:
            return read_letter(file.read())
    except (OSError, Unreadable):
        return None


def _settle(mail: IncomingMail, outcome: IncomingMail.Outcome) -> None:
    mail.outcome, mail.text, mail.proposal = outcome, "", ""
    if mail.file:
        mail.file.delete(save=False)
    mail.save()
