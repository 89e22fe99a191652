"""What is known about the conversation on a page as a whole."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from social.subjects.deletion import keep_with_other_language


class Conversation(models.Model):
    """Numbers of the conversation on a page, kept beside it so that lists need not count.

    `recount` derives them anew. A page that nobody talked about has no row.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=keep_with_other_language,
        primary_key=True,
        related_name="conversation",
    )
    comment_count = models.PositiveIntegerField(default=0)
    thread_count = models.PositiveIntegerField(default=0)
    is_question = models.BooleanField(default=False)
    accepted_answer = models.ForeignKey(
        "comments.Comment",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="answered_page",
    )

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(accepted_answer__isnull=True) | models.Q(is_question=True),
                name="conversation_only_questions_have_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.comment_count}"

    @property
    def shown_answer(self) -> Any:
        """The accepted answer, unless it is hidden or deleted: then the question is open."""
        answer = self.accepted_answer
        return answer if answer is not None and answer.is_published else None


class ReadMark(models.Model):
    """How far a person has read a conversation.

    `visit_start` is the newest comment that was known when the present visit began: later ones
    are new. A visit ends after half an hour without a look.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="read_marks"
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    seen = models.PositiveBigIntegerField(default=0, help_text=_("The newest comment seen."))
    visit_start = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "page"], name="one_read_mark_for_person_and_page"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.page_id} {self.seen}"


class PolicyQuerySet(models.QuerySet["Policy"]):
    def along(self, page: Page) -> "PolicyQuerySet":
        """Those set on this page and above it, the nearest first."""
        paths = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
        return self.filter(page__path__in=paths).order_by("-page__depth")


class Policy(models.Model):
    """Whether one may comment on a page and, if so set, on all pages below it."""

    class Mode(models.TextChoices):
        INHERIT = "", _("as the page above it")
        OPEN = "open", _("open")
        READ_ONLY = "read-only", _("read-only: what was said stays visible")
        OFF = "off", _("off: no comments are shown")

    page = models.OneToOneField(
        "wagtailcore.Page", on_delete=models.CASCADE, related_name="conversation_policy"
    )
    mode = models.CharField(_("comments"), max_length=10, choices=Mode.choices, blank=True)
    close_after_days = models.PositiveIntegerField(
        _("read-only after days"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(36_500)],
        help_text=_("Counted from publication. Leave empty to take it from the page above."),
    )
    is_for_subpages = models.BooleanField(_("also for the pages below"), default=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule for comments")
        verbose_name_plural = _("rules for comments")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_mode_display()}"

    @classmethod
    def hiding(cls, field: str = "page") -> Q:
        """A filter for rows on pages whose comments are switched off; the nearest rule decides.

        `field` names the key to the page. One query; there are few rules.
        """
        off = Q(pk__in=[])
        rules = cls.objects.exclude(mode="").order_by("page__depth")
        for path, mode, below in rules.values_list("page__path", "mode", "is_for_subpages"):
            lookup = "path__startswith" if below else "path"
            region = Q(**{f"{field}__{lookup}": path})
            off = off | region if mode == cls.Mode.OFF else off & ~region
        return off
