"""Work by the clock."""

from django_tasks import task

from search.page import log


@task()
def forget_old_searches() -> int:
    """Forget searches that are older than the settings allow."""
    return log.forget_old()
