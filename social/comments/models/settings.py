"""How conversation works in this house; set by community managers."""

from typing import Any, Self

from django.core.cache import cache
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

CACHE_KEY = "conversation-settings"
CACHE_SECONDS = 30
A_YEAR = 365  # days
DEEPEST = 6  # COMMENTS_XTD_MAX_THREAD_LEVEL


@register_setting(icon="comment")
class ConversationSettings(BaseGenericSetting):
    thread_depth = models.PositiveSmallIntegerField(
        _("depth of threads"),
        default=2,
        validators=[MaxValueValidator(DEEPEST)],
        help_text=_("Answers to deeper comments are shown beside them."),
    )
    edit_minutes = models.PositiveIntegerField(
        _("minutes in which one may edit"),
        default=60,
        validators=[MaxValueValidator(A_YEAR * 24 * 60)],
        help_text=_("0 means always."),
    )
    close_after_days = models.PositiveIntegerField(
        _("read-only after days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(100 * A_YEAR)],
        help_text=_("Counted from a page's publication; pages may have rules of their own."),
    )
    attachment_megabytes = models.PositiveSmallIntegerField(
        _("largest attachment in megabytes"), default=10
    )
    moderated_first_comments = models.PositiveSmallIntegerField(
        _("first comments that wait for approval"),
        default=0,
        help_text=_("How many comments of a new person a community manager reads first."),
    )
    watched_words = models.TextField(
        _("watched words"),
        blank=True,
        help_text=_(
            "One a line. A comment with one of them waits for approval. * stands for any letters."
        ),
    )
    most_links = models.PositiveSmallIntegerField(
        _("links without approval"), default=5, help_text=_("A comment with more links waits.")
    )
    new_person_days = models.PositiveSmallIntegerField(
        _("days that a person is new"), default=14, validators=[MaxValueValidator(10 * A_YEAR)]
    )
    comments_per_hour = models.PositiveIntegerField(_("comments in an hour"), default=60)
    comments_per_hour_new = models.PositiveIntegerField(
        _("comments in an hour for new people"), default=20
    )
    comments_per_minute = models.PositiveIntegerField(_("comments in a minute"), default=8)

    panels = [
        MultiFieldPanel(
            [FieldPanel("thread_depth"), FieldPanel("edit_minutes")], heading=_("Threads")
        ),
        MultiFieldPanel(
            [FieldPanel("close_after_days"), FieldPanel("attachment_megabytes")],
            heading=_("Limits"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("moderated_first_comments"),
                FieldPanel("watched_words"),
                FieldPanel("most_links"),
            ],
            heading=_("What a community manager reads first"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("new_person_days"),
                FieldPanel("comments_per_minute"),
                FieldPanel("comments_per_hour"),
                FieldPanel("comments_per_hour_new"),
            ],
            heading=_("Pace"),
        ),
    ]

    class Meta:
        verbose_name = _("conversation")

    @classmethod
    def current(cls) -> Self:
        """The settings, remembered for half a minute."""
        known: Self | None = cache.get(CACHE_KEY)
        if known is None:
            known = cls.objects.first() or cls()
            cache.set(CACHE_KEY, known, CACHE_SECONDS)
        return known

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        cache.delete(CACHE_KEY)
