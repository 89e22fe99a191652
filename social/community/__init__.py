"""The community manager's room."""
