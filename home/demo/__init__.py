"""The demo company: a fictional firm with people, pages and two years of life."""
