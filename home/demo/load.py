"""Loading and removing the demo company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from django.apps import apps
from django.core.cache import cache
from django.db import transaction
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from blog.events.models import Attendance
from blog.newsletters.models import Newsletter
from blog.pages.models import AlertBanner, Campaign, ContentPage
from blog.polls.models import Poll
from search.outbox.models import Change
from search.outbox.tasks import request_drain
from search.page.models import Asked, Synonym
from social.activity.models import Event
from social.comments.models import Comment
from social.notifications.models import Undecided
from social.people.models import Audience, Department, Level, Location, Skill, User
from social.people.personas import EMAIL_DOMAIN
from social.subjects.models import Topic

from . import community
from .clock import Clock, clock_for
from .content import Company, company
from .conversations import follow_own_threads, note_conversations, write_conversations
from .diary import Diary
from .life import life_of
from .notices import tell_of_the_past, tell_the_latest
from .pages import COLLECTION, Library
from .people import Staff, draw_photo, write_people
from .publishing import publish
from .scale import more_comments, more_people
from .searches import look_for, steer

Progress = Callable[[Iterable[Any], str], Iterable[Any]]
COMMENTS_FOR_EACH_PERSON = 4


class NotEmpty(RuntimeError):
    """There is something in this house already."""


@dataclass(frozen=True)
class Amounts:
    """How much was written."""

    people: int
    pages: int
    comments: int
    reactions: int
    follows: int
    confirmations: int
    events: int

    @property
    def rows(self) -> int:
        """All of it together."""
        return sum(vars(self).values())


def is_empty() -> bool:
    """Whether nobody is here yet; administrators made by hand do not count."""
    people = User.objects.filter(is_superuser=False)
    return not people.exists() and not ContentPage.objects.exists()


@transaction.atomic
def load(
    seed: int = 1,
    scale: int = 1,
    today: date | None = None,
    progress: Progress = lambda items, words: items,
) -> Amounts:
    """Write the demo company; all or nothing. The same seed and day give the same company."""
    if not is_empty():
        raise NotEmpty
    written, rng = company(), Random(seed)  # noqa: S311
    clock = clock_for(written.today, today)
    staff = write_people(written, rng, clock)
    cache.clear()  # names that can be mentioned are remembered
    _draw(written, staff, seed, progress)
    library = Library(written, staff, clock, seed)
    library.write(lambda pages: progress(pages, "Pages"))
    drafts, extra = _talk(written, library, staff, clock, rng, scale)
    people = staff.everybody() + extra
    diary = Diary()
    life = life_of(written, library, _with_places(people), diary, rng, clock.now)
    life.begin()
    life.read(lambda pages: progress(pages, "Reading"))
    life.review()
    note_conversations(drafts, diary)
    for draft in drafts:
        if reader := life.of(draft.author):
            reader.seen.setdefault(draft.comment.page_id, draft.at)
    confirmations = life.confirm()
    reactions = life.react(drafts)
    follows = life.follow() + follow_own_threads(drafts)
    events = diary.write(lambda batches: progress(batches, "Events"))
    publish(library, staff, people, rng, clock.now)
    tell_the_latest()
    tell_of_the_past(list(staff.users.values()), Random(seed))  # noqa: S311
    steer(library.pages)
    look_for(list(staff.users.values()), Random(seed), clock.now)  # noqa: S311
    community.live(list(staff.users.values()), rng)
    _index(people, library, drafts)
    return Amounts(
        len(people), len(library.pages), len(drafts), reactions, follows, confirmations, events
    )


def _draw(written: Company, staff: Staff, seed: int, progress: Progress) -> None:
    for person in progress(list(written.people.values()), "Portraits"):
        draw_photo(staff.users[person.id], person, seed)
    User.objects.bulk_update(staff.users.values(), ["photo", "thumbnail"], batch_size=200)


def _talk(
    written: Company, library: Library, staff: Staff, clock: Clock, rng: Random, scale: int
) -> tuple[list[Any], list[User]]:
    extra: list[User] = []
    generated: list[Any] = []
    if scale > 1:
        count = len(staff.users) * (scale - 1)
        extra = more_people(written, staff, count, rng, clock)
        wanted = count * COMMENTS_FOR_EACH_PERSON
        generated = more_comments(written, library, extra, wanted, rng, clock.now)
    return write_conversations(written, library, staff, clock, generated), extra


def _with_places(people: list[User]) -> list[User]:
    """The same people with department and level at hand, in one query."""
    ids = [person.pk for person in people]
    found = User.objects.filter(pk__gte=min(ids), pk__lte=max(ids))
    return list(found.select_related("department", "level").order_by("pk"))


def _index(people: list[User], library: Library, drafts: list[Any]) -> None:
    """Bulk loads send no signals: tell the search index what there is."""
    Change.objects.record(User, [person.pk for person in people])
    Change.objects.record(ContentPage, [page.pk for page in library.pages.values()])
    Change.objects.record(Comment, [draft.comment.pk for draft in drafts])
    request_drain()


def remove() -> Counter[str]:
    """Take the demo company out again; raises NotEmpty when somebody else lives here, too."""
    ours = User.objects.filter(email__endswith=f"@{EMAIL_DOMAIN}")
    if User.objects.exclude(pk__in=ours).filter(is_superuser=False).exists():
        raise NotEmpty
    with transaction.atomic():
        _wipe(Undecided)  # no worker has to have run before
        counts: Counter[str] = Counter(events=_wipe(Event), searches=_wipe(Asked))
        counts["comments"] = Comment.objects.count()
        for comment in Comment.objects.filter(root__isnull=True).iterator():
            comment.delete()
        counts["pages"] = ContentPage.objects.count()
        Attendance.objects.all().delete()  # nobody is to hear that an event is called off
        _remove_pages()
        _remove_files(ours)
        counts["people"] = ours.count()
        _forget_the_room()
        published: tuple[Any, ...] = (
            *(Newsletter, Poll, Campaign, AlertBanner, Audience),
            *(Synonym, Query),
        )
        for model in published:
            model.objects.all().delete()
        Department.objects.update(head=None)
        ours.delete()
        organisation: tuple[Any, ...] = (Department, Level, Location, Skill, Topic)
        for model in organisation:
            model.objects.all().delete()
    cache.clear()
    return counts


def _forget_the_room() -> None:
    """Numbers about departments and pages that are gone would stay under their old ids."""
    for app in ("community", "analytics"):
        for model in reversed(list(apps.get_app_config(app).get_models())):
            model._default_manager.all().delete()


def _wipe(model: Any) -> int:
    rows = model.objects.all()
    return int(rows._raw_delete(rows.db))


def _remove_pages() -> None:
    for page in ContentPage.objects.order_by("-depth"):
        page.delete()


def _remove_files(people: Any) -> None:
    for person in people:
        for file in (person.photo, person.thumbnail):
            if file:
                file.delete(save=False)
    collections = Collection.objects.filter(name=COLLECTION, depth=2)
    for model in (Image, Document):
        for item in model.objects.filter(collection__in=collections):
            item.delete()
    for collection in collections:
        collection.delete()
