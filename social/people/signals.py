"""What upper rooms listen to."""

from django.dispatch import Signal

# audience_ids: set[int] or None for all. Who belongs has been brought up to date.
memberships_refreshed = Signal()

# person: User, joined: set[int], left: set[int]. One person's memberships changed.
memberships_changed = Signal()

# person: User. Set a new password or signed out everywhere: secret addresses that stand for the
# person (calendars, browsers that are pushed to) end, too.
secrets_ended = Signal()
