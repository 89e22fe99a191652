"""What people follow, keep and have to do."""

from social.following.models.bookmarks import Bookmark, Folder
from social.following.models.follows import Dismissal, Follow, Level
from social.following.models.followups import FollowUp
from social.following.models.habits import Habits

__all__ = ["Bookmark", "Dismissal", "Folder", "Follow", "FollowUp", "Habits", "Level"]
