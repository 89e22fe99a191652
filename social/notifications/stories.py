"""Notices in words: what inbox, mail and push say, in the reader's language.

A story is all that is told about one page. Everything in it is checked against what the reader
may see now; what they may not see any more is not in it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Page

from social.activity.deeds import deed_of
from social.activity.messages import message_of, sentence_of, url_of
from social.activity.models import Event, Verb
from social.following.models import FollowUp
from social.following.phrases import who
from social.following.versions import readable_versions
from social.notifications.models import Notice, Occasion
from social.notifications.occasions import OCCASIONS
from social.people.models import User
from social.subjects.keys import kinds


@dataclass
class Line:
    """One sentence of a story: who did what, with the words said and a link to them."""

    occasion: Occasion
    verb: str
    notices: list[Notice]
    url: str
    quotes: list[Any] = field(default_factory=list)
    note: str = ""

    @property
    def actors(self) -> list[User]:
        """Who did it, the latest first, each once."""
        found = {notice.event.actor_id: notice.event.actor for notice in self.notices}
        return [actor for actor in found.values() if actor is not None]

    @property
    def text(self) -> SafeString:
        """Such as “<b>Anna Kowal</b> and 4 others comment”, or what a room above says."""
        if self.verb == Verb.TOLD:
            return format_html("{}", sentence_of(self.notices[0].event))
        count = max(1, len(self.actors))
        return format_html(
            "{} {}", who(self.actors), deed_of(self.verb).sentence(self.occasion, count)
        )

    @property
    def weight(self) -> int:
        return OCCASIONS[self.occasion].weight


@dataclass
class Story:
    """What is told about one page, or about no page."""

    page: Page | None
    lines: list[Line]
    notices: list[Notice]

    @property
    def title(self) -> str:
        return self.page.title if self.page else ""

    @property
    def url(self) -> str:
        """Where a click leads: to what the strongest sentence speaks of."""
        return self.lines[0].url

    @property
    def at(self) -> datetime:
        return max(notice.created_at for notice in self.notices)

    @property
    def face(self) -> User | None:
        """Whoever did the latest of what matters most; nobody for what the site itself says."""
        return next(iter(self.lines[0].actors), None)

    @property
    def is_unread(self) -> bool:
        return any(notice.read_at is None for notice in self.notices)

    @property
    def unread_count(self) -> int:
        return sum(notice.read_at is None for notice in self.notices)

    @property
    def weight(self) -> int:
        """How much it matters to its reader: the strongest sentence, then how much is said."""
        return max(line.weight for line in self.lines) * 100 + min(len(self.notices), 99)

    @property
    def why(self) -> str:
        """Why the reader is told, of the strongest sentence."""
        return self.lines[0].notices[0].get_why_display()

    @property
    def key(self) -> str:
        """Names the story in links and forms: the page, or the only notice."""
        return f"p{self.page_key}" if self.page_key else f"n{self.notices[0].pk}"

    @property
    def page_key(self) -> int | None:
        return self.notices[0].page_id


def things_spoken_of(reader: User, events: Iterable[Event]) -> dict[tuple[str, int], Any]:
    """The comments and other things on pages that events are about, if the reader sees them."""
    ids: dict[str, set[int]] = defaultdict(set)
    for event in events:
        if event.subject_kind not in {"", "page"} and event.subject_id:
            ids[event.subject_kind].add(event.subject_id)
    found: dict[tuple[str, int], Any] = {}
    for name, pks in ids.items():
        if kind := kinds().get(name):
            things = kind.visible_to(reader).filter(pk__in=pks)
            found.update({(name, thing.pk): thing for thing in things})
    return found


def follow_ups_of(reader: User, notices: Iterable[Notice]) -> dict[int, FollowUp]:
    """The follow-ups that notices speak of, by id."""
    ids = {pk for notice in notices if (pk := notice.event.data.get("follow_up"))}
    mine = Q(assignee=reader) | Q(creator=reader)
    found = FollowUp.objects.filter(mine, pk__in=ids) if ids else []
    return {follow_up.pk: follow_up for follow_up in found}


def tell(reader: User, notices: Iterable[Notice]) -> list[Story]:
    """Stories from notices (with their events and actors), by page, the latest first.

    At most five queries. Notices about what the reader may not see any more, or what was
    deleted, are left out.
    """
    notices = list(notices)
    versions = readable_versions(reader, {n.page_id for n in notices if n.page_id})
    things = things_spoken_of(reader, (notice.event for notice in notices))
    follow_ups = follow_ups_of(reader, notices)
    by_page: dict[Any, list[Notice]] = defaultdict(list)
    for notice in notices:
        if is_tellable(notice, versions, things):
            by_page[notice.page_id or f"n{notice.pk}"].append(notice)
    stories = [_story(reader, group, versions, things, follow_ups) for group in by_page.values()]
    return sorted(stories, key=lambda story: story.at, reverse=True)


def is_tellable(notice: Notice, versions: dict[int, Page], things: dict) -> bool:
    """Whether what a notice speaks of is still there for its reader."""
    event = notice.event
    if event.verb == Verb.TOLD and message_of(event) is None:
        return False
    if notice.page_id is None:
        return event.verb == Verb.TOLD or event.actor is not None
    if notice.page_id not in versions:
        return False
    if event.subject_kind in {"", "page"} or event.subject_kind not in kinds():
        return True
    return (event.subject_kind, event.subject_id) in things


def _story(
    reader: User,
    notices: list[Notice],
    versions: dict[int, Page],
    things: dict,
    follow_ups: dict[int, FollowUp],
) -> Story:
    notices.sort(key=lambda notice: notice.event_id, reverse=True)
    by_sentence: dict[tuple[str, str, str], list[Notice]] = defaultdict(list)
    for notice in notices:
        verb = Verb.COMMENTED if notice.occasion == Occasion.COMMENT else notice.event.verb
        # Each task and reminder is a sentence of its own: each has a note, and is done on its own.
        words = str(notice.event.data.get("follow_up", ""))
        if verb == Verb.TOLD:
            words = sentence_of(notice.event)
        by_sentence[notice.occasion, verb, words].append(notice)
    page = versions.get(notices[0].page_id) if notices[0].page_id else None
    lines = [
        _line(Occasion(occasion), verb, group, page, things, follow_ups)
        for (occasion, verb, _words), group in by_sentence.items()
    ]
    lines.sort(key=lambda line: (line.weight, line.notices[0].event_id), reverse=True)
    return Story(page, lines, notices)


def _line(
    occasion: Occasion,
    verb: str,
    notices: list[Notice],
    page: Page | None,
    things: dict,
    follow_ups: dict[int, FollowUp],
) -> Line:
    quotes = []
    for notice in reversed(notices):
        thing = things.get((notice.event.subject_kind, notice.event.subject_id))
        if thing is not None and occasion != Occasion.REACTION and thing not in quotes:
            quotes.append(thing)
    follow_up = follow_ups.get(notices[0].event.data.get("follow_up", 0))
    note = (follow_up.reason or follow_up.note) if follow_up else ""
    return Line(occasion, verb, notices, _url(notices[-1], page, things), quotes, note)


def _url(notice: Notice, page: Page | None, things: dict) -> str:
    """To the comment itself, else the page, else whoever acted."""
    event = notice.event
    if url := url_of(event):
        return url
    thing = things.get((event.subject_kind, event.subject_id))
    if thing is not None:
        return str(kinds()[event.subject_kind].url_of(thing))
    if page is not None:
        return page.get_url() or "/"
    if event.actor is not None:
        return event.actor.get_absolute_url()
    return reverse("notifications:inbox")


def subject_line(story: Story) -> str:
    """What a mail about one page is called; the same for all, so that mail programs join them."""
    return story.title or _("For you")
