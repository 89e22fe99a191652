"""One reaction of each kind for each person and subject."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.people.models import User
from social.subjects.deletion import keep_with_other_language
from social.subjects.keys import Subject, kinds
from social.subjects.models import SubjectModel


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def on(self, subject: Subject) -> Self:
        return self.filter(subject_kind=subject.kind, subject_id=subject.id)

    def on_any(self, kind: str, ids: Iterable[int]) -> Self:
        return self.filter(subject_kind=kind, subject_id__in=ids)

    def visible_to(self, user: User) -> Self:
        """Reactions on subjects that the person sees, by people who are still here."""
        if not user.is_authenticated:
            return self.none()
        seen = models.Q()
        for name, kind in kinds().items():
            subjects = kind.visible_to(user).order_by().values("pk")
            seen |= models.Q(subject_kind=name, subject_id__in=subjects)
        return self.filter(seen, person__is_active=True)

    def tally(self) -> dict[int, dict[str, int]]:
        """How many of each kind, by subject id; one query."""
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        rows = self.order_by().values_list("subject_id", "kind").annotate(total=Count("pk"))
        for subject_id, kind, total in rows:
            counts[subject_id][kind] = total
        return counts


class Reaction(SubjectModel):
    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reactions"
    )
    kind = models.CharField(_("kind"), max_length=16)
    created_at = models.DateTimeField(default=timezone.now)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "person"],
                name="reaction_once_for_person_subject_and_kind",
            )
        ]
        indexes = [models.Index(fields=["person", "created_at"], name="reaction_person_created")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.subject_kind} {self.subject_id}"
