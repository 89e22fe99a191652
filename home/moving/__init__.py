"""Bringing other people's folders of text into Rynek.

`source`, `shortcodes`, `markdown`, `blocks`, `tree` and `links` are pure: text in, values out.
`write`, `media` and `fields` put the result into Wagtail.
"""
