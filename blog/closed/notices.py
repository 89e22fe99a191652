"""Mails that Wagtail sends by itself: none about a page that the person may not work on."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from wagtail.admin.mail import EmailNotificationMixin
from wagtail.admin.views.pages import edit
from wagtail.models import Page, TaskState

from blog.closed.access import may_work_on


def connect() -> None:
    """Those who moderate a page, asked for it, or take part in remarks about it in the editor."""
    EmailNotificationMixin.get_valid_recipients = _of_workflows(
        EmailNotificationMixin.get_valid_recipients
    )
    edit.send_notification = _of_remarks(edit.send_notification)


def _of_workflows(recipients: Callable[..., set[Any]]) -> Callable[..., set[Any]]:
    @wraps(recipients)
    def workable(notifier: Any, instance: Any, **kwargs: Any) -> set[Any]:
        state = instance.workflow_state if isinstance(instance, TaskState) else instance
        return set(_may_know(recipients(notifier, instance, **kwargs), state.content_object))

    return workable


def _of_remarks(send: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(send)
    def send_to_workers(people: Iterable[Any], notification: str, context: dict[str, Any]) -> Any:
        return send(list(_may_know(people, context["page"])), notification, context)

    return send_to_workers


def _may_know(people: Iterable[Any], thing: Any) -> Iterable[Any]:
    if not isinstance(thing, Page):
        return people
    return [person for person in people if may_work_on(person, thing)]
