"""What people keep for themselves."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from social.people.models import User
from social.subjects.deletion import keep_with_other_language
from social.subjects.models import SubjectModel


class Folder(models.Model):
    """A folder of somebody's bookmarks."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmark_folders"
    )
    name = models.CharField(_("name"), max_length=60)

    class Meta:
        ordering = ["name"]
        verbose_name = _("bookmark folder")
        verbose_name_plural = _("bookmark folders")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"],
                name="folder_name_is_unique_for_each_person",
                violation_error_message=_("You have a folder of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def visible_to(self, user: User) -> "BookmarkQuerySet":
        """Bookmarks are private: one sees one's own and nobody else's."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class Bookmark(SubjectModel):
    """A subject that somebody keeps, with a private note."""

    page = models.ForeignKey(
        "wagtailcore.Page", on_delete=keep_with_other_language, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="bookmarks"
    )
    folder = models.ForeignKey(
        Folder,
        verbose_name=_("folder"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="bookmarks",
    )
    note = models.TextField(_("note"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = BookmarkQuerySet.as_manager()

    # Not content: Wagtail need not track what it refers to.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "subject_kind", "subject_id"], name="subject_bookmarked_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.subject_kind} {self.subject_id}"
