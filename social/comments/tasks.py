"""Housekeeping of conversations."""

from django_tasks import task

from social.comments.actions.uploads import prune_unused


@task()
def prune_uploads() -> int:
    """Delete uploads that no comment took within two days."""
    return prune_unused()
