"""What people say to each other, and what keeps it healthy."""

from social.comments.models.comment import Comment, CommentQuerySet, Removal
from social.comments.models.conversation import Conversation, Policy, ReadMark
from social.comments.models.files import AttachmentText
from social.comments.models.moderation import Concern, Sanction
from social.comments.models.settings import ConversationSettings
from social.comments.models.writing import Attachment, Mention, Version

__all__ = [
    "Attachment",
    "AttachmentText",
    "Comment",
    "CommentQuerySet",
    "Concern",
    "Conversation",
    "ConversationSettings",
    "Mention",
    "Policy",
    "ReadMark",
    "Removal",
    "Sanction",
    "Version",
]
