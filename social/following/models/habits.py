"""How somebody follows: choices that are not about one subject."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from social.people.models import User


class Habits(models.Model):
    """One row for each person, made when first needed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="habits"
    )
    follows_what_they_write = models.BooleanField(
        _("Follow conversations I write in"), default=True
    )
    # Names the feed of one's follow-ups; replacing it revokes the old address.
    calendar_key = models.CharField(max_length=43, unique=True, null=True, blank=True)
    # The feed marks what is newer than the end of the previous visit.
    looked_at = models.DateTimeField(null=True, blank=True)
    seen_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("habits")
        verbose_name_plural = _("habits")

    def __str__(self) -> str:
        return f"habits of {self.person_id}"


def habits_of(person: User) -> Habits:
    """The person's habits; an unsaved row with the defaults when there is none."""
    found = Habits.objects.filter(person=person).first()
    return found or Habits(person=person)
