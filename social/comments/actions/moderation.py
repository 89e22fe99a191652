"""Reporting, and what a community manager does about it. Every deed is logged and has its
reverse: hide and approve, lock and unlock, pause and lift, move and move back."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_comments.models import CommentFlag
from django_comments.signals import comment_was_flagged
from wagtail.log_actions import log, registry

from social.activity.models import Event, Verb
from social.comments import counts
from social.comments.actions.posting import announce, tell_mentions_held_back
from social.comments.models import Comment, Concern, Removal, Sanction
from social.comments.rights import may_moderate
from social.comments.rules import Refused
from social.comments.signals import comment_moderated, concern_raised, person_sanctioned
from social.people.models import User

REPORTS_PER_HOUR = 20


def check_is_moderator(person: User) -> None:
    if not may_moderate(person):
        raise Refused(_("Only community managers can do this."), "foreign")


def report(person: User, comment: Comment, reason: str, note: str = "") -> Concern:
    """Ask a community manager to look at a comment. Reporting twice is reporting once."""
    if comment.user_id == person.pk:
        raise Refused(_("This is your own comment; you can delete it."), "own")
    hour = timezone.now() - timedelta(hours=1)
    mine = Concern.objects.filter(raised_by=person, kind=Concern.Kind.REPORTED)
    if mine.filter(created_at__gt=hour).count() >= REPORTS_PER_HOUR:
        raise Refused(
            _("You have reported a lot in the last hour. Please come back later."), "pace"
        )
    with transaction.atomic():
        concern, is_new = Concern.objects.open().get_or_create(
            comment=comment,
            raised_by=person,
            kind=Concern.Kind.REPORTED,
            closed_at=None,
            defaults={"reason": reason, "note": note},
        )
        if is_new:
            _flag(person, comment, CommentFlag.SUGGEST_REMOVAL)
            concern_raised.send(sender=Concern, concern=concern)
    return concern


def _flag(person: User, comment: Comment, name: str) -> None:
    """Keep django_comments' own record of flags, and tell its listeners."""
    flag, created = CommentFlag.objects.get_or_create(user=person, comment_id=comment.pk, flag=name)
    comment_was_flagged.send(
        sender=Comment, comment=comment, flag=flag, created=created, request=None
    )


def _close(comment: Comment, by: User, outcome: str) -> int:
    return (
        Concern.objects.open()
        .filter(comment=comment)
        .update(closed_at=timezone.now(), closed_by=by, outcome=outcome)
    )


def approve(manager: User, comment: Comment, *, with_answers: bool = False) -> Comment:
    """The comment is fine: show it (again), and close what was said against it.

    `with_answers` takes back a hiding as a whole: the answers hidden with it are shown too.
    """
    check_is_moderator(manager)
    with transaction.atomic():
        comment = _locked(comment)
        if comment.is_deleted:
            raise Refused(_("The author has deleted this comment."), "removed")
        answers = list(hidden_with(comment)) if with_answers else []
        for each in [comment, *answers]:
            _approve_one(manager, each)
        log(comment, "comments.approve", user=manager, data={"answers": [a.pk for a in answers]})
    return comment


def _approve_one(manager: User, comment: Comment) -> None:
    was_hidden, was_waiting = comment.is_hidden, comment.is_waiting
    comment.is_public, comment.is_removed = True, False
    comment.removal, comment.removal_reason = Removal.NONE, ""
    comment.removed_at = comment.removed_by = None
    comment.save()
    _close(comment, manager, Concern.Outcome.APPROVED)
    _flag(manager, comment, CommentFlag.MODERATOR_APPROVAL)
    if was_waiting and not _is_announced(comment):
        announce(comment)
    elif was_hidden or was_waiting:
        counts.count_in(comment)
        tell_mentions_held_back(comment)
    deed = "shown" if was_hidden else "approved"
    _tell(comment, deed if was_hidden or was_waiting else "", manager)


def hidden_with(comment: Comment) -> QuerySet[Comment]:
    """The answers that went with this comment when it was hidden last, and still are hidden."""
    entries = registry.get_logs_for_instance(comment).filter(action="comments.hide")
    last = entries.order_by("-timestamp", "-pk").first() if comment.is_hidden else None
    ids = last.data.get("answers", []) if last is not None else []
    hidden: QuerySet[Comment] = Comment.objects.with_author().filter(
        pk__in=ids, removal=Removal.HIDDEN
    )
    return hidden


def _is_announced(comment: Comment) -> bool:
    verbs = (Verb.COMMENTED, Verb.REPLIED, Verb.ASKED)
    return Event.objects.filter(
        subject_kind="comment", subject_id=comment.pk, verb__in=verbs
    ).exists()


def _locked(comment: Comment) -> Comment:
    locked: Comment = (
        Comment.objects.select_for_update(of=("self",)).with_author().get(pk=comment.pk)
    )
    return locked


def _tell(comment: Comment, deed: str, by: User, reason: str = "") -> None:
    if deed:
        comment_moderated.send(sender=Comment, comment=comment, deed=deed, by=by, reason=reason)


def hide(manager: User, comment: Comment, reason: str, *, with_answers: bool = False) -> Comment:
    """Hide a comment, and if so asked all answers below it; the author receives the reason."""
    check_is_moderator(manager)
    if not reason.strip():
        raise Refused(_("Say why; the author receives it."), "empty")
    with transaction.atomic():
        comment = _locked(comment)
        branch = [comment, *comment.descendants()] if with_answers else [comment]
        hidden = [each for each in branch if not each.is_removed]
        for each in hidden:
            _hide_one(manager, each, reason)
        _close(comment, manager, Concern.Outcome.HIDDEN)
        others = [each.pk for each in hidden if each.pk != comment.pk]
        data = {"reason": reason, "answers": others}
        log(comment, "comments.hide", user=manager, data=data)
    comment.refresh_from_db()
    return comment


def _hide_one(manager: User, comment: Comment, reason: str) -> None:
    if comment.is_published:
        counts.count_in(comment, -1)
    comment.is_removed, comment.removal = True, Removal.HIDDEN
    comment.removed_at, comment.removed_by = timezone.now(), manager
    comment.removal_reason = reason[:500]
    comment.save()
    _flag(manager, comment, CommentFlag.MODERATOR_DELETION)
    _tell(comment, "hidden", manager, reason)


def keep_hidden(manager: User, comment: Comment, reason: str = "") -> Comment:
    """Answer an appeal: the comment stays hidden."""
    check_is_moderator(manager)
    with transaction.atomic():
        if _close(comment, manager, Concern.Outcome.KEPT_HIDDEN):
            log(comment, "comments.keep_hidden", user=manager, data={"reason": reason})
            _tell(comment, "kept", manager, reason)
    return comment


def appeal(author: User, comment: Comment, note: str) -> Concern:
    """The author of a hidden comment asks, once, to look at it again."""
    if comment.user_id != author.pk or not comment.is_hidden:
        raise Refused(_("Only the author of a hidden comment can do this."), "foreign")
    with transaction.atomic():
        known = Concern.objects.filter(comment=comment, kind=Concern.Kind.APPEAL).first()
        if known is not None:
            raise Refused(_("You have asked for this once already."), "once")
        concern = Concern.objects.create(
            comment=comment, kind=Concern.Kind.APPEAL, raised_by=author, note=note
        )
        concern_raised.send(sender=Concern, concern=concern)
    return concern


def set_lock(manager: User, comment: Comment, locked: bool, reason: str = "") -> Comment:
    """Close or open a thread for answers; returns its root."""
    check_is_moderator(manager)
    with transaction.atomic():
        root = Comment.objects.select_for_update(of=("self",)).get(pk=comment.thread_id)
        if root.is_locked != locked:
            root.is_locked = locked
            root.save(update_fields=["is_locked"])
            action = "comments.lock" if locked else "comments.unlock"
            log(root, action, user=manager, data={"reason": reason})
    return root


def warn(manager: User, person: User, reason: str, comment: Comment | None = None) -> Sanction:
    """Tell somebody, in words that only they see, what to do otherwise."""
    return _sanction(manager, person, Sanction.Kind.WARNING, reason, comment, None)


def pause(
    manager: User, person: User, reason: str, until: datetime, comment: Comment | None = None
) -> Sanction:
    """Stop somebody from writing until then; they keep reading and reacting."""
    if until <= timezone.now():
        raise Refused(_("The pause must end in the future."), "past")
    return _sanction(manager, person, Sanction.Kind.PAUSE, reason, comment, until)


def _sanction(
    manager: User,
    person: User,
    kind: Sanction.Kind,
    reason: str,
    comment: Comment | None,
    until: datetime | None,
) -> Sanction:
    check_is_moderator(manager)
    if person.pk == manager.pk:
        raise Refused(_("This is yourself."), "own")
    with transaction.atomic():
        sanction = Sanction.objects.create(
            person=person, kind=kind, reason=reason, comment=comment, until=until, given_by=manager
        )
        data: dict[str, Any] = {"reason": reason, "until": until.isoformat() if until else ""}
        log(person, f"comments.{'warn' if until is None else 'pause'}", user=manager, data=data)
        person_sanctioned.send(sender=Sanction, sanction=sanction)
    return sanction


def lift(manager: User, sanction: Sanction) -> Sanction:
    """End a pause, or take back a warning."""
    check_is_moderator(manager)
    with transaction.atomic():
        if sanction.lifted_at is None:
            sanction.lifted_at, sanction.lifted_by = timezone.now(), manager
            sanction.save(update_fields=["lifted_at", "lifted_by"])
            log(sanction.person, "comments.lift", user=manager, data={"reason": sanction.reason})
    return sanction
