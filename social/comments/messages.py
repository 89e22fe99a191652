"""What a person hears of moderation: the deed and its reason, never who reported."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from social.activity.messages import Data, Message, register, tell
from social.comments.models import Comment, Sanction
from social.comments.signals import comment_moderated, person_sanctioned

TOLD_DEEDS = ("hidden", "kept", "shown", "approved")


def connect() -> None:
    register("comment-hidden", Message(_hidden, _to_comment, is_duty=True))
    register("comment-kept", Message(_kept, _to_comment))
    register("comment-shown", Message(_shown, _to_comment))
    register("comment-approved", Message(_approved, _to_comment))
    register("warned", Message(_warned, is_duty=True))
    register("paused", Message(_paused, is_duty=True))
    comment_moderated.connect(tell_author, dispatch_uid="comments.tell_author")
    person_sanctioned.connect(tell_sanctioned, dispatch_uid="comments.tell_sanctioned")


def tell_author(
    sender: type[Comment], comment: Comment, deed: str, reason: str = "", **kwargs: Any
) -> None:
    """The author hears that a comment was hidden or stays so (and why), is shown or approved."""
    if comment.user is not None and deed in TOLD_DEEDS:
        tell(comment.user, f"comment-{deed}", comment.page, comment=comment.pk, reason=reason)


def tell_sanctioned(sender: type[Sanction], sanction: Sanction, **kwargs: Any) -> None:
    """Who was warned or paused hears why, and until when."""
    until = sanction.until.isoformat() if sanction.until else ""
    page = sanction.comment.page if sanction.comment else None
    kind = "paused" if sanction.kind == Sanction.Kind.PAUSE else "warned"
    tell(sanction.person, kind, page, reason=sanction.reason, until=until)


def _to_comment(data: Data) -> str:
    return reverse("comments:permalink", args=[data["comment"]])


def _hidden(data: Data) -> str:
    return _("A community manager hid your comment: %(reason)s") % {"reason": data["reason"]}


def _kept(data: Data) -> str:
    if not data["reason"]:
        return _("A community manager looked at your comment again. It stays hidden.")
    return _("A community manager looked at your comment again. It stays hidden: %(reason)s") % {
        "reason": data["reason"]
    }


def _shown(data: Data) -> str:
    return _("Your comment is shown again.")


def _approved(data: Data) -> str:
    return _("Your comment was read and is shown now.")


def _warned(data: Data) -> str:
    return _("A community manager warns you: %(reason)s") % {"reason": data["reason"]}


def _paused(data: Data) -> str:
    until = timezone.localtime(datetime.fromisoformat(data["until"]))
    shown = formats.date_format(until, "j E, H:i")
    return _("You cannot write comments until %(until)s: %(reason)s") % {
        "until": shown,
        "reason": data["reason"],
    }
