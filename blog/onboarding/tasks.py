"""Scheduled work of onboarding."""

from django_tasks import task

from blog.onboarding import cohorts
from blog.onboarding.assignment import assign_all


@task()
def assign_paths() -> int:
    """Put newcomers on their paths, close journeys of leavers, follow moved first days."""
    return assign_all()


@task()
def tell_years() -> int:
    """Numbers about the newcomers of a year that is over, once."""
    return cohorts.tell_years()
