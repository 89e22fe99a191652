"""What this room does when something happens elsewhere."""

from typing import Any

from django.db.models.signals import post_delete

from social.people.models import User
from social.reactions import counts
from social.reactions.models import Reaction
from social.subjects import recounts
from social.subjects.signals import subjects_moved


def connect() -> None:
    subjects_moved.connect(follow_subjects, dispatch_uid="reactions_follow_subjects")
    post_delete.connect(recount_after, sender=User, dispatch_uid="reactions_after_person")
    recounts.register_recount("reactions", counts.recount)


def follow_subjects(sender: Any, kind: str, ids: list[int], page_id: int, **kwargs: Any) -> None:
    """Reactions lie on the page on which their subject lies."""
    Reaction.objects.on_any(kind, ids).update(page_id=page_id)


def recount_after(sender: type[User], instance: User, **kwargs: Any) -> None:
    """A deleted person's reactions are gone; what was remembered of them must go too."""
    for _line in counts.recount():
        pass
