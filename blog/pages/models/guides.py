"""Guides: how things are done here."""

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from blog.pages import trust
from blog.pages.models.base import FILTERS, ContentPage, SectionPage
from blog.pages.models.cared_for import CaredForMixin
from blog.pages.querysets import ContentPageQuerySet
from social.people.collation import dictionary_order


class GuidePage(CaredForMixin, ContentPage):
    contributors = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("with thanks to"),
        blank=True,
        related_name="contributed_guides",
    )
    written_from = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("written from the conversation on"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )
    written_from_comment = models.PositiveBigIntegerField(null=True, blank=True, editable=False)

    icon = "guide"
    parent_page_types = ["pages.GuideIndexPage", "pages.GuidePage"]
    subpage_types = ["pages.GuidePage"]
    page_description = _("How something is done, kept true by its owner. Guides may have chapters.")
    template = "blog/pages/guide_page.html"
    content_panels = [*ContentPage.content_panels, CaredForMixin.care_panel]

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def get_search_authority(self) -> float:
        """How much search may rely on a guide."""
        return trust.authority_of(self)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        chapters = GuidePage.objects.child_of(self).visible_to(request.user)
        context["chapters"] = chapters.order_by("path")
        return context


class GuideIndexPage(CaredForMixin, SectionPage):
    item_model = GuidePage
    items_per_page = 24
    icon = "guide"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.GuidePage", "onboarding.OnboardingPathPage"]
    template = "blog/pages/guide_index_page.html"
    content_panels = [*SectionPage.content_panels, CaredForMixin.care_panel]

    class Meta:
        verbose_name = _("guide section")
        verbose_name_plural = _("guide sections")

    def items(self, request: HttpRequest) -> ContentPageQuerySet:
        """Guides and their chapters, as a dictionary has them."""
        return super().items(request).order_by(dictionary_order("title"), "pk")

    def filtered(self, items: ContentPageQuerySet, request: HttpRequest) -> ContentPageQuerySet:
        """Guides with the number of their chapters; a filter finds chapters, too."""
        found = super().filtered(items, request).with_chapter_counts(request.user)
        is_asked = any(request.GET.get(name) for name in FILTERS)
        return found if is_asked else found.filter(depth=self.depth + 1)
