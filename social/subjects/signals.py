"""What rooms tell each other about subjects."""

from django.dispatch import Signal

# kind: str, ids: list[int], page_id: int. These subjects lie on another page from now on; rows
# of `SubjectModel` about them follow. Sent inside the transaction.
subjects_moved = Signal()
