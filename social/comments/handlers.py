"""What this room does when something happens elsewhere, and what it makes known of itself."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from django.urls import reverse

from search.extraction import unread
from social.comments import counts, names, tasks
from social.comments.models import Attachment, Comment
from social.comments.threads import disconnect_rewriting
from social.people.models import Department, User
from social.subjects import keys, recounts


def connect() -> None:
    # django_comments_xtd stands before us in INSTALLED_APPS and has connected it by now.
    disconnect_rewriting(Comment)
    for model in (User, Department):
        post_save.connect(names.forget, sender=model, dispatch_uid=f"names_{model.__name__}_saved")
        post_delete.connect(names.forget, sender=model, dispatch_uid=f"names_{model.__name__}_gone")
    post_save.connect(file_saved, sender=Attachment, dispatch_uid="attachment_file_saved")
    unread.register(tasks.unread)
    post_delete.connect(delete_file, sender=Attachment, dispatch_uid="attachment_file_gone")
    recounts.register_recount("comments", counts.recount)
    keys.register(
        keys.Kind(
            name="comment",
            model=Comment,
            visible_to=Comment.objects.visible_to,
            key_of=lambda comment: keys.Subject("comment", comment.pk, comment.page_id),
            title_of=lambda comment: comment.excerpt,
            url_of=lambda comment: comment.get_absolute_url(),
            url_by_id=lambda pk: reverse("comments:permalink", args=[pk]),
            author_of=lambda comment: comment.user,
            count_reactions=count_helpful,
            kept_reactions=kept_helpful,
        )
    )


def count_helpful(comment_id: int, kind: str, total: int) -> None:
    """Remember how many found an answer helpful; "most helpful first" sorts by it."""
    if kind in settings.RYNEK_HELPFUL_REACTIONS:
        Comment.objects.filter(pk=comment_id).update(helpful_count=total)


def kept_helpful(kind: str) -> dict[int, int] | None:
    """What `count_helpful` has remembered, by comment."""
    if kind not in settings.RYNEK_HELPFUL_REACTIONS:
        return None
    kept = Comment.objects.filter(helpful_count__gt=0).order_by()
    return dict(kept.values_list("pk", "helpful_count"))


def file_saved(instance: Any, created: bool = False, raw: bool = False, **kwargs: object) -> None:
    """Have the comment findable by what stands in its file."""
    if created and not raw and not instance.is_image:
        transaction.on_commit(partial(tasks.read_attachment.enqueue, instance.pk), robust=True)


def delete_file(sender: type[Model], instance: Any, **kwargs: object) -> None:
    """A file goes with its row, once the deletion is certain."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
