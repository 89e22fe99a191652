"""What happens when a page is published or translated."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_delete
from wagtail.models import (
    Revision,
    WorkflowState,
    get_default_page_content_type,
)
from wagtail.signals import (
    copy_for_translation_done,
    page_published,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
)

from blog.pages import canonical, proposals, restriction, translations
from blog.pages.announcing import audiences_told, was_announced
from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.models import ContentPage
from blog.pages.signals import page_settled
from social.activity.actions import record
from social.activity.models import Verb
from social.people.models import User
from social.subjects.keys import subject_of


def connect() -> None:
    pre_delete.connect(pass_on_settings, sender=ContentPage, dispatch_uid="blog.pass_on_settings")
    page_published.connect(settle_publication, dispatch_uid="blog.settle_publication")
    post_save.connect(close_draft, sender=Revision, dispatch_uid="blog.close_draft")
    page_published.connect(record_publication, dispatch_uid="blog.record_publication")
    copy_for_translation_done.connect(settle_translation, dispatch_uid="blog.translation")
    workflow_approved.connect(tell_approved, dispatch_uid="blog.tell_approved")
    workflow_rejected.connect(tell_rejected, dispatch_uid="blog.tell_rejected")
    workflow_cancelled.connect(tell_ended, dispatch_uid="blog.tell_ended")


def settle_publication(
    sender: type[Model], instance: Any, revision: Any = None, **kwargs: Any
) -> None:
    """Restrict first, so that nobody hears of a page that is not for them.

    Wagtail sends the signal when a page is scheduled, too; the rest waits until it goes live.
    """
    if not isinstance(instance, ContentPage):
        return
    restriction.apply(instance)
    if instance.live:
        translations.note_match(instance)
        page_settled.send(type(instance), page=instance, revision=revision)


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


def settle_translation(sender: Any, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    if isinstance(target_obj, ContentPage):
        translations.note_translation(source_obj, target_obj)
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
