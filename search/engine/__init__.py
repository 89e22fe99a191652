"""A complete Wagtail (modelsearch) search backend on Whoosh: see `search.engine.whoosh`."""
