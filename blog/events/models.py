"""Company events: when and where, who comes, and calendars that know it."""

import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from blog.pages.models.base import ContentPage, SectionPage
from blog.pages.querysets import ContentPageQuerySet
from social.subjects.deletion import keep_with_other_language

__all__ = ["Attendance", "CalendarToken", "EventIndexPage", "EventPage"]


class EventPage(ContentPage):
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("link to join"), blank=True)
    sign_up = models.BooleanField(_("people sign up"), default=True)
    sign_up_until = models.DateTimeField(_("sign-up closes"), null=True, blank=True)
    places = models.PositiveIntegerField(
        _("number of places"),
        null=True,
        blank=True,
        help_text=_("Empty: as many as come. When all are taken, people wait in order."),
    )

    announced_to_all = True
    icon = "event"
    parent_page_types = ["events.EventIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A meeting, training or party with a date and a place or a link.")
    template = "blog/events/event_page.html"
    content_panels = [
        *ContentPage.content_panels[:1],
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldRowPanel([FieldPanel("place"), FieldPanel("online_url")]),
                FieldRowPanel(
                    [FieldPanel("sign_up"), FieldPanel("places"), FieldPanel("sign_up_until")]
                ),
            ],
            heading=_("When, where, who"),
        ),
        *ContentPage.content_panels[1:],
    ]
    search_fields = ContentPage.search_fields + [
        index.SearchField("place"),
        index.FilterField("starts_at"),
    ]

    class Meta:
        verbose_name = _("company event")
        verbose_name_plural = _("company events")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=models.F("starts_at")),
                name="event_ends_after_it_starts",
                violation_error_message=_("The event would end before it starts."),
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("The event would end before it starts.")})
        if not self.place and not self.online_url:
            raise ValidationError({"place": _("Give a place or a link.")})

    @property
    def is_over(self) -> bool:
        return self.ends_at < timezone.now()

    @property
    def sign_up_is_open(self) -> bool:
        closes: datetime = self.sign_up_until or self.starts_at
        return self.sign_up and self.live and timezone.now() < closes


class EventIndexPage(SectionPage):
    item_model = EventPage
    icon = "event"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    template = "blog/events/event_index_page.html"

    class Meta:
        verbose_name = _("event section")
        verbose_name_plural = _("event sections")

    def items(self, request: HttpRequest) -> ContentPageQuerySet:
        """Coming events, the soonest first; with `?past=1` those that are over."""
        items = super().items(request)
        if request.GET.get("past"):
            return items.filter(ends_at__lt=timezone.now()).order_by("-starts_at")
        return items.filter(ends_at__gte=timezone.now()).order_by("starts_at")


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def going(self) -> "AttendanceQuerySet":
        return self.filter(status=Attendance.Status.GOING)

    def waiting(self) -> "AttendanceQuerySet":
        """Those who wait for a place, the first first."""
        return self.filter(status=Attendance.Status.WAITING).order_by("created_at", "pk")


class Attendance(models.Model):
    """That somebody comes to an event or waits for a place."""

    class Status(models.TextChoices):
        GOING = "going", _("going")
        WAITING = "waiting", _("on the waiting list")

    event = models.ForeignKey(
        EventPage, on_delete=keep_with_other_language, related_name="attendances"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="attendances"
    )
    status = models.CharField(max_length=8, choices=Status.choices)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AttendanceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("sign-up")
        verbose_name_plural = _("sign-ups")
        constraints = [
            models.UniqueConstraint(fields=["event", "person"], name="sign_up_once_an_event")
        ]

    def __str__(self) -> str:
        return f"{self.event_id}:{self.person_id} {self.status}"


def new_token() -> str:
    return secrets.token_urlsafe(32)


class CalendarToken(models.Model):
    """The secret in the address of somebody's calendar feed; making a new one revokes the old."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_token"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.person_id)
