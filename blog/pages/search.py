"""How pages and topics are found: what search shows of them and who sees it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Min, Model
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BoundBlock
from wagtail.contrib.typed_table_block.blocks import TypedTable
from wagtail.models import Locale, Page
from wagtail.query import PageQuerySet

from blog.pages import trust
from blog.pages.models import (
    ContentPage,
    GuideIndexPage,
    GuidePage,
    KnowledgePage,
    NewsPage,
    ProjectPage,
)
from blog.pages.models.base import SectionPage
from search.analysis.folding import fold
from search.page import registry
from search.page.registry import Column, Facet, Hit, Kind, Label, Source
from social.activity.models import Event
from social.people.models import User
from social.people.search import departments_of_people
from social.subjects.access import visible_pages
from social.subjects.models import Topic
from social.subjects.pages import canonical_page_id

SECTION = Kind("section", _("Sections"), _("Section"), "compass", ("dział", "sekcja"))
# Apps above add those of their types when they are ready.
KINDS: dict[type[Model], Kind] = {
    NewsPage: Kind(
        "news",
        _("News"),
        _("News"),
        "news",
        ("aktualności", "aktualność"),
        shows_expertise=True,
        expertise_weight=0.4,
        reason=lambda n: ngettext("wrote %(n)d news item", "wrote %(n)d news items", n) % {"n": n},
    ),
    GuidePage: Kind(
        "guide",
        _("Guides"),
        _("Guide"),
        "guide",
        ("poradnik", "przewodnik"),
        shows_expertise=True,
        reason=lambda n: ngettext("wrote %(n)d guide", "wrote %(n)d guides", n) % {"n": n},
    ),
    ProjectPage: Kind(
        "project",
        _("Projects"),
        _("Project"),
        "project",
        ("projekt",),
        shows_expertise=True,
        reason=lambda n: ngettext("leads %(n)d project", "leads %(n)d projects", n) % {"n": n},
    ),
    KnowledgePage: Kind(
        "knowledge",
        _("Project knowledge"),
        _("Project knowledge"),
        "lesson",
        ("wiedza", "lesson", "lekcja", "decision", "decyzja"),
        shows_expertise=True,
        reason=lambda n: (
            ngettext("wrote %(n)d knowledge page", "wrote %(n)d knowledge pages", n) % {"n": n}
        ),
    ),
}


def register() -> None:
    registry.register(
        Source(
            name="page",
            model=Page,
            kinds=(*KINDS.values(), SECTION),
            visible_to=visible_to,
            hits=page_hits,
            columns={
                "kind": Column("content_type_id", kinds_of),
                "author": Column("author_id", lookup="contentpage__author_id"),
                "department": Column(
                    "author_id", departments_of_people, lookup="contentpage__author_id"
                ),
                "project": Column("path", projects_of, starts=project_paths),
                "topic": Column("topics.slug", lookup="contentpage__page_topics__tag__slug"),
                "language": Column("locale_id", languages_of),
                "date": Column("first_published_at"),
            },
            knows=has_read,
            at=page_at,
        )
    )
    registry.register(
        Source(
            name="topic",
            model=Topic,
            kinds=(Kind("topic", _("Topics"), _("Topic"), "hash", ("temat",)),),
            visible_to=visible_topics,
            hits=topic_hits,
        )
    )
    registry.register_writing(writing_address)
    registry.register_facet(
        Facet("project", _("Project"), project_labels, projects_meant, ("projekt",), order=20)
    )
    registry.register_facet(
        Facet("topic", _("Topic"), topic_labels, topics_meant, ("temat", "tag"), order=50)
    )


def writing_address(text: str, reader: User) -> str | None:
    """Where to begin a guide, titled with the words: below the first section of guides that this
    person may add to."""
    for section in GuideIndexPage.objects.filter(locale__language_code=get_language()):
        if section.permissions_for_user(reader).can_add_subpage():
            add = reverse("wagtailadmin_pages:add", args=["pages", "guidepage", section.pk])
            return f"{add}?{urlencode({'title': text[:1].upper() + text[1:]})}"
    return None


def visible_to(reader: User) -> PageQuerySet:
    """All pages of the tree, start pages and the root apart."""
    return visible_pages(reader, Page.objects.filter(depth__gt=2))


def has_read(reader: User, page: Page) -> bool:
    """Whether this person has been on the page or owns it, so that naming it tells them nothing."""
    if page.owner_id == reader.pk:
        return True
    return Event.objects.filter(actor=reader, page_id=canonical_page_id(page)).exists()


def page_at(path: str) -> Page | None:
    """The page at an address of the site, whoever may see it."""
    slug = path.rstrip("/").rpartition("/")[2]
    candidates = Page.objects.filter(slug=slug, depth__gt=2).select_related("locale")[:50]
    for page in candidates:
        if urlsplit(page.url or "").path.rstrip("/") == path.rstrip("/"):
            return page
    return None


def kinds_of(content_types: Collection[int]) -> Mapping[int, str]:
    known = ContentType.objects.get_for_models(*KINDS)
    names = {content_type.pk: KINDS[model].name for model, content_type in known.items()}
    return {pk: names.get(pk, SECTION.name) for pk in content_types}


def languages_of(locales: Collection[int]) -> Mapping[int, str]:
    return dict(Locale.objects.values_list("pk", "language_code"))


def projects_of(paths: Collection[str]) -> Mapping[str, str]:
    """The project (in its first language) that each place of the tree belongs to."""
    projects = project_paths()
    lengths = sorted({len(path) for path in projects})
    found = {}
    for path in paths:
        for length in lengths:
            if path and (project := projects.get(path[:length])):
                found[path] = project
    return found


def project_paths() -> dict[str, str]:
    """The same by the places of projects, below which all that belongs to them lies. One query."""
    rows = list(ProjectPage.objects.order_by("pk").values_list("path", "translation_key", "pk"))
    first: dict[Any, int] = {}
    for _path, key, pk in rows:
        first.setdefault(key, pk)
    return {path: str(first[key]) for path, key, _pk in rows}


def project_labels(values: Collection[str], reader: User) -> Mapping[str, Label]:
    """Titles in the reader's language where the reader sees that version."""
    pks = [int(value) for value in values if value.isdigit()]
    keys = dict(ProjectPage.objects.filter(pk__in=pks).values_list("translation_key", "pk"))
    versions = ProjectPage.objects.filter(translation_key__in=keys).visible_to(reader)
    rows = versions.values_list("translation_key", "title", "locale__language_code")
    language = get_language()
    labels: dict[str, Label] = {}
    for key, title, code in rows:
        if code == language or str(keys[key]) not in labels:
            labels[str(keys[key])] = title
    return labels


def projects_meant(text: str, reader: User) -> list[str]:
    """As indexed: the first language version of each, whichever the reader sees."""
    wanted = fold(text)
    rows = ProjectPage.objects.visible_to(reader).values_list("pk", "title")
    pks = [pk for pk, title in rows if wanted in fold(title)]
    keys = ProjectPage.objects.filter(pk__in=pks).values("translation_key")
    every = ProjectPage.objects.filter(translation_key__in=keys).order_by()
    first = every.values("translation_key").annotate(first=Min("pk"))
    return [str(row["first"]) for row in first]


def visible_topics(reader: User) -> Any:
    return Topic.objects.visible_to(reader)


def topic_labels(values: Collection[str], reader: User) -> Mapping[str, Label]:
    return dict(visible_topics(reader).filter(slug__in=values).values_list("slug", "name"))


def topics_meant(text: str, reader: User) -> list[str]:
    wanted = fold(text.lstrip("#"))
    rows = visible_topics(reader).values_list("slug", "name")
    return [slug for slug, name in rows if wanted in (fold(slug), fold(name))]


def topic_hits(topics: Any, reader: User) -> Iterator[Hit]:
    for topic in topics:
        yield Hit(topic.pk, "topic", topic.name, topic.get_absolute_url(), topic.description)


def page_hits(pages: PageQuerySet, reader: User) -> Iterator[Hit]:
    """Eight queries, however many pages."""
    found = list(pages.select_related("locale"))
    with_body = ContentPage.objects.filter(pk__in=[page.pk for page in found])
    contents = {page.pk: page for page in with_body.select_related("author__department")}
    kinds = kinds_of({page.content_type_id for page in found})
    reviewed = trust.reviewed_on(found)
    trails = trails_of(found, reader)
    sections = introductions_of([page.pk for page in found if page.pk not in contents])
    for page in found:
        content = contents.get(page.pk)
        yield Hit(
            pk=page.pk,
            kind=kinds[page.content_type_id],
            title=page.title,
            url=page.url or "",
            text=text_of(content) if content else sections[page.pk],
            language=page.locale.language_code,
            trail=trails[page.pk],
            author=content.author if content else None,
            date=page.first_published_at if content else None,
            reviewed_on=reviewed.get(page.translation_key),
        )


def text_of(page: ContentPage) -> str:
    """The lead and the words of the body, a line for each part."""
    parts = [page.lead]
    for block in page.body:
        if block.block_type == "table":
            parts += _table_lines(block.value)
        else:
            parts += map(str, block.block.get_searchable_content(block.value))
    return "\n".join(parts)


def _table_lines(table: TypedTable) -> list[str]:
    """Caption, headings and rows; in a passage, cells and rows do not run into each other."""

    def line(cells: Iterable[str]) -> str:
        return " · ".join(filter(None, cells))

    def words(cell: BoundBlock) -> str:
        if isinstance(cell.value, Decimal):
            return str(cell.value)
        return " ".join(map(str, cell.block.get_searchable_content(cell.value)))

    rows = [line(map(words, row)) for row in table.rows]
    return [table.caption or "", line(c["heading"] for c in table.columns), "; ".join(rows)]


def introductions_of(pks: Collection[int]) -> dict[int, str]:
    """What sections say of themselves, where they say it. One query."""
    models = [model for model in apps.get_models() if issubclass(model, SectionPage)]
    fields = [F(f"{model._meta.model_name}__introduction") for model in models]
    rows = Page.objects.filter(pk__in=pks).annotate(introduction=Coalesce(*fields))
    return {
        pk: "\n".join(filter(None, [introduction, description]))
        for pk, introduction, description in rows.values_list(
            "pk", "introduction", "search_description"
        )
    }


def trails_of(pages: Iterable[Page], reader: User) -> dict[int, list[tuple[str, str]]]:
    """Breadcrumbs for many pages. One query."""
    pages = list(pages)
    step = Page.steplen
    above = {p.path[:end] for p in pages for end in range(3 * step, len(p.path), step)}
    ancestors = {
        page.path: page
        for page in visible_pages(reader, Page.objects.filter(path__in=above)).select_related(
            "locale"
        )
    }
    return {
        page.pk: [
            (ancestors[path].title, ancestors[path].url or "")
            for end in range(3 * step, len(page.path), step)
            if (path := page.path[:end]) in ancestors
        ]
        for page in pages
    }
