"""What belongs to the text of a comment: earlier versions, mentions, attachments."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """The text of a comment before an edit."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="versions"
    )
    text = models.TextField()
    body_html = models.TextField()
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("earlier version")
        verbose_name_plural = _("earlier versions")

    def __str__(self) -> str:
        return f"{self.comment_id} {self.written_at:%Y-%m-%d %H:%M}"


class Mention(models.Model):
    """A person or a department named with @ in a comment."""

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="mentions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mentions",
    )
    department = models.ForeignKey(
        "people.Department",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mentions",
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, department__isnull=True)
                | Q(person__isnull=True, department__isnull=False),
                name="mention_names_a_person_or_a_department",
            ),
            models.UniqueConstraint(
                fields=["comment", "person"],
                condition=Q(person__isnull=False),
                name="mention_once_for_comment_and_person",
            ),
            models.UniqueConstraint(
                fields=["comment", "department"],
                condition=Q(department__isnull=False),
                name="mention_once_for_comment_and_department",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id} @{self.person_id or self.department_id}"


def attachment_path(attachment: "Attachment", name: str) -> str:
    """A path that cannot be guessed and says nothing of the file's own name."""
    return f"attachments/{attachment.key}"


class Attachment(models.Model):
    """A picture or file that belongs to a comment; uploaded while it is being written.

    Served only by a view that asks who sees the comment; see `views.attachments`.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    comment = models.ForeignKey(
        "comments.Comment",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="attachments",
    )
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    file = models.FileField(upload_to=attachment_path)
    name = models.CharField(_("file name"), max_length=160)
    description = models.CharField(
        _("description for people who cannot see it"), max_length=300, blank=True
    )
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text=_("Bytes."))
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("comments:attachment", args=[self.key])

    @property
    def is_image(self) -> bool:
        return self.width is not None
