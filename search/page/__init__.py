"""The search page: one search over every kind of content, whatever engine answers."""
