"""The start page and the settings of the house."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page

from blog.closed.policy import ClosedPageMixin
from blog.pages.models import NewsPage
from blog.questions.models import QuestionPage
from social.comments.counts import with_answers, with_comment_counts
from social.people.models import User
from social.subjects.access import Person

NEWS_ON_START_PAGE = 6
QUESTIONS_ON_START_PAGE = 4


def validate_colour(value: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValidationError(_("Give a colour such as #0f6e5c."))


class HomePage(ClosedPageMixin, Page):
    """The start page of one language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.NewsIndexPage",
        "events.EventIndexPage",
        "pages.GuideIndexPage",
        "pages.ProjectIndexPage",
        "questions.QuestionIndexPage",
    ]
    template = "home/start/home_page.html"

    class Meta:
        verbose_name = _("start page")
        verbose_name_plural = _("start pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        user = request.user
        news = NewsPage.objects.visible_to(user).in_language(get_language(), user)
        news = news.addressed_to(user).pinned_first()
        context["news"] = with_comment_counts(news.for_cards())[:NEWS_ON_START_PAGE]
        context["questions"] = questions_to_help_with(user)
        context["newcomers"] = (
            User.objects.visible_to(user)
            .for_byline()
            .exclude(start_date=None)
            .order_by("-start_date")[:4]
        )
        return context


def questions_to_help_with(user: Person) -> QuerySet[QuestionPage]:
    """The newest questions of colleagues that nobody has answered yet."""
    open_to_all = QuestionPage.objects.visible_to(user).in_language(get_language(), user)
    waiting = with_answers(open_to_all).filter(answer_id=None, to_leadership=False)
    newest = waiting.exclude(author_id=user.pk).order_by("-first_published_at", "-pk")
    return newest.select_related("author", "locale")[:QUESTIONS_ON_START_PAGE]


@register_setting(icon="cog")
class HouseSettings(BaseGenericSetting):
    """Name, logo and colour of this house."""

    name = models.CharField(_("name"), max_length=60, default="Rynek")
    logo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("logo"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    accent_colour = models.CharField(
        _("accent colour"), max_length=7, default="#0f6e5c", validators=[validate_colour]
    )

    panels = [FieldPanel("name"), FieldPanel("logo"), FieldPanel("accent_colour")]

    class Meta:
        verbose_name = _("house")
