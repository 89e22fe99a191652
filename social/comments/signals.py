"""What upper rooms listen to, beyond the events of social.activity.

All are sent inside the transaction of the deed; start slow work with on_commit.
"""

from django.dispatch import Signal

# comment: Comment, deed: str ("hidden", "shown", "approved", "kept"), by: User, reason: str.
# The author should hear of it.
comment_moderated = Signal()

# sanction: Sanction. The person warned or paused should hear of it.
person_sanctioned = Signal()

# concern: Concern. Community managers should hear of it.
concern_raised = Signal()
