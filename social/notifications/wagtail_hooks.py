"""What notifications do in Wagtail."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.page.viewsets import NeverChosen
from social.notifications.inbox import opened
from social.notifications.ledger import decisions_for_administrators
from social.notifications.models import IncomingMail, Mail, Notice, SpaceMailRule
from social.people.models import User
from social.subjects.pages import canonical_page_id


@hooks.register("before_serve_page", order=50)
def read_what_is_opened(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Opening a page marks what one was told about it as read; a prefetch does not."""
    is_reading = request.method == "GET" and request.headers.get("Sec-Purpose") is None
    if is_reading and isinstance(request.user, User):
        request.page_before_their_eyes = canonical_page_id(page)  # type: ignore[attr-defined]
        opened(request.user, canonical_page_id(page))


class LookOnly(ModelPermissionPolicy):
    """What the machinery writes, nobody edits: not even an administrator."""

    def user_has_permission(self, user: User, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


for written_by_machinery in (Notice, Mail, IncomingMail):
    register_permission_policy(written_by_machinery, LookOnly(written_by_machinery))


def what_happened(notice: Notice) -> str:
    return f"{notice.event.actor or ''} {notice.event.get_verb_display()}".strip()


def ways(notice: Notice) -> str:
    """How somebody was told, or what became of it."""
    return "; ".join(notice.ways)


class ReadOnlyMixin(NeverChosen):
    """Lists for administrators."""

    add_to_admin_menu = False
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False


class LedgerViewSet(ReadOnlyMixin, SnippetViewSet):
    """Why somebody was told, or not."""

    model = Notice
    icon = "list-ul"
    menu_label = _("Who was told what")
    list_display = [
        *("person", Column("happened", label=_("what happened"), accessor=what_happened)),
        *("page", Column("why", label=_("because"), accessor="get_why_display")),
        Column("decision", label=_("decision"), accessor="get_decision_display"),
        Column("how", label=_("how"), accessor=ways),
        "created_at",
    ]
    list_filter = ["decision", "occasion", "why"]
    # Asked of the database: the search engine knows nothing of the ledger.
    search_backend_name = None
    search_fields = ["person__first_name", "person__last_name", "person__email", "page__title"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        return decisions_for_administrators()


class MailViewSet(ReadOnlyMixin, SnippetViewSet):
    model = Mail
    icon = "mail"
    menu_label = _("Mail sent")
    list_display = [
        Column("recipient", label=_("person"), accessor=lambda mail: mail.person or mail.address),
        *("kind", "state", "attempts", "sent_at", "error"),
    ]
    list_filter = ["state", "kind"]
    ordering = ["-pk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return Mail.objects.select_related("person").defer("content").order_by("-pk")


class IncomingMailViewSet(ReadOnlyMixin, SnippetViewSet):
    model = IncomingMail
    icon = "download"
    menu_label = _("Mail received")
    list_display = ["sender", "recipient", "outcome", "reason", "received_at"]
    list_filter = ["outcome"]
    ordering = ["-pk"]


class SpaceMailRuleViewSet(NeverChosen, SnippetViewSet):
    model = SpaceMailRule
    icon = "lock"
    menu_label = _("Text in mails")
    list_display = ["page", "carries_text"]
    panels = [PageChooserPanel("page"), FieldPanel("carries_text")]


class NotificationsGroup(SnippetViewSetGroup):
    """For administrators: nobody else has the permissions of these models."""

    items = (LedgerViewSet, MailViewSet, IncomingMailViewSet, SpaceMailRuleViewSet)
    menu_label = _("Notifications")
    menu_icon = "mail"
    menu_order = 520


register_snippet(NotificationsGroup)
