"""modelsearch's and Wagtail's own search tests, run against any backend: see `__main__`."""
