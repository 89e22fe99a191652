"""The pages of the demo company, written into the page tree as if published when they say."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.images.models import Image as LibraryImage
from wagtail.models import Page, PageViewRestriction, Revision

from blog.pages.models import (
    ContentPage,
    GuideIndexPage,
    GuidePage,
    KnowledgePage,
    NewsIndexPage,
    NewsPage,
    PageAudience,
    ProjectIndexPage,
    ProjectPage,
)
from blog.questions.models import QuestionIndexPage, QuestionPage
from blog.reading.models import MustRead
from home.moving.blocks import read_document
from home.moving.media import collection_named
from home.moving.stream import body_of

from .clock import Clock
from .content import Company, PageText
from .people import Staff
from .scenes import cover

COLLECTION = "Demo"
SECTIONS: dict[str, tuple[type[ContentPage], type[Page]]] = {
    "news": (NewsPage, NewsIndexPage),
    "guides": (GuidePage, GuideIndexPage),
    "projects": (ProjectPage, ProjectIndexPage),
    "questions": (QuestionPage, QuestionIndexPage),
}
REVIEW_MONTHS = (6, 12, 12, 24)
Progress = Callable[[Iterable[PageText]], Iterable[PageText]]


class Library:
    """Writes pages and remembers them by their ids in the content."""

    def __init__(self, company: Company, staff: Staff, clock: Clock, seed: int) -> None:
        self.company, self.staff, self.clock, self.seed = company, staff, clock, seed
        self.pages: dict[tuple[str, str], ContentPage] = {}  # by id and language
        self.covers: dict[str, LibraryImage] = {}
        self.collection = collection_named(COLLECTION)

    def first(self, page_id: str) -> ContentPage:
        """The version of a page that was written first; conversations hang on it."""
        return min(
            (page for (known, _), page in self.pages.items() if known == page_id),
            key=lambda page: page.pk,
        )

    def write(self, progress: Progress = lambda pages: pages) -> None:
        """All pages, oldest first within each kind, then their texts, since links need pages."""
        order = ["projects", "knowledge", "guides", "news", "questions"]
        texts = sorted(
            self.company.pages,
            key=lambda text: (order.index(text.kind), text.at, text.id, text.language != "pl"),
        )
        for text in texts:
            self._create(text)
        for text in progress(texts):
            self._fill(text)

    def _create(self, text: PageText) -> None:
        model: type[ContentPage]
        if text.kind == "knowledge":
            model, parent = KnowledgePage, self._project(text)
        else:
            model, section = SECTIONS[text.kind]
            parent = section.objects.get(locale__language_code=text.language)
        author = self.staff.users[text.by]
        at = self.clock.moment(text.at)
        page = model(
            title=text.source.text("title"),
            slug=text.id.removeprefix("q-"),
            lead=text.source.text("summary"),
            locale=parent.locale,
            author=author,
            owner=author,
            first_published_at=at,
            last_published_at=self._updated(text) or at,
            go_live_at=None,
            live=True,
            notification="none",
            **self._fields_of_type(text),
        )
        other = [known for (page_id, _), known in self.pages.items() if page_id == text.id]
        if other:
            page.translation_key = other[0].translation_key
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        self.pages[(text.id, text.language)] = page

    def _project(self, text: PageText) -> Page:
        name = text.source.text("project")
        return next(page for (known, _), page in self.pages.items() if known == name)

    def _updated(self, text: PageText) -> Any:
        day = text.source.day("updated")
        return (
            self.clock.moment(text.at.replace(year=day.year, month=day.month, day=day.day))
            if day
            else None
        )

    def _day(self, text: PageText, name: str) -> date | None:
        day = text.source.day(name)
        return self.clock.day(day) if day else None

    def _fields_of_type(self, text: PageText) -> dict[str, Any]:
        source = text.source
        if text.kind == "projects":
            return {
                "status": source.text("status"),
                "start_date": self._day(text, "start"),
                "end_date": self._day(text, "end"),
            }
        if text.kind == "knowledge":
            return {"kind": source.text("kind")}
        if text.kind == "questions":
            return {"to_leadership": bool(source.meta.get("to_leadership"))}
        if text.kind == "guides":
            rng = Random(f"{self.seed}:{text.id}")  # noqa: S311
            return {
                "caretaker": self.staff.users[text.by],
                "review_months": rng.choice(REVIEW_MONTHS),
            }
        return {}

    def _fill(self, text: PageText) -> None:
        """Body, cover, topics and audience, then the revision that history shows."""
        page = self.pages[(text.id, text.language)]
        page = type(page).objects.get(pk=page.pk)  # children came since it was created
        self.pages[(text.id, text.language)] = page
        document = read_document(text.source.body)
        page.body = _json(body_of(document, lambda href: self._link(href, text), lambda _: None))
        page.cover = self._cover(text)
        page.topics.add(*text.source.strings("topics"))
        if isinstance(page, ProjectPage):
            page.members.set([self.staff.users[who] for who in text.source.strings("members")])
        page.save()
        self._history(page)
        if text.language == self.first(text.id).locale.language_code:
            self._audience(page, text)

    def _link(self, href: str, text: PageText) -> str | None:
        """`guide:vpn` leads to that page, in the language of the text when it exists."""
        kind, _colon, name = href.partition(":")
        if kind == "section":
            section = SECTIONS[name][1].objects.get(locale__language_code=text.language)
            return f'linktype="page" id="{section.pk}"'
        if kind in ("guide", "project", "knowledge", "news"):
            page = self.pages.get((name, text.language)) or self.first(name)
            return f'linktype="page" id="{page.pk}"'
        return f'href="{href}"'

    def _cover(self, text: PageText) -> LibraryImage | None:
        scene = text.source.text("cover")
        if not scene:
            return None
        if text.id not in self.covers:
            rng = Random(f"{self.seed}:{text.id}:{scene}")  # noqa: S311
            buffer = io.BytesIO()
            cover(scene, rng).save(buffer, "JPEG", quality=88)
            image = LibraryImage(title=text.source.text("title"), collection=self.collection)
            image.file = ImageFile(io.BytesIO(buffer.getvalue()), name=f"{text.id}.jpg")
            image.save()
            image.created_at = self.clock.moment(text.at)  # uploaded with its page, not today
            image.save(update_fields=["created_at"])
            self.covers[text.id] = image
        return self.covers[text.id]

    def _history(self, page: ContentPage) -> None:
        revision = page.save_revision(user=page.author, changed=False, clean=False)
        Revision.objects.filter(pk=revision.pk).update(created_at=page.last_published_at)
        Page.objects.filter(pk=page.pk).update(
            live_revision=revision,
            has_unpublished_changes=False,
            latest_revision_created_at=page.last_published_at,
            last_published_at=page.last_published_at,
        )

    def _audience(self, page: ContentPage, text: PageText) -> None:
        for key in text.source.strings("audience"):
            PageAudience.objects.create(page=page, audience=self.staff.audiences[key])
        if group_names := text.source.strings("groups"):
            for version in page.get_translations(inclusive=True):
                restriction = PageViewRestriction.objects.create(
                    page=version, restriction_type=PageViewRestriction.GROUPS
                )
                restriction.groups.set(Group.objects.filter(name__in=group_names))
        if text.source.meta.get("must_read"):
            audience = self.staff.audiences[
                "PL" if "PL" in text.source.strings("audience") else "all"
            ]
            asked = page.first_published_at or timezone.now()
            due = asked.date() + timedelta(days=14)
            MustRead.objects.create(page=page, audience=audience, due_on=due, asked_since=asked)


def _json(blocks: list[dict[str, Any]]) -> Any:

    return json.dumps(blocks)
