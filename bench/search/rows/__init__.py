"""A Django app with one indexed model, for measuring Wagtail's own backends."""
