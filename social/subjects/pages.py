"""Pages as subjects: language versions of a page are one subject."""

from django.db.models import Exists, Min, OuterRef, Subquery
from wagtail.models import Page

from social.people.models import User
from social.subjects import keys
from social.subjects.access import Person, page_filter, visible_pages


def canonical_page_id(page: Page) -> int:
    """The id under which all language versions of this page are talked about.

    It is the version that existed first. One query, remembered on the page; none for pages of
    a list annotated with `first_version`.
    """
    known: int | None = getattr(page, "canonical_id", None)
    if known is None:
        versions = Page.objects.filter(translation_key=page.translation_key)
        known = versions.aggregate(first=Min("pk"))["first"] or page.pk
        page.canonical_id = known
    return known


def first_version() -> Subquery:
    """An annotation for lists of pages, to be named `canonical_id`: see `canonical_page_id`."""
    versions = Page.objects.filter(translation_key=OuterRef("translation_key")).order_by()
    return Subquery(versions.values("translation_key").annotate(first=Min("pk")).values("first"))


def key_of(page: Page) -> keys.Subject:
    pk = canonical_page_id(page)
    return keys.Subject("page", pk, pk)


def any_version_visible(user: Person, field: str = "page") -> Exists:
    """A filter for rows about a page: the person sees that page in some language.

    `field` names the key to the page. The version that a row hangs on may be a draft, or
    restricted, while another one is read.
    """
    versions = Page.objects.filter(translation_key=OuterRef(f"{field}__translation_key"))
    return Exists(versions.filter(page_filter(user)))


def author_of(page: Page) -> User | None:
    """Who speaks on this page: its author, else its owner."""
    specific = page if hasattr(page, "author_id") else page.specific
    author: User | None = getattr(specific, "author", None) or page.owner
    return author


def register() -> None:
    keys.register(
        keys.Kind(
            name="page",
            model=Page,
            visible_to=visible_pages,
            key_of=key_of,
            title_of=lambda page: page.title,
            url_of=lambda page: page.url,
            author_of=author_of,
        )
    )
