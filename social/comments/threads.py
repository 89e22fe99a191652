"""The two repairs that django-comments-xtd's threads need.

Its `save()` computes a reply's place without a lock and in a second transaction, so that two
people who answer at once get the same place; and every save of an existing comment walks and
rewrites all its descendants. See docs/decisions on django-comments-xtd for the measurements.
"""

from typing import Any

from django.db import models, transaction
from django.db.models.signals import pre_save
from django_comments_xtd.models import XtdComment, publish_or_unpublish_on_pre_save


class LockedMixin(models.Model):
    """Finds a new reply's place while holding a lock on its thread's root.

    Writers of one thread wait for each other; writers of different threads do not. SQLite has
    one writer anyway, and its transactions must be IMMEDIATE, since this one reads first.
    """

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            if self.parent_id:  # type: ignore[attr-defined]
                lock_thread_of(self.parent_id)  # type: ignore[attr-defined]
            super().save(*args, **kwargs)


def lock_thread_of(comment_id: int) -> int:
    """Lock the thread of a comment until the transaction ends; returns the root's id.

    Raises XtdComment.DoesNotExist when the comment is gone.
    """
    root_id: int = XtdComment.norel_objects.values_list("thread_id", flat=True).get(pk=comment_id)
    XtdComment.norel_objects.select_for_update(of=("self",)).get(pk=root_id)
    return root_id


def disconnect_rewriting(model: type[models.Model]) -> None:
    """Stop django-comments-xtd from rewriting all replies whenever a comment is saved.

    A removed or waiting comment is a trace in its thread here; its replies stay as they are.
    """
    pre_save.disconnect(publish_or_unpublish_on_pre_save, sender=model)
