"""The community manager's desk for conversations, inside Wagtail's admin."""
