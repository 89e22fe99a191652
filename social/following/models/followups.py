"""What must be done after reading or talking: reminders to oneself, tasks for others."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from social.people.models import User
from social.subjects.access import page_filter
from social.subjects.deletion import keep_with_other_language
from social.subjects.models import SubjectModel


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """A reminder is seen by its person, a task by all who see what it is about."""
        if not user.is_authenticated:
            return self.none()
        mine = Q(creator=user) | Q(assignee=user)
        tasks = Q(kind=FollowUp.Kind.TASK)
        return self.filter(mine | tasks).filter(page_filter(user, "page__"))

    def shown_to(self, user: User) -> "FollowUpQuerySet":
        """What stands below a subject that this person sees, open ones first: tasks, own reminders."""
        found = self.filter(Q(kind=FollowUp.Kind.TASK) | Q(assignee=user))
        return found.select_related("assignee", "creator").order_by(
            models.F("closed_at").desc(nulls_first=True), "due_at", "pk"
        )

    def open(self) -> "FollowUpQuerySet":
        return self.filter(state=FollowUp.State.OPEN)

    def overdue(self, now: datetime | None = None) -> "FollowUpQuerySet":
        return self.open().filter(due_at__lt=now or timezone.now())

    def assigned_to(self, user: User) -> "FollowUpQuerySet":
        return self.filter(assignee=user)

    def given_by(self, user: User) -> "FollowUpQuerySet":
        """Tasks that this person gave to others."""
        return self.filter(creator=user, kind=FollowUp.Kind.TASK).exclude(assignee=user)

    def soonest_first(self) -> "FollowUpQuerySet":
        return self.order_by(models.F("due_at").asc(nulls_last=True), "pk")

    def due_for_reminder(self, now: datetime) -> "FollowUpQuerySet":
        """Open ones whose moment has come and whose assignee has not been reminded."""
        return self.open().filter(due_at__lte=now, reminded_at=None)


class FollowUp(SubjectModel):
    """A reminder to oneself or a task for a colleague about a page, comment or answer."""

    class Kind(models.TextChoices):
        REMINDER = "reminder", _("reminder")
        TASK = "task", _("task")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("follow-up", "open")
        DONE = "done", pgettext_lazy("follow-up", "done")
        DECLINED = "declined", pgettext_lazy("follow-up", "declined")

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="+"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="follow_ups_given",
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.CASCADE,
        related_name="follow_ups",
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    # Links in mails from before then do not close it again.
    reopened_at = models.DateTimeField(null=True, blank=True)

    objects = FollowUpQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state__in=["done", "declined"], closed_at__isnull=False),
                name="follow_up_is_closed_when_done_or_declined",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="follow_up_is_declined_with_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["assignee", "state", "due_at"], name="followup_list"),
            models.Index(fields=["subject_kind", "subject_id"], name="followup_subject"),
            models.Index(
                fields=["due_at"],
                condition=Q(state="open", reminded_at__isnull=True),
                name="followup_to_remind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_task(self) -> bool:
        return self.kind == self.Kind.TASK

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_at is not None and self.due_at < timezone.now()

    def may_be_closed_by(self, user: User) -> bool:
        """The assignee does or declines it; the giver may take it back as done."""
        return user.pk in {self.assignee_id, self.creator_id}
