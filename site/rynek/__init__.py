"""The Django project: settings, URLs, the `rynek` command. Knows every room; no room knows it."""

__version__ = "0.1.0"
