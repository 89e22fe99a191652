"""What a browser sends when somebody edits a page in Wagtail's admin."""

from datetime import date
from typing import Any

from wagtail.models import Page
from wagtail.rich_text import features as _features  # noqa: F401  (registers rich text)
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

EMPTY_INLINES = ("addressed_audiences", "must_reads", "updates", "comments")


def page_form(title: str, **fields: Any) -> dict[str, Any]:
    """The form of a page, with as little as a page may have; `fields` adds and replaces."""
    data: dict[str, Any] = {
        "title": title,
        "slug": fields.pop("slug", ""),
        "seo_title": "",
        "search_description": "",
        "lead": "",
        "cover": "",
        "author": "",
        "on_behalf_of": "",
        "on_behalf_of_department": "",
        "topics": "",
        "notification": "digest",
        "campaign": "",
        "says_the_same": "on",
        "go_live_at": "",
        "expire_at": "",
        "comment_notifications": "on",
        "body": streamfield([]),
        **{name: inline_formset([]) for name in EMPTY_INLINES},
        **fields,
    }
    return nested_form_data(data)


def words(text: str) -> str:
    """Rich text as the editor sends it."""
    return rich_text(f"<p>{text}</p>", features=["bold", "italic", "link"])


def audience_form(name: str, *rules: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The form of an audience; each rule names only the conditions it has."""
    empty = {
        **dict.fromkeys(("departments", "locations", "levels", "languages", "groups"), ()),
        **dict.fromkeys(("people", "started_from", "started_until", "started_within_days"), ""),
        "with_subdepartments": "on",
    }
    lines = [{**empty, **rule} for rule in rules]
    return nested_form_data(
        {"name": name, "description": "", "rules": inline_formset(lines), **fields}
    )


def iso(day: date) -> str:
    return day.isoformat()


def find(title: str) -> Page:
    """The page of that draft title, as its own type."""
    return Page.objects.get(draft_title=title).specific


__all__ = ["audience_form", "find", "inline_formset", "iso", "page_form", "streamfield", "words"]
