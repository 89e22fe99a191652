"""What starts, moves and ends journeys."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.signals import page_published

from blog.onboarding import assignment, journeys
from blog.onboarding.models import Journey, OnboardingPathPage, PathAudience
from blog.onboarding.steps import share_steps
from blog.onboarding.tasks import assign_paths
from blog.pages.canonical import is_canonical
from social.activity.models import Event
from social.activity.signals import event_recorded
from social.people.models import User
from social.people.signals import memberships_changed, memberships_refreshed


def connect() -> None:
    page_published.connect(path_published, dispatch_uid="onboarding.published")
    memberships_changed.connect(person_joined, dispatch_uid="onboarding.joined")
    memberships_refreshed.connect(audiences_rebuilt, dispatch_uid="onboarding.rebuilt")
    event_recorded.connect(something_done, sender=Event, dispatch_uid="onboarding.done")
    post_save.connect(person_saved, sender=User, dispatch_uid="onboarding.person")


def path_published(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, OnboardingPathPage) and is_canonical(instance):
        share_steps(instance)
        transaction.on_commit(lambda: assign_paths.enqueue())


def person_joined(sender: Any, person: User, joined: set[int], **kwargs: Any) -> None:
    """Somebody came into an audience: the paths of that audience are theirs at once."""
    rows = PathAudience.objects.filter(audience_id__in=joined, path__live=True)
    for path in OnboardingPathPage.objects.filter(pk__in=rows.values("path_id")):
        if is_canonical(path):
            assignment.assign_path(path)


def audiences_rebuilt(sender: Any, **kwargs: Any) -> None:
    if PathAudience.objects.exists():
        transaction.on_commit(lambda: assign_paths.enqueue())


def something_done(sender: type[Event], event: Event, **kwargs: Any) -> None:
    journeys.notice(event)


def person_saved(sender: type[Model], instance: User, created: bool, **kwargs: Any) -> None:
    """Somebody left, or a first day moved."""
    if created or kwargs.get("update_fields") is not None:
        return
    if not instance.is_active and Journey.objects.filter(buddy=instance).exists():
        transaction.on_commit(partial(assignment.close_journeys_of_leavers))
    for journey in Journey.objects.walking().filter(person=instance):
        if not instance.is_active:
            assignment.close_journeys_of_leavers()
        elif instance.start_date and instance.start_date != journey.start_date:
            journey.start_date = instance.start_date
            journey.save(update_fields=["start_date"])
