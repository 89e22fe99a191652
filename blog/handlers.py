"""What happens when a page is published or translated."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.models import (
    PageLogEntry,
    Revision,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    page_unpublished,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
)

from blog import (
    attendance,
    canonical,
    care,
    must_read,
    polling,
    proposals,
    reach,
    restriction,
    translations,
)
from blog.announcing import audiences_told, was_announced
from blog.canonical import canonical_of, is_canonical
from blog.models import CalendarToken, ContentPage, EventPage, GuidePage, QuestionPage
from blog.tasks import ask_again
from social.activity.actions import record
from social.activity.models import Verb
from social.analytics.signals import names_expire
from social.comments.actions import mark_page_as_question
from social.people.models import User
from social.people.signals import secrets_ended
from social.subjects.keys import subject_of


def connect() -> None:
    pre_delete.connect(pass_on_settings, sender=ContentPage, dispatch_uid="blog.pass_on_settings")
    page_published.connect(settle_publication, dispatch_uid="blog.settle_publication")
    post_save.connect(close_draft, sender=Revision, dispatch_uid="blog.close_draft")
    page_published.connect(settle_event, dispatch_uid="blog.settle_event")
    page_published.connect(record_publication, dispatch_uid="blog.record_publication")
    copy_for_translation_done.connect(settle_translation, dispatch_uid="blog.translation")
    workflow_approved.connect(tell_approved, dispatch_uid="blog.tell_approved")
    workflow_rejected.connect(tell_rejected, dispatch_uid="blog.tell_rejected")
    workflow_cancelled.connect(tell_ended, dispatch_uid="blog.tell_ended")
    page_unpublished.connect(event_taken_down, dispatch_uid="blog.event_taken_down")
    post_save.connect(person_saved, sender=User, dispatch_uid="blog.person")
    secrets_ended.connect(end_calendar, dispatch_uid="blog.end_calendar")
    names_expire.connect(keep_reach, dispatch_uid="blog.keep_reach")


def settle_publication(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Restrict first, so that nobody hears of a page that is not for them.

    Wagtail sends the signal when a page is scheduled, too; the rest waits until it goes live.
    """
    if isinstance(instance, ContentPage):
        restriction.apply(instance)
    if not instance.live:
        return
    if isinstance(instance, ContentPage):
        reach.freeze_audience(instance)
        if must_read.note_versions(instance, kwargs.get("revision")):
            transaction.on_commit(partial(ask_again.enqueue, instance.pk))
        translations.note_match(instance)
        polling.open_polls_of(instance)
    if isinstance(instance, QuestionPage):
        mark_page_as_question(instance)
    if isinstance(instance, GuidePage):
        care.schedule(instance)


def close_draft(
    sender: type[Model], instance: Revision, created: bool = False, raw: bool = False, **kwargs: Any
) -> None:
    is_page = instance.base_content_type_id == get_default_page_content_type().pk
    if raw or not created or not is_page:
        return
    page = ContentPage.objects.filter(pk=instance.object_id, live=False).first()
    if page is not None:
        restriction.apply_draft(page, instance.content)


def pass_on_settings(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """The version that held what languages share goes: another takes it over, restrictions too."""
    proposals.tell_deleted(instance)
    if not is_canonical(instance):
        return
    heir = ContentPage.objects.filter(translation_key=instance.translation_key)
    heir = heir.exclude(pk=instance.pk).order_by("pk").first()
    if heir is not None:
        canonical.hand_over(instance, heir)


def settle_event(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """More places, or another date or place: those who wait or come hear of it."""
    if isinstance(instance, EventPage) and instance.live and is_canonical(instance):
        attendance.fill_places(instance)
        attendance.tell_of_change(instance, _published_before(instance, kwargs.get("revision")))


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


def keep_reach(sender: type[Model], border: datetime, **kwargs: Any) -> None:
    reach.release_due()
    reach.keep(border)


def _published_before(page: EventPage, revision: Any) -> EventPage | None:
    """The event as readers knew it until this publication."""
    entries = PageLogEntry.objects.filter(page=page, action="wagtail.publish")
    earlier = entries.exclude(revision=revision).exclude(revision=None).order_by("-timestamp")
    entry = earlier.select_related("revision").first()
    return entry.revision.as_object() if entry else None


def settle_translation(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    translations.note_translation(source_obj, target_obj)
    if isinstance(target_obj, ContentPage):
        restriction.apply(target_obj)


def tell_approved(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    proposals.tell_outcome(instance, published=True, actor=user)


def tell_ended(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    proposals.tell_ended(instance, actor=user)


def tell_rejected(sender: Any, instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    proposals.tell_outcome(instance, published=False, actor=user)


def record_publication(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """The first publication of a subject is news; publishing it again is an update.

    A second language version updates the same subject. The data say how people are told. What is
    only scheduled is no news yet, and an alias is never: it says what its original says.
    """
    if not isinstance(instance, ContentPage) or not instance.live or instance.alias_of_id:
        return
    key = subject_of(instance)
    known = was_announced(instance)
    revision = kwargs.get("revision")
    actor = revision.user if revision and revision.user else instance.author or instance.owner
    source = canonical_of(instance)
    record(
        actor if isinstance(actor, User) else None,
        Verb.UPDATED if known else Verb.PUBLISHED,
        key,
        data={
            "version": instance.pk,
            "notification": source.notification,
            "audiences": audiences_told(source),
        },
    )


def end_calendar(sender: object, person: User, **kwargs: object) -> None:
    """The secret address of the events does not outlive a password."""
    CalendarToken.objects.filter(person=person).delete()
