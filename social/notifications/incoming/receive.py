"""What becomes of an incoming mail: a comment, a draft, a question to its writer, an answer, nothing."""

import re
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from social.notifications.incoming import bounces, drafts
from social.notifications.incoming.addresses import (
    ReplyTo,
    Space,
    read_reply_address,
    read_space_address,
)
from social.notifications.incoming.held import hold
from social.notifications.incoming.letters import IncomingLetter
from social.notifications.incoming.proofs import fingerprint, what_we_sent
from social.notifications.incoming.publishing import (
    Returned,
    answered,
    publish_answer,
    space_of,
)
from social.notifications.incoming.quotes import Own, take_apart
from social.notifications.incoming.trust import Verdict
from social.notifications.incoming.wall import without_secrets
from social.notifications.models import IncomingMail
from social.people.models import User

Outcome = IncomingMail.Outcome
LETTERS_AN_HOUR = 30
DRAFTS_AN_HOUR = 10
ENDINGS_NEEDED = 2  # earlier mails that ended with the same paragraph: it is a footer
_FORWARDED = re.compile(
    r"^\s*(?:fwd?|wg|tr|pd|przek|rv|enc|doorst|vb|i|пер|转发|轉寄)(?: ?\[\d+\])? ?[:：]", re.I
)
Target = ReplyTo | Space


def receive(letter: IncomingLetter) -> IncomingMail:
    """Handle a mail; the same Message-ID a second time changes nothing.

    All in one transaction: after a crash the mail is as unread as before.
    """
    names = {"sender": letter.sender[:254], "recipient": ", ".join(letter.recipients)[:254]}
    with transaction.atomic():
        mail, is_new = IncomingMail.objects.get_or_create(
            message_id=letter.message_id, defaults=names
        )
        if is_new:
            _receive(mail, letter)
    return mail


def _receive(mail: IncomingMail, letter: IncomingLetter) -> None:
    target = _target(letter)
    sender = User.objects.active().filter(email__iexact=letter.sender).first()
    mail.person = sender
    if reason := _why_ignore(letter, target, sender):
        # Nothing is said: the sender may be forged, and what is here is no stranger's business.
        _finish(mail, Outcome.IGNORED, reason)
        return
    owner = User.objects.active().filter(pk=target.person_id).first() if target else sender
    if owner is None:
        _finish(mail, Outcome.IGNORED, "stranger")
        return
    mail.person = sender or owner
    try:
        with transaction.atomic(), translation.override(mail.person.preferred_language):
            _handle(mail, sender, owner, target, letter)
    except Returned as returned:
        if letter.verdict == Verdict.PASS:
            bounces.answer(mail.person, mail, letter, returned.words)
        _finish(mail, Outcome.BOUNCED, returned.code)


def _target(letter: IncomingLetter) -> Target | None:
    """What the first of our addresses with a valid signature stands for."""
    for address in letter.recipients:
        if found := read_reply_address(address) or read_space_address(address):
            return found
    return None


def _why_ignore(letter: IncomingLetter, target: Target | None, sender: User | None) -> str:
    """Why a mail is passed over without a word; empty if it is not.

    Gateways add List-Unsubscribe and Precedence to the mails of people: who has a signed address
    is heard nevertheless.
    """
    if letter.ignore_because:
        return letter.ignore_because
    if letter.verdict == Verdict.FAIL:
        return "forged"
    if target is None:
        return "bulk" if letter.is_bulk else "" if sender else "stranger"
    return ""


def _finish(mail: IncomingMail, outcome: str, reason: str = "") -> None:
    mail.outcome, mail.reason = outcome, reason[:40]
    mail.save()


def _handle(
    mail: IncomingMail,
    sender: User | None,
    owner: User,
    target: Target | None,
    letter: IncomingLetter,
) -> None:
    if target is None:
        raise Returned("address", _wrong_address(letter))
    if sender is not None and sender != owner:
        words = _("This address was given to somebody else. Please answer a mail of your own.")
        raise Returned("somebody else", words)
    _check_pace(owner, sender, target)
    if letter.is_encrypted:
        raise Returned("encrypted", _("Your mail is encrypted. Only its recipient could read it."))
    if isinstance(target, Space):
        _take_draft(mail, sender, owner, target, letter)
    else:
        _take_answer(mail, sender, owner, target, letter)


def _wrong_address(letter: IncomingLetter) -> str:
    """What to say of an address that leads nowhere: those for forwarding are personal now."""
    if any(re.search(r"\+p[\w.-]+@", address) for address in letter.recipients):
        return _(
            "This address for forwarding mails does not work, or no longer. Yours stands on the page."
        )
    return _("The address of your mail leads to nothing in Rynek.")


def _check_pace(owner: User, sender: User | None, target: Target) -> None:
    """Raises Returned. What strangers send to an address counts apart from its owner's mails."""
    since = timezone.now() - timedelta(hours=1)
    recent = IncomingMail.objects.filter(person=owner, received_at__gt=since)
    by_owner = Q(sender__iexact=owner.email)
    recent = recent.filter(by_owner if sender is not None else ~by_owner)
    taken = recent.filter(outcome__in=[Outcome.COMMENT, Outcome.DRAFT, Outcome.HELD])
    drafted = recent.filter(outcome=Outcome.DRAFT)
    is_draft = isinstance(target, Space)
    if taken.count() >= LETTERS_AN_HOUR or (is_draft and drafted.count() >= DRAFTS_AN_HOUR):
        raise Returned("pace", _("Too many mails came from you in an hour. Please send it later."))


def _why_hold(letter: IncomingLetter, sender: User | None) -> str:
    """Why nobody can be sure that the person wrote it."""
    if sender is None:
        return "other address"
    return "" if letter.verdict == Verdict.PASS else "unsure"


def _hold(
    mail: IncomingMail, owner: User, letter: IncomingLetter, target: Target, own: Own, reason: str
) -> None:
    """Keep it, and ask its person; what nobody vouches for is only shown to them in Rynek."""
    hold(mail, letter, target, own, reason)
    if letter.verdict == Verdict.PASS:
        bounces.ask(owner, mail, letter)


def _take_draft(
    mail: IncomingMail, sender: User | None, owner: User, space: Space, letter: IncomingLetter
) -> None:
    page = space_of(owner, space)
    if reason := _why_hold(letter, sender):
        text = without_secrets(drafts.text_of(letter))
        _hold(mail, owner, letter, space, Own(text), reason)
        return
    draft, left_out = drafts.make_draft(owner, page, letter)
    bounces.confirm_draft(owner, mail, letter, draft, left_out)
    mail.page = page
    _finish(mail, Outcome.DRAFT)


def _take_answer(
    mail: IncomingMail, sender: User | None, owner: User, reply: ReplyTo, letter: IncomingLetter
) -> None:
    answered(owner, reply)
    own = _own_words(mail, owner, reply, letter)
    has_files = any(not enclosure.is_by_program for enclosure in letter.enclosures)
    reason = _why_hold(letter, sender) or own.doubt
    if reason == "empty" and has_files:
        reason = ""
    if not reason and _FORWARDED.match(letter.subject):
        reason = "forward"
    if reason and (letter.whole.strip() or has_files):
        _hold(mail, owner, letter, reply, own, reason)
        return
    comment, left_out = publish_answer(owner, reply, own.text, letter.enclosures)
    mail.page_id, mail.subject_kind, mail.subject_id = comment.page_id, "comment", comment.pk
    mail.left_out = own.left_out
    if left_out:
        bounces.tell_left_out(owner, mail, letter, comment, left_out)
    _finish(mail, Outcome.COMMENT)


def _own_words(mail: IncomingMail, owner: User, reply: ReplyTo, letter: IncomingLetter) -> Own:
    """What the person wrote, without a last paragraph that ended earlier mails, too."""
    own = take_apart(letter.text, what_we_sent(reply))
    words, _gap, ending = own.text.rpartition("\n\n")
    mail.ending = fingerprint(ending) if words else ""
    left_out = own.left_out
    if mail.ending:
        same = IncomingMail.objects.filter(person=owner, ending=mail.ending).exclude(pk=mail.pk)
        if same.count() >= ENDINGS_NEEDED:
            own.text, left_out = words, f"{ending}\n\n{left_out}"
    return Own(without_secrets(own.text), without_secrets(left_out), own.doubt)
