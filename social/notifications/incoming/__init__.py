"""Mail that comes in: answers that become comments, forwarded threads that become drafts."""
