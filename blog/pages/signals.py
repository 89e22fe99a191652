"""What apps above the pages may listen to."""

from django.dispatch import Signal

# A content page went live, or live again; sent with `page` and `revision` (or None). Its restrictions
# hold already, and nobody has been told of it yet. Inside the transaction of the publication.
page_settled = Signal()
