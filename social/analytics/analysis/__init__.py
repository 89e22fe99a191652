"""Network and privacy arithmetic on plain arrays: no Django, no database, no HTTP."""
