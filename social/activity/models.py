"""The append-only record of who did what to what, when."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ground.stored import ObjectField


class Verb(models.TextChoices):
    VIEWED = "viewed", _("viewed")
    PUBLISHED = "published", _("published")
    UPDATED = "updated", _("updated")
    COMMENTED = "commented", _("commented on")
    REPLIED = "replied", _("replied to")
    MENTIONED = "mentioned", _("mentioned")
    REACTED = "reacted", _("reacted to")
    ASKED = "asked", _("asked")
    ANSWER_ACCEPTED = "accepted", _("accepted an answer to")
    FOUND_HELPFUL = "helpful", _("found helpful")
    FOLLOWED = "followed", _("followed")
    ACKNOWLEDGED = "acknowledged", _("confirmed reading")
    ASSIGNED = "assigned", _("assigned")
    COMPLETED = "completed", _("completed")
    DECLINED = "declined", _("declined")
    REMINDED = "reminded", _("was reminded of")
    TOLD = "told", _("told")
    JOINED = "joined", _("joined")


class EventQuerySet(models.QuerySet["Event"]):
    def newest_first(self) -> "EventQuerySet":
        return self.order_by("-pk")


class Event(models.Model):
    """One thing that one person did.

    The page (canonical language version) and the subject on it say to what; `target` is the
    colleague it was directed at, if any. Department and level are those at the time.
    """

    actor = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, related_name="events"
    )
    verb = models.CharField(max_length=12, choices=Verb.choices)
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    subject_kind = models.CharField(max_length=16, blank=True)
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    target = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="events_at_me"
    )
    actor_department = models.ForeignKey(
        "people.Department", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_level = models.ForeignKey(
        "people.Level", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    audience_size = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("How many people it was addressed to, if counted.")
    )
    data = ObjectField(default=dict, blank=True)
    day = models.DateField(help_text=_("The day in the company's time zone."))
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "page", "day"],
                condition=models.Q(verb="viewed"),
                name="one_view_a_day_for_each_person_and_page",
            ),
        ]
        indexes = [
            models.Index(fields=["verb", "created_at"], name="event_verb_created"),
            models.Index(fields=["actor", "created_at"], name="event_actor_created"),
            models.Index(fields=["target", "created_at"], name="event_target_created"),
            models.Index(fields=["page", "verb", "created_at"], name="event_page_verb_created"),
            models.Index(fields=["subject_kind", "subject_id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_id} {self.verb} {self.subject_kind} {self.subject_id}"
