"""Following by the clock."""

from django_tasks import task

from social.following import followups


@task()
def remind_due() -> None:
    """Reminders whose moment has come."""
    while followups.remind_due() == followups.REMINDERS_AT_ONCE:
        pass
