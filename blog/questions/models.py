"""Questions that anybody may ask; colleagues answer in the conversation below."""

from typing import Any, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from blog.pages.models.base import ContentPage, SectionPage
from blog.pages.querysets import ContentPageQuerySet
from social.comments.counts import with_answers, with_comment_counts
from social.comments.models import Comment
from social.people.choosers import PersonChooserWidget
from social.reactions.counts import with_votes

TALKED_ABOUT = 8


class QuestionPage(ContentPage):
    to_leadership = models.BooleanField(
        _("to the board"), default=False, help_text=_("A named leader answers, for all to see.")
    )
    addressed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who should answer"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions_to_answer",
    )

    icon = "question"
    parent_page_types = ["questions.QuestionIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Something that you want to know; colleagues answer.")
    template = "blog/questions/question_page.html"
    content_panels = [
        *ContentPage.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("to_leadership"),
                        FieldPanel("addressed_to", widget=PersonChooserWidget),
                    ]
                )
            ],
            heading=_("Question to the board"),
        ),
    ]
    search_fields = ContentPage.search_fields + [index.FilterField("to_leadership")]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")


class QuestionIndexPage(SectionPage):
    """Lists what waits for an answer first: that is what a visitor can help with."""

    item_model = QuestionPage
    items_per_page = 20
    icon = "question"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["questions.QuestionPage"]
    template = "blog/questions/question_index_page.html"
    shows = {
        "open": _("Can you help?"),
        "board": _("To the board"),
        "answered": _("Answered"),
        "all": _("All"),
    }

    class Meta:
        verbose_name = _("question section")
        verbose_name_plural = _("question sections")

    def shown(self, request: HttpRequest) -> str:
        asked = request.GET.get("show", "")
        return asked if asked in self.shows else "open"

    def items(self, request: HttpRequest) -> ContentPageQuerySet:
        counted = with_votes(with_comment_counts(with_answers(super().items(request))))
        pages: Any = counted.select_related("addressed_to", "addressed_to__department")
        return cast(ContentPageQuerySet, pages)

    def filtered(self, items: ContentPageQuerySet, request: HttpRequest) -> ContentPageQuerySet:
        items = super().filtered(items, request)
        shown = self.shown(request)
        if shown == "open":
            return items.filter(answer_id=None, to_leadership=False)
        if shown == "answered":
            return items.exclude(answer_id=None)
        if shown == "board":
            return _board_first(items)
        return items

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["shown"] = self.shown(request)
        context["shows"] = self.shows.items()
        if context["shown"] == "open" and not request.GET.get("topic"):
            context["talked_about"] = self.talked_about(request)
        return context

    def talked_about(self, request: HttpRequest) -> Any:
        """Questions in conversations on other pages that wait for an answer."""
        questions = Comment.objects.unanswered().published().visible_to(request.user)
        questions = questions.with_author().select_related("page", "page__locale")
        return questions.order_by("-pk")[:TALKED_ABOUT]


def _board_first(items: ContentPageQuerySet) -> ContentPageQuerySet:
    """Unanswered ones stand out: they come first, and what most people want to know leads."""
    is_answered = models.Case(
        models.When(Q(answer_id=None), then=0), default=1, output_field=models.IntegerField()
    )
    board = items.filter(to_leadership=True).annotate(is_answered=is_answered)
    return board.order_by("is_answered", "-vote_count", "-first_published_at", "-pk")
