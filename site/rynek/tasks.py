"""Housekeeping by the clock."""

from django.conf import settings
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from ground.queues.steps import Steps
from rynek import logs
from rynek.publishing import publish_due


@task()
def publish_scheduled() -> int:
    """Publish and expire pages whose time has come (Wagtail's scheduling), each by itself."""
    return publish_due()


def forget_finished_tasks() -> None:
    call_command("prune_db_task_results", min_age_days=7, failed_min_age_days=30, verbosity=0)


def forget_old_sessions() -> None:
    call_command("clearsessions", verbosity=0)


PRUNING = Steps("prune", _("Tidying up by night"), forget_finished_tasks, forget_old_sessions)


@task()
def prune_task_results() -> None:
    """Forget finished tasks after a week, and sessions that have ended."""
    PRUNING.run()


@task()
def turn_logs() -> None:
    """Put logs aside that have grown large."""
    logs.turn(settings.DATA_DIR / "logs")
