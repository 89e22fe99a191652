"""The moderation desk in Wagtail's admin: addresses, menu, page button, audit trail."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from social.comments.models import Comment, Concern
from social.comments.rights import MODERATE, may_moderate

LOGGED = {
    "comments.approve": (_("Approve a comment"), _("Approved the comment")),
    "comments.hide": (_("Hide a comment"), _("Hid the comment: %(reason)s")),
    "comments.keep_hidden": (_("Keep a comment hidden"), _("Kept the comment hidden: %(reason)s")),
    "comments.lock": (_("Close a thread"), _("Closed the thread: %(reason)s")),
    "comments.unlock": (_("Open a thread"), _("Opened the thread")),
    "comments.move": (_("Move a branch"), _("Moved the branch")),
    "comments.question": (_("Make a comment a question"), _("Made it a question")),
    "comments.statement": (_("Make a question a comment"), _("Made it a plain comment again")),
    "comments.warn": (_("Warn a person"), _("Warned: %(reason)s")),
    "comments.pause": (_("Pause a person"), _("Paused until %(until)s: %(reason)s")),
    "comments.lift": (_("Lift a warning or pause"), _("Lifted: %(reason)s")),
    "comments.rule": (_("Set a rule for comments"), _("Set the rule for comments: %(mode)s")),
}


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    app_label, codename = MODERATE.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [path("conversation/", include("social.comments.admin.urls"))]


class ModerationMenuItem(MenuItem):
    """Says how many comments wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        seen = Comment.objects.on_visible_pages(request.user)
        open_ones = Concern.objects.open().filter(comment__in=seen)
        waiting = open_ones.values("comment").distinct().count()
        if waiting:
            component.label = f"{self.label} ({waiting})"
        return component


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ModerationMenuItem(
        _("Conversation"), reverse("comments_moderation:queue"), icon_name="comment", order=450
    )


@hooks.register("register_page_header_buttons")
def page_button(
    page: Page, user: Any, view_name: str = "", next_url: str | None = None, **kwargs: Any
) -> Iterator[Button]:
    """The rule for comments, beside a page's other settings."""
    if page.depth > 1 and page.permissions_for_user(user).can_publish():
        yield Button(
            _("Comments"),
            reverse("comments_moderation:policy", args=[page.pk]),
            icon_name="comment",
            priority=70,
        )


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    for action, (label, message) in LOGGED.items():
        formatter = type("Deed", (DeedFormatter,), {"label": label, "message": message})
        actions.register_action(action)(formatter)


class DeedFormatter(LogFormatter):
    """What the history says; words that an entry lacks stay empty."""

    def format_message(self, log_entry: Any) -> str:
        known = {"reason": "", "until": "", "mode": ""} | (log_entry.data or {})
        return str(self.message) % known
