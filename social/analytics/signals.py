"""What upper rooms listen to."""

from django.dispatch import Signal

# border: datetime. Views older than that are about to lose the names of their readers.
names_expire = Signal()
