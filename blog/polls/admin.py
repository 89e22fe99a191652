"""Polls in Wagtail's admin: closed with the pages that they stand on."""

import re
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, ReferenceIndex, get_default_page_content_type
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.closed.access import barred_paths, workable
from blog.closed.rows import barred_drafts, close_with_pages
from blog.polls.models import Poll
from search.page.viewsets import YesNoColumn
from social.subjects.access import Person

IN_BODY = re.compile(r'"type": "poll", "value": (\d+)')


def manageable_polls(user: Person) -> QuerySet[Poll]:
    """Polls that do not stand on closed pages only, drafts included. Three queries at most."""
    if not barred_paths(user):
        return Poll.objects.all()
    uses = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(Poll),
        base_content_type=get_default_page_content_type(),
    ).values_list("to_object_id", "object_id")
    pages = {int(page) for _poll, page in uses}
    mine = set(Page.objects.filter(workable(user), pk__in=pages).values_list("pk", flat=True))
    shown = {int(poll) for poll, page in uses if int(page) in mine}
    closed = {int(poll) for poll, page in uses if int(page) not in mine}
    for draft in barred_drafts(user):
        # The index learns of a page later, and of a draft never.
        closed |= {int(key) for key in IN_BODY.findall(str(draft.get("body", "")))}
    return Poll.objects.exclude(pk__in=closed - shown)


class ManageablePollsMixin:
    def get_object_list(self) -> Any:
        return manageable_polls(self.request.user)  # type: ignore[attr-defined]


class PollChooseView(ManageablePollsMixin, ChooseView):
    pass


class PollChooseResultsView(ManageablePollsMixin, ChooseResultsView):
    pass


class PollChooserViewSet(SnippetChooserViewSet):
    choose_view_class = PollChooseView
    choose_results_view_class = PollChooseResultsView


class PollViewSet(SnippetViewSet):
    model = Poll
    icon = "list-ul"
    list_display = [
        "question",
        YesNoColumn("is_multiple", label=_("several answers")),
        YesNoColumn("is_anonymous", label=_("anonymous")),
        "closes_at",
    ]
    search_fields = ["question"]
    search_backend_name = None
    menu_label = _("Polls")
    chooser_viewset_class = PollChooserViewSet

    def get_queryset(self, request: HttpRequest) -> QuerySet[Poll]:
        return manageable_polls(request.user)


close_with_pages(Poll, manageable_polls)
