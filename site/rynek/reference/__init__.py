"""The reference of `docs/developers/reference/`, written from the code: it cannot lie.

Each module makes the rows of one page; `pages` lists them; `rynek reference` writes them, and a
test compares.
"""
