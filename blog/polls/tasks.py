"""Scheduled work of polls."""

from django_tasks import task

from blog.polls.polling import tell_results


@task()
def tell_poll_results() -> int:
    """Results of anonymous polls that have closed. Safe to repeat."""
    return tell_results()
