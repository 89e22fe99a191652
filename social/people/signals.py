"""What upper rooms listen to."""

from django.dispatch import Signal

# audience_ids: set[int] or None for all. Who belongs has been brought up to date.
memberships_refreshed = Signal()

# person: User, joined: set[int], left: set[int]. One person's memberships changed.
memberships_changed = Signal()
