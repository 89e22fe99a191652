"""The text of files that belong to comments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from search.extraction.models import ExtractedText
from social.comments.models.writing import Attachment


class AttachmentText(ExtractedText):
    """What stands in a file of a comment. Search finds the comment by it."""

    attachment = models.OneToOneField(
        Attachment, on_delete=models.CASCADE, related_name="extracted", verbose_name=_("attachment")
    )

    class Meta:
        verbose_name = _("text of an attachment")
        verbose_name_plural = _("texts of attachments")

    def __str__(self) -> str:
        return self.attachment.name
