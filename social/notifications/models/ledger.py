"""The ledger: each person and event is decided once.

A `Notice` says that somebody was told of an event and why, or why not; it is also the line in
the inbox. A `Delivery` is one telling of it outside the inbox.
"""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from social.activity.deeds import Occasion, WhyMe
from social.people.models import User
from social.subjects.keys import kinds
from social.subjects.pages import any_version_visible


class Decision(models.TextChoices):
    """What was decided for one person and event."""

    TOLD = "told", _("told")
    OWN = "own", _("not told: own action")
    MUTED = "muted", _("not told: muted")
    LESS = "less", _("not told: the level asks for less")
    RESTRICTED = "restricted", _("not told: may not see it")
    SEEN = "seen", _("not told: already seen on screen")
    TWICE = "twice", _("not told: told of the same thing already")
    UNWANTED = "unwanted", _("not told: switched off in the preferences")


class Channel(models.TextChoices):
    MAIL = "mail", _("E-mail")
    PUSH = "push", _("Push")


class Timing(models.TextChoices):
    NEVER = "never", _("never")
    INSTANT = "instant", _("at once")
    DAILY = "daily", _("daily")
    WEEKLY = "weekly", _("weekly")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def told(self) -> "NoticeQuerySet":
        return self.filter(decision=Decision.TOLD)

    def inbox_of(self, user: User) -> "NoticeQuerySet":
        """What lies in this person's inbox, archived or not."""
        return self.filter(person=user, in_inbox=True)

    def visible_to(self, user: User) -> "NoticeQuerySet":
        """Without what is about a page, or a comment, that this person may not see any more."""
        seen = self.filter(Q(page=None) | any_version_visible(user))
        for kind in kinds().values():
            if kind.name != "page":
                things = kind.visible_to(user).filter(pk=OuterRef("event__subject_id"))
                seen = seen.exclude(Q(event__subject_kind=kind.name) & ~Exists(things))
        return seen

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None, archived_at=None)


class Notice(models.Model):
    """The decision for one person and one event, and the line in that person's inbox.

    `page` (canonical language version) and `thread_id` (first comment of a conversation) are
    what the inbox and mails group by.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    event = models.ForeignKey("activity.Event", on_delete=models.CASCADE, related_name="notices")
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    thread_id = models.PositiveBigIntegerField(null=True, blank=True)
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    why = models.CharField(max_length=12, choices=WhyMe.choices)
    decision = models.CharField(max_length=12, choices=Decision.choices)
    in_inbox = models.BooleanField(default=False)
    created_at = models.DateTimeField(_("when"), default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"], name="person_and_event_decided_once"
            ),
            models.CheckConstraint(
                condition=Q(in_inbox=False) | Q(decision="told"),
                name="inbox_holds_only_what_was_told",
            ),
        ]
        indexes = [
            models.Index(
                fields=["person", "-created_at"], condition=Q(in_inbox=True), name="notice_inbox"
            ),
            models.Index(
                fields=["person", "page"],
                condition=Q(in_inbox=True, read_at__isnull=True, archived_at__isnull=True),
                name="notice_unread",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.event_id}: {self.decision}"

    @property
    def ways(self) -> list[str]:
        """How it was, or will be, told: the bell and each delivery, in words."""
        bell = _("Bell, read") if self.read_at else _("Bell")
        told = [str(bell)] if self.in_inbox else []
        return told + [delivery.in_words for delivery in self.deliveries.all()]


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.WAITING)


class Delivery(models.Model):
    """One telling of a notice by mail or push: when it is due and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("dropped")

    class WhyDropped(models.TextChoices):
        SEEN = "seen", _("already seen on screen")
        RESTRICTED = "restricted", _("may not see it any more")
        GONE = "gone", _("deleted or hidden in the meantime")
        UNWANTED = "unwanted", _("switched off in the meantime")
        MUTED = "muted", _("muted in the meantime")
        LESS = "less", _("no longer followed, or less")
        AWAY = "away", _("the account is not active")
        UNREACHABLE = "unreachable", _("the address refused it")

    class HeldBy(models.TextChoices):
        QUIET = "quiet", _("held back by quiet hours")
        ABSENCE = "absence", _("held back by an absence")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=4, choices=Channel.choices)
    timing = models.CharField(max_length=8, choices=Timing.choices)
    due_at = models.DateTimeField()
    held_by = models.CharField(max_length=8, choices=HeldBy.choices, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    why_dropped = models.CharField(max_length=12, choices=WhyDropped.choices, blank=True)
    mail = models.ForeignKey(
        "notifications.Mail",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "channel"], name="notice_delivered_once_by_each_channel"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", finished_at__isnull=True)
                | Q(state__in=["sent", "dropped"], finished_at__isnull=False),
                name="delivery_is_finished_when_sent_or_dropped",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "due_at"],
                condition=Q(state="waiting", mail__isnull=True),
                name="delivery_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.timing} {self.state}"

    @property
    def in_words(self) -> str:
        """“E-mail, daily: waits until 3 May, held back by an absence”, for those who ask why."""
        if self.state == self.State.DROPPED:
            fate = _("not sent: %(why)s") % {"why": self.get_why_dropped_display()}
        elif self.state == self.State.SENT:
            fate = _("sent %(when)s") % {"when": _moment(self.finished_at)}
        else:
            fate = _("waits until %(when)s") % {"when": _moment(self.due_at)}
        how = f"{self.get_channel_display()}, {self.get_timing_display()}: {fate}"
        return f"{how} ({self.get_held_by_display()})" if self.held_by else how


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j E, H:i") if moment else ""


class Undecided(models.Model):
    """An event that waits for its decisions: written with the event, removed when all are made.

    Whatever crashes in between, the event is found here again.
    """

    event = models.OneToOneField(
        "activity.Event", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )

    class Meta:
        verbose_name = _("undecided event")
        verbose_name_plural = _("undecided events")

    def __str__(self) -> str:
        return str(self.event_id)
