"""What a queue could not do, and why."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

LONGEST_KEY = 200
LONGEST_REASON = 500

# Kept as it stands here, so that it can be told in the reader's language.
DIED = gettext_noop("The worker ended while it was at this: perhaps for lack of memory.")


class SetAsideQuerySet(models.QuerySet["SetAside"]):
    def waiting(self) -> "SetAsideQuerySet":
        """What somebody may have to look at: not what was dropped by hand."""
        return self.filter(is_dropped=False)

    def due(self) -> "SetAsideQuerySet":
        return self.waiting().filter(next_try__lte=timezone.now())


class SetAside(models.Model):
    """One item of a queue that failed. It waits here and stops nothing else."""

    queue = models.CharField(_("queue"), max_length=60)
    key = models.CharField(_("item"), max_length=LONGEST_KEY)
    reason = models.CharField(_("reason"), max_length=LONGEST_REASON)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    next_try = models.DateTimeField(
        _("next try"), null=True, blank=True, help_text=_("Empty: only by hand.")
    )
    first_failed_at = models.DateTimeField(_("since"), default=timezone.now)
    last_failed_at = models.DateTimeField(_("last tried"), default=timezone.now)
    is_dropped = models.BooleanField(_("dropped"), default=False)

    objects = SetAsideQuerySet.as_manager()

    class Meta:
        ordering = ["-last_failed_at", "-pk"]
        verbose_name = _("item set aside")
        verbose_name_plural = _("items set aside")
        constraints = [
            models.UniqueConstraint(fields=["queue", "key"], name="set_aside_once"),
        ]
        indexes = [
            models.Index(fields=["next_try"], name="set_aside_due", condition=Q(is_dropped=False)),
        ]

    def __str__(self) -> str:
        return f"{self.queue} {self.key}"

    @property
    def reason_in_words(self) -> str:
        return gettext(self.reason) if self.reason else ""


class Run(models.Model):
    """A queue that is being worked on. A row that stays was left by a worker that died."""

    queue = models.CharField(max_length=60, primary_key=True)
    began_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("run of a queue")
        verbose_name_plural = _("runs of queues")

    def __str__(self) -> str:
        return self.queue
