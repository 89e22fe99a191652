"""django-comments-xtd's moderator hook, listening to our comments.

`moderator.register(NewsPage, SomeXtdCommentModerator)` works as its documentation says; the
comment is complete but not saved when `allow` and `moderate` are asked, `request` is None.
"""

from django_comments.signals import (
    comment_was_flagged,
    comment_was_posted,
    comment_will_be_posted,
)
from django_comments_xtd.moderation import XtdModerator

from social.comments.models import Comment


class Moderator(XtdModerator):
    def connect(self) -> None:
        comment_will_be_posted.connect(self.pre_save_moderation, sender=Comment)
        comment_was_posted.connect(self.post_save_moderation, sender=Comment)
        comment_was_flagged.connect(self.comment_flagged, sender=Comment)


moderator = Moderator()
