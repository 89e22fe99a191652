"""Slow or scheduled work about people."""

from django_tasks import task

from social.people.audiences import rebuild_each


@task()
def rebuild_audiences() -> int:
    """Bring all audiences up to date; by night for rules that look at the calendar."""
    return rebuild_each()
