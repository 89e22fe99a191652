"""Questions that listings ask of pages."""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.apps import apps
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from social.people.audiences import audience_ids
from social.subjects.access import Person, page_filter, visible_pages
from social.subjects.pages import first_version


class ContentPageQuerySet(PageQuerySet):
    def visible_to(self, user: Person) -> Self:
        return visible_pages(user, self)

    def in_section(self, index: Page) -> Self:
        """Pages below an index page, in whichever language it exists."""
        paths = Page.objects.filter(translation_key=index.translation_key).values_list(
            "path", flat=True
        )
        below = [Q(path__startswith=path) & ~Q(path=path) for path in paths]
        return self.filter(reduce(or_, below)) if below else self.none()

    def in_language(self, code: str, user: Person) -> Self:
        """Each page once: in this language where that version may be read, else in the other."""
        better = Page.objects.filter(
            page_filter(user),
            translation_key=OuterRef("translation_key"),
            locale__language_code=code,
        )
        return self.exclude(~Q(locale__language_code=code) & Exists(better))

    def addressed_to(self, user: Person) -> Self:
        """Pages for everybody and pages for an audience of this person; shared by languages."""
        aimed = self._audiences()
        mine = aimed.filter(audience_id__in=audience_ids(user))
        return self.filter(~Exists(aimed) | Exists(mine))

    def _audiences(self) -> Any:
        rows = apps.get_model("pages", "PageAudience").objects
        return rows.filter(page__translation_key=OuterRef("translation_key"))

    def pinned_first(self) -> Self:
        """News pinned now, then the rest, the newest first."""
        is_pinned = Case(When(pinned_until__gt=timezone.now(), then=0), default=1)
        return self.order_by(is_pinned, "-first_published_at", "-pk")

    def with_chapter_counts(self, user: Person) -> Self:
        """How many pages below each, at any depth, this person sees."""
        # A range, as treebeard has it for children: it can use the index of paths, which a LIKE of
        # another row's path cannot.
        first, last = Concat(OuterRef("path"), Value("0")), Concat(OuterRef("path"), Value("ZZZZZ"))
        below = Page.objects.filter(page_filter(user), path__range=(first, last))
        counted = below.order_by().values("live").annotate(number=Count("pk")).values("number")
        return self.annotate(chapter_count=Subquery(counted))

    def newest_first(self) -> Self:
        return self.order_by("-first_published_at", "-pk")

    def for_cards(self) -> Self:
        """With all that a card in a list shows, in a constant number of queries."""
        return (
            self.annotate(canonical_id=first_version())
            .select_related("author", "author__department", "cover", "locale")
            .prefetch_related("topics", "cover__renditions")
        )
