"""Onboarding paths: steps in stages, walked by newcomers with a buddy beside them.

A path is a page; a journey is one person on one path. Progress hangs on a step's key, which
never changes, and keeps the step's title, so that editing a path loses nobody's progress.
"""

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable

from blog.onboarding.forms import PathForm
from blog.pages.models import ContentPage
from blog.pages.panels import SharedPanel
from ground import stored
from social.people.choosers import PersonChooserWidget
from social.subjects.deletion import keep_with_other_language

__all__ = ["Journey", "OnboardingPathPage", "PathAudience", "PathStep", "StepProgress"]


class Stage(models.TextChoices):
    """Parts of the first three months, in order."""

    BEFORE = "before", _("before day one")
    WEEK = "week", _("first week")
    MONTH = "month", _("first month")
    QUARTER = "quarter", _("first 90 days")


LAST_DAY = {Stage.BEFORE: -1, Stage.WEEK: 6, Stage.MONTH: 29, Stage.QUARTER: 89}


class OnboardingPathPage(ContentPage):
    """A path that newcomers walk; its steps are ordered into stages."""

    icon = "path"
    parent_page_types = ["pages.GuideIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Steps for newcomers: what to read, whom to meet, what to do, by when.")
    template = "blog/onboarding/path_page.html"
    base_form_class = PathForm
    content_panels = [
        *ContentPage.content_panels,
        InlinePanel("steps", heading=_("Steps"), label=_("step")),
        SharedPanel(
            [InlinePanel("assigned_audiences", label=_("audience"))], heading=_("Who walks it")
        ),
    ]
    shared_relations = (*ContentPage.shared_relations, "assigned_audiences")

    class Meta:
        verbose_name = _("onboarding path")
        verbose_name_plural = _("onboarding paths")


class PathAudience(Orderable):
    """That people of an audience walk a path as soon as they belong to it."""

    path = ParentalKey(
        OnboardingPathPage, on_delete=models.CASCADE, related_name="assigned_audiences"
    )
    audience = models.ForeignKey(
        "people.Audience",
        verbose_name=_("audience"),
        on_delete=models.PROTECT,
        related_name="onboarding_paths",
    )

    panels = [FieldPanel("audience")]

    class Meta(Orderable.Meta):
        verbose_name = _("audience of a path")
        verbose_name_plural = _("audiences of paths")

    def __str__(self) -> str:
        return f"{self.path_id}:{self.audience_id}"


class PathStep(Orderable):
    """One thing to do on a path."""

    class Kind(models.TextChoices):
        READ = "read", _("read a page")
        ACKNOWLEDGE = "acknowledge", _("confirm a policy")
        TASK = "task", _("do a task")
        MEET = "meet", _("meet a person")
        INTRODUCE = "introduce", _("introduce yourself")
        ASK = "ask", _("ask your first question")

    class Whom(models.TextChoices):
        PERSON = "person", _("the person named")
        BUDDY = "buddy", _("the buddy")
        MANAGER = "manager", _("the manager")
        HEAD = "head", _("the head of the department")

    path = ParentalKey(OnboardingPathPage, on_delete=models.CASCADE, related_name="steps")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.WEEK)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.READ)
    title = models.CharField(_("what to do"), max_length=160)
    text = models.TextField(_("how and why"), max_length=1000, blank=True)
    due_day = models.SmallIntegerField(
        _("due … days after the first day"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-365), MaxValueValidator(3650)],
        help_text=_("Empty: by the end of the stage. Negative: before the first day."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    whom = models.CharField(_("whom to meet"), max_length=8, choices=Whom.choices, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    message = models.TextField(
        _("suggested message"),
        max_length=600,
        blank=True,
        help_text=_("The newcomer can send it as it is or change it."),
    )

    panels = [
        FieldRowPanel([FieldPanel("stage"), FieldPanel("kind"), FieldPanel("due_day")]),
        FieldPanel("title"),
        FieldPanel("text"),
        FieldPanel("page"),
        FieldRowPanel([FieldPanel("whom"), FieldPanel("person", widget=PersonChooserWidget)]),
        FieldPanel("message"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.kind in {self.Kind.READ, self.Kind.ACKNOWLEDGE} and not self.page_id:
            raise ValidationError({"page": _("Choose the page to read.")})
        if self.kind == self.Kind.MEET:
            if not self.whom:
                raise ValidationError({"whom": _("Say whom to meet.")})
            if self.whom == self.Whom.PERSON and not self.person_id:
                raise ValidationError({"person": _("Choose the person to meet.")})

    def due_on(self, start: date) -> date:
        """The day by which it is due for somebody who starts on that day."""
        usual = LAST_DAY.get(self.stage, LAST_DAY[Stage.QUARTER])  # type: ignore[call-overload]
        return start + stored.days(self.due_day if self.due_day is not None else usual)


class JourneyQuerySet(models.QuerySet["Journey"]):
    def walking(self) -> "JourneyQuerySet":
        return self.filter(status=Journey.Status.WALKING)


class Journey(models.Model):
    """One person on one path (its canonical language version)."""

    class Status(models.TextChoices):
        WALKING = "walking", _("under way")
        FINISHED = "finished", _("finished")
        CLOSED = "closed", _("closed")

    path = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="journeys"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="journeys"
    )
    buddy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("buddy"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="buddy_journeys",
    )
    start_date = models.DateField(_("first day"))
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WALKING)
    assigned_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JourneyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-start_date", "pk"]
        verbose_name = _("journey")
        verbose_name_plural = _("journeys")
        constraints = [
            models.UniqueConstraint(fields=["path", "person"], name="walk_a_path_once"),
            models.CheckConstraint(
                condition=models.Q(buddy__isnull=True) | ~models.Q(buddy=models.F("person")),
                name="nobody_is_their_own_buddy",
                violation_error_message=_("Somebody else must be the buddy."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} on {self.path_id}"


class StepProgress(models.Model):
    """What a newcomer did or said about a step."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="progress")
    step_key = models.UUIDField()
    step_title = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True, blank=True)
    unclear = models.CharField(_("what was unclear"), max_length=500, blank=True)
    question = models.CharField(_("question"), max_length=500, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("progress on a step")
        verbose_name_plural = _("progress on steps")
        constraints = [
            models.UniqueConstraint(fields=["journey", "step_key"], name="progress_once_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.journey_id}: {self.step_title}"
