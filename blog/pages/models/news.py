"""News: what happens in the company."""

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from blog.pages.models.base import ContentPage, SectionPage
from blog.pages.querysets import ContentPageQuerySet


class NewsPage(ContentPage):
    pinned_until = models.DateTimeField(
        _("pinned until"),
        null=True,
        blank=True,
        help_text=_("Until then it stands first on the start page and in the list."),
    )

    announced_to_all = True
    icon = "news"
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Something that happened or will happen and that colleagues should know.")
    template = "blog/pages/news_page.html"
    audience_panels = [*ContentPage.audience_panels, FieldPanel("pinned_until")]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    @property
    def is_pinned(self) -> bool:
        return self.pinned_until is not None and self.pinned_until > timezone.now()


class NewsIndexPage(SectionPage):
    item_model = NewsPage
    icon = "news"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.NewsPage"]
    template = "blog/pages/news_index_page.html"

    class Meta:
        verbose_name = _("news section")
        verbose_name_plural = _("news sections")

    def items(self, request: HttpRequest) -> ContentPageQuerySet:
        return super().items(request).pinned_first()
