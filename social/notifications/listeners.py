"""What notifications do when something happens."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from social.activity.models import Event
from social.activity.signals import event_recorded
from social.comments.handlers import delete_file
from social.comments.models import ReadMark
from social.notifications import tasks
from social.notifications.inbox import opened
from social.notifications.incoming import webhook
from social.notifications.models import (
    IncomingMail,
    MailDraft,
    MailDraftFile,
    PersonalSettings,
    PushSubscription,
    Undecided,
)
from social.notifications.occasions import concerns_somebody
from social.people.models import User
from social.people.signals import secrets_ended


def connect() -> None:
    secrets_ended.connect(end_push, dispatch_uid="notifications.end_push")
    event_recorded.connect(remember_to_decide, dispatch_uid="notifications.remember_to_decide")
    webhook.connect()
    post_save.connect(read_what_is_seen, ReadMark, dispatch_uid="notifications.read_what_is_seen")
    post_delete.connect(delete_file, MailDraftFile, dispatch_uid="notifications.delete_file")
    post_delete.connect(delete_file, IncomingMail, dispatch_uid="notifications.delete_held_mail")
    post_save.connect(end_links, User, dispatch_uid="notifications.end_links")
    page_published.connect(attach_files, dispatch_uid="notifications.attach_files")


def remember_to_decide(sender: type[Event], event: Event, **kwargs: Any) -> None:
    """Write down, with the deed, that people must be told; tell them in the background."""
    if concerns_somebody(event):
        Undecided.objects.create(event=event)
        transaction.on_commit(partial(tasks.decide.enqueue, event.pk))


def read_what_is_seen(sender: type[ReadMark], instance: ReadMark, **kwargs: Any) -> None:
    """Who has the newest comments of a page before their eyes need not be told of them."""
    opened(instance.person, instance.page_id)


def end_links(
    sender: type[User], instance: User, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Links in the mails of somebody who leaves are dead for good, also when they come back."""
    fields = kwargs.get("update_fields")
    if raw or created or instance.is_active or (fields and "is_active" not in fields):
        return
    _end_links_of(instance)


def _end_links_of(person: User) -> None:
    PersonalSettings.objects.update_or_create(
        person=person, defaults={"links_since": timezone.now()}
    )


def attach_files(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """A page that a mail became has been approved: its files may follow."""
    for draft in MailDraft.objects.filter(page_id=instance.pk).values_list("pk", flat=True):
        transaction.on_commit(partial(tasks.attach_files.enqueue, draft))


def end_push(sender: object, person: User, **kwargs: object) -> None:
    """Browsers that were signed out show no more notices either, and links in old mails end."""
    PushSubscription.objects.filter(person=person).delete()
    _end_links_of(person)
