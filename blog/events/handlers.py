"""What happens to an event and to the places in it."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save
from wagtail.models import PageLogEntry
from wagtail.signals import page_unpublished

from blog.events import attendance
from blog.events.models import CalendarToken, EventPage
from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.models import ContentPage
from blog.pages.signals import page_settled
from social.people.models import User
from social.people.signals import secrets_ended


def connect() -> None:
    page_settled.connect(settle_event, dispatch_uid="blog.settle_event")
    page_unpublished.connect(event_taken_down, dispatch_uid="blog.event_taken_down")
    post_save.connect(person_saved, sender=User, dispatch_uid="blog.person")
    secrets_ended.connect(end_calendar, dispatch_uid="blog.end_calendar")


def settle_event(sender: type[Model], page: ContentPage, revision: Any, **kwargs: Any) -> None:
    """More places, or another date or place: those who wait or come hear of it."""
    if isinstance(page, EventPage) and is_canonical(page):
        attendance.fill_places(page)
        attendance.tell_of_change(page, _published_before(page, revision))


def event_taken_down(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Taken down or deleted, which takes it down first; a language less is no news."""
    if not isinstance(instance, EventPage):
        return
    others = EventPage.objects.live().filter(translation_key=instance.translation_key)
    if not others.exclude(pk=instance.pk).exists():
        attendance.tell_of_end(canonical_of(instance))


def person_saved(sender: type[Model], instance: User, created: bool, **kwargs: Any) -> None:
    """Who leaves the company gives their places back."""
    if not created and not instance.is_active:
        attendance.free_places_of(instance)


def _published_before(page: EventPage, revision: Any) -> EventPage | None:
    """The event as readers knew it until this publication."""
    entries = PageLogEntry.objects.filter(page=page, action="wagtail.publish")
    earlier = entries.exclude(revision=revision).exclude(revision=None).order_by("-timestamp")
    entry = earlier.select_related("revision").first()
    return entry.revision.as_object() if entry else None


def end_calendar(sender: object, person: User, **kwargs: object) -> None:
    """The secret address of the events does not outlive a password."""
    CalendarToken.objects.filter(person=person).delete()
