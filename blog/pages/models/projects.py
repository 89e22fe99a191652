"""Projects and the knowledge that they leave behind."""

from django import forms
from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from blog.pages.models.base import ContentPage, SectionPage
from blog.pages.querysets import ContentPageQuerySet
from social.people.models import User


class ProjectPage(ContentPage):
    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTIVE = "active", _("in progress")
        PAUSED = "paused", _("paused")
        FINISHED = "finished", _("finished")

    status = models.CharField(
        _("status"), max_length=8, choices=Status.choices, default=Status.ACTIVE
    )
    start_date = models.DateField(_("start"), null=True, blank=True)
    end_date = models.DateField(_("end"), null=True, blank=True)
    members = ParentalManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("team"), blank=True, related_name="projects"
    )

    icon = "project"
    parent_page_types = ["pages.ProjectIndexPage"]
    subpage_types = ["pages.KnowledgePage"]
    page_description = _("What a team works on, and the home of what it learns.")
    template = "blog/pages/project_page.html"
    content_panels = ContentPage.content_panels + [
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
                FieldPanel("members", widget=forms.SelectMultiple(attrs={"size": 12})),
            ],
            heading=_("Project"),
        ),
    ]
    search_fields = ContentPage.search_fields + [index.FilterField("status")]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_date__isnull=True)
                | models.Q(end_date__isnull=True)
                | models.Q(end_date__gte=models.F("start_date")),
                name="project_ends_after_it_starts",
                violation_error_message=_("A project cannot end before it starts."),
            )
        ]

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        knowledge = KnowledgePage.objects.child_of(self).visible_to(request.user)
        if (kind := request.GET.get("kind")) in KnowledgePage.Kind.values:
            knowledge = knowledge.filter(kind=kind)
        context["knowledge"] = knowledge.newest_first().for_cards()
        context["kinds"] = KnowledgePage.Kind.choices
        # In a preview the relation is a list in memory, without the methods of our querysets.
        members = self.members.values_list("id", flat=True)
        context["team"] = User.objects.active().filter(pk__in=members).for_byline()
        return context


class KnowledgePage(ContentPage):
    class Kind(models.TextChoices):
        LESSON = "lesson", _("lesson learned")
        DECISION = "decision", _("decision")
        HOW_TO = "how-to", _("how-to")
        REFERENCE = "reference", _("reference")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.LESSON)

    icon = "lesson"
    parent_page_types = ["pages.ProjectPage"]
    subpage_types: list[str] = []
    page_description = _("A lesson, a decision, a how-to or a reference of a project.")
    template = "blog/pages/knowledge_page.html"
    content_panels = [FieldPanel("kind"), *ContentPage.content_panels]
    search_fields = ContentPage.search_fields + [index.FilterField("kind")]

    class Meta:
        verbose_name = _("knowledge page")
        verbose_name_plural = _("knowledge pages")


class ProjectIndexPage(SectionPage):
    item_model = ProjectPage
    icon = "project"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["pages.ProjectPage"]
    template = "blog/pages/project_index_page.html"

    class Meta:
        verbose_name = _("project section")
        verbose_name_plural = _("project sections")

    def filtered(self, items: ContentPageQuerySet, request: HttpRequest) -> ContentPageQuerySet:
        items = super().filtered(items, request)
        if (status := request.GET.get("status")) in ProjectPage.Status.values:
            items = items.filter(status=status)
        return items

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict:
        context = super().get_context(request, *args, **kwargs)
        context["statuses"] = ProjectPage.Status.choices
        return context
