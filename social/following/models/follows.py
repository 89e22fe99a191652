"""Who wants to hear about what, and how much of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from social.people.models import User
from social.subjects.deletion import keep_with_other_language


class Level(models.TextChoices):
    """How much somebody hears of what they follow."""

    EVERYTHING = "all", _("Everything")
    NEW = "new", _("New pages only")
    MENTIONS = "mentions", _("Only mentions and replies to me")
    MUTED = "muted", _("Muted")


LISTENING = (Level.EVERYTHING, Level.NEW)


class Kind(models.TextChoices):
    PAGE = "page", _("pages")
    THREAD = "thread", _("conversations")
    PERSON = "person", _("people")
    TOPIC = "topic", _("topics")
    DEPARTMENT = "department", _("departments")


# The column that holds what is followed, for each kind.
COLUMN = {
    Kind.PAGE: "page",
    Kind.THREAD: "thread_id",
    Kind.PERSON: "colleague",
    Kind.TOPIC: "topic",
    Kind.DEPARTMENT: "department",
}


def _kind_names_its_column() -> Q:
    """A follow names what it follows by exactly one column; a thread also names its page."""
    rule = Q()
    for kind, column in COLUMN.items():
        filled = {column} | ({"page"} if kind == Kind.THREAD else set())
        columns = {f"{name}__isnull": name not in filled for name in COLUMN.values()}
        rule |= Q(kind=kind.value, **columns)
    return rule


def _once(kind: Kind, column: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(
        fields=["person", column], condition=Q(kind=kind.value), name=f"follow_{kind.value}_once"
    )


class FollowQuerySet(models.QuerySet["Follow"]):
    def listening(self) -> "FollowQuerySet":
        return self.filter(level__in=LISTENING)

    def of(self, person: User) -> "FollowQuerySet":
        return self.filter(person=person)


class Follow(models.Model):
    """One person's level for one page (and all below it), conversation, person, topic or department.

    Pages are named by their canonical language version, threads by their first comment.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.EVERYTHING)
    page = models.ForeignKey(
        "wagtailcore.Page",
        on_delete=keep_with_other_language,
        null=True,
        blank=True,
        related_name="+",
    )
    thread_id = models.PositiveBigIntegerField(null=True, blank=True, db_index=True)
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followers",
    )
    topic = models.ForeignKey(
        "subjects.Topic",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followers",
    )
    department = models.ForeignKey(
        "people.Department",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followers",
    )
    is_automatic = models.BooleanField(
        default=False, help_text=_("Followed because of writing there, not by choice.")
    )
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    objects = FollowQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = pgettext_lazy("noun", "follow")
        verbose_name_plural = pgettext_lazy("noun", "follows")
        constraints = [
            models.CheckConstraint(
                condition=_kind_names_its_column(), name="follow_names_what_its_kind_says"
            ),
            models.CheckConstraint(
                condition=Q(colleague__isnull=True) | ~Q(colleague=models.F("person")),
                name="nobody_follows_themselves",
            ),
            *(_once(kind, column) for kind, column in COLUMN.items()),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} {self.kind} {self.followed_id}"

    @property
    def followed_id(self) -> int:
        """The id of what is followed."""
        column = COLUMN[Kind(self.kind)]
        return int(getattr(self, column if column.endswith("_id") else f"{column}_id"))

    @property
    def is_listening(self) -> bool:
        return self.level in LISTENING

    @property
    def followed(self) -> Any:
        """What is followed: a page, person, topic or department; of a thread its page."""
        return getattr(self, "page" if self.kind == Kind.THREAD else COLUMN[Kind(self.kind)])


class Dismissal(models.Model):
    """A suggestion that somebody does not want to see again."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissed_suggestions"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    followed_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = _("dismissed suggestion")
        verbose_name_plural = _("dismissed suggestions")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "followed_id"], name="suggestion_dismissed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.followed_id}"
