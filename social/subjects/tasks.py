"""Slow work about subjects."""

from django_tasks import task

from social.subjects.gates import work_out


@task()
def number_gates(path: str = "") -> int:
    """Work out which gates the pages below a tree path lie behind. Idempotent."""
    return work_out(path)
