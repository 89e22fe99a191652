"""Bridges between the versions of Django that Rynek runs on. Goes when 5.2 does."""

import django


def unite_tasks() -> str:
    """Let `django_tasks` mean Django's own tasks where Django has them (6.0 and newer).

    The database queue then accepts only Django's, while Wagtail 8 still imports the decorator
    from the package. Called by the settings, before any task is declared. Returns the package
    whose backends are to be used.
    """
    if django.VERSION < (6,):
        return "django_tasks"
    import django.tasks as builtin
    import django_tasks as backport

    backport.task = builtin.task  # type: ignore[assignment]
    return "django.tasks"
