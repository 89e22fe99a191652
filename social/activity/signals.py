"""What upper rooms listen to instead of being called."""

from django.dispatch import Signal

# event: Event. Sent inside the transaction of the deed; start slow work with on_commit.
event_recorded = Signal()
