"""Two years of reading, reacting, following and confirming in the demo company."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from blog.care.models import Review
from blog.pages.models import ContentPage
from blog.reading.models import Acknowledgement, MustRead, PageVersion
from social.activity.models import Verb
from social.comments.bulk import Draft
from social.comments.models import Comment
from social.following.models import Follow
from social.people.models import AudienceMember, User
from social.reactions.models import Reaction
from social.subjects.models import Topic

from .content import Company
from .diary import Diary, Entry
from .pages import Library
from .people import PERSONAS_FOLLOW
from .readers import Reader, affinity, attention, on_day, poisson, readers_of

PULL = {"news": 0.85, "guides": 0.30, "projects": 0.35, "knowledge": 0.22, "questions": 0.42}
FADE_DAYS = {"news": 1.8, "guides": 9.0, "projects": 20.0, "knowledge": 12.0, "questions": 3.0}
RETURNS = {"news": 0.25, "guides": 3.2, "projects": 2.2, "knowledge": 0.9, "questions": 0.5}
PAGE_WARMTH = {"news": 3.2, "guides": 1.2, "projects": 1.5, "knowledge": 1.8, "questions": 1.4}
WARM_TOPICS = {
    "Wydarzenia": ("celebrate", "like"),
    "Sport": ("celebrate", "like"),
    "Pomoc": ("support", "thanks"),
    "Pierwsza pomoc": ("support", "thanks"),
    "Bezpieczeństwo informacji": ("insightful", "thanks"),
    "Finanse": ("insightful", "like"),
    "Projekty klientów": ("celebrate", "insightful"),
    "Ludzie": ("like", "support"),
}
ACKNOWLEDGE_SHARE = 0.93
Progress = Callable[[Iterable[Any]], Iterable[Any]]


@dataclass
class Life:
    """Everything that people do besides writing; one random source decides it all."""

    company: Company
    library: Library
    diary: Diary
    rng: Random
    now: datetime
    readers: list[Reader]

    def of(self, user: User | None) -> Reader | None:
        """The habits of this person."""
        return self._by_id.get(user.pk) if user else None

    def __post_init__(self) -> None:
        self.users = self.library.staff.users
        self._by_id = {reader.user.pk: reader for reader in self.readers}
        self.quality = {text.id: self.rng.lognormvariate(0, 0.45) for text in self.company.pages}

    def read(self, progress: Progress = lambda pages: pages) -> None:
        """Views of all pages by all who may see them."""
        texts = list({text.id: text for text in reversed(self.company.pages)}.values())[::-1]
        for text in progress(texts):
            page = self.library.first(text.id)
            board_only = bool(text.source.strings("groups"))
            languages = {lang for (known, lang) in self.library.pages if known == text.id}
            language = languages.pop() if len(languages) == 1 else None
            author = self.of(page.author)
            for reader in self.readers:
                if board_only and not (reader.user.level and reader.user.level.is_board):
                    continue
                pull = PULL[text.kind] * self.quality[text.id] * reader.interest
                self._read_one(reader, page, text.kind, pull * affinity(reader, author, language))

    def _read_one(self, reader: Reader, page: ContentPage, kind: str, pull: float) -> None:
        at = page.first_published_at
        assert at is not None
        rng = self.rng
        begin = at
        if reader.start > at.date():  # newcomers find guides, and little old news
            begin = at.replace(
                year=reader.start.year, month=reader.start.month, day=min(reader.start.day, 28)
            )
            pull *= 0.12 if kind == "news" else 1.2
        if rng.random() > 1 - 2.718 ** (-1.6 * pull):
            return
        first = attention(rng, begin, FADE_DAYS[kind], reader)
        if first > self.now:
            return
        self.diary.view(first, reader.user, page.pk)
        reader.seen[page.pk] = first
        days = max((self.now - first).days, 1)
        for _ in range(poisson(rng, RETURNS[kind] * pull * (0.4 + days / 500))):
            again = on_day(rng, (first + timedelta(days=rng.randint(1, days))).date(), reader)
            if first < again < self.now:
                self.diary.view(again, reader.user, page.pk)

    def react(self, drafts: list[Draft]) -> int:
        """Reactions to pages and comments by those who read them."""
        rows = [*self._to_pages(), *self._to_comments(drafts)]
        rows.sort(key=lambda row: row.created_at)
        Reaction.objects.bulk_create(rows, batch_size=2000)
        self._count_helpful(drafts, rows)
        return len(rows)

    def _to_pages(self) -> Iterable[Reaction]:
        for text in self.company.pages:
            page = self.library.first(text.id)
            if page.pk != self.library.pages[(text.id, text.language)].pk:
                continue
            kinds = self._kinds(text.source.strings("topics"))
            is_question = text.kind == "questions"
            for reader in self.readers:
                seen = reader.seen.get(page.pk)
                chance = reader.warmth * self.quality[text.id] * PAGE_WARMTH[text.kind]
                if seen is None or page.author_id == reader.user.pk or self.rng.random() > chance:
                    continue
                kind = "vote" if is_question and self.rng.random() < 0.7 else self.rng.choice(kinds)
                yield self._reaction(reader, ("page", page.pk), page.pk, kind, seen, page.author)

    def _to_comments(self, drafts: list[Draft]) -> Iterable[Reaction]:
        crowd = len(self.readers) / len(self.company.people)  # ten times the people: not all react
        for draft in drafts:
            comment = draft.comment
            merit = self.rng.lognormvariate(-1.7, 0.9) * (3.0 if draft.accepted else 1.0) / crowd
            for reader in self.readers:
                seen = reader.seen.get(comment.page_id)
                if seen is None or comment.user_id == reader.user.pk:
                    continue
                if self.rng.random() > reader.warmth * merit:
                    continue
                at = attention(self.rng, max(seen, draft.at), 1.5, reader)
                if at > self.now:
                    continue
                helpful = draft.accepted and self.rng.random() < 0.6
                kind = (
                    "helpful"
                    if helpful
                    else self.rng.choice(
                        ("like", "like", "like", "thanks", "insightful", "support")
                    )
                )
                subject = ("comment", comment.pk)
                yield self._reaction(reader, subject, comment.page_id, kind, at, draft.author)

    def _kinds(self, topics: list[str]) -> tuple[str, ...]:
        special = [kind for topic in topics for kind in WARM_TOPICS.get(topic, ())]
        return (*special, "like", "like", "thanks")

    def _reaction(
        self,
        reader: Reader,
        subject: tuple[str, int],
        page_id: int,
        kind: str,
        after: datetime,
        target: User | None,
    ) -> Reaction:
        at = min(after + timedelta(minutes=self.rng.randint(1, 9)), self.now)
        verb = Verb.FOUND_HELPFUL if kind == "helpful" else Verb.REACTED
        data = json.dumps({"kind": kind})
        self.diary.add(Entry(at, reader.user, verb, page_id, subject, target, data))
        self.diary.view(at, reader.user, page_id)
        return Reaction(
            person=reader.user,
            kind=kind,
            page_id=page_id,
            subject_kind=subject[0],
            subject_id=subject[1],
            created_at=at,
        )

    def _count_helpful(self, drafts: list[Draft], rows: list[Reaction]) -> None:
        counts: dict[int, int] = {}
        for row in rows:
            if row.kind == "helpful":
                counts[row.subject_id] = counts.get(row.subject_id, 0) + 1
        for pk, count in counts.items():
            Comment.objects.filter(pk=pk).update(helpful_count=count)

    def follow(self) -> int:
        """Whom and what people follow: projects of theirs, topics, colleagues they read."""
        rows: dict[tuple[int, str, int], Follow] = {}
        topics = list(Topic.objects.order_by("sort_key", "pk"))
        authors = [r for r in self.readers if r.interest > 1.1] or self.readers
        projects = [t for t in self.company.pages if t.kind == "projects"]
        for text in projects:
            page = self.library.first(text.id)
            for user in page.members.order_by("pk"):
                self._follow(rows, user, "page", page.pk, page=page)
        for reader in self.readers:
            for topic in self.rng.sample(topics, min(poisson(self.rng, 1.6), len(topics))):
                self._follow(rows, reader.user, "topic", topic.pk, topic=topic)
            for other in self.rng.sample(authors, min(poisson(self.rng, 1.3), len(authors))):
                if other.user.pk != reader.user.pk:
                    self._follow(rows, reader.user, "person", other.user.pk, colleague=other.user)
        self._personas(rows, {topic.name: topic for topic in topics})
        Follow.objects.bulk_create(rows.values(), batch_size=2000)
        return len(rows)

    def _personas(self, rows: dict[tuple[int, str, int], Follow], topics: dict[str, Topic]) -> None:
        """Visitors of the demo sign in as these five: each finds something in what they follow."""
        for person_id, (names, colleagues, pages) in PERSONAS_FOLLOW.items():
            user = self.users.get(person_id)
            if user is None:
                continue
            for topic in (topics[name] for name in names if name in topics):
                self._follow(rows, user, "topic", topic.pk, topic=topic)
            for other in (self.users[name] for name in colleagues):
                self._follow(rows, user, "person", other.pk, colleague=other)
            known = {name for name, _ in self.library.pages}
            for page in (self.library.first(name) for name in pages if name in known):
                self._follow(rows, user, "page", page.pk, page=page)

    def _follow(
        self, rows: dict[tuple[int, str, int], Follow], user: User, kind: str, pk: int, **what: Any
    ) -> None:
        reader = self.of(user)
        if reader is None or (user.pk, kind, pk) in rows:
            return
        at = self.now - timedelta(days=self.rng.randint(2, 600))
        if reader.start > at.date():
            at = self.now - timedelta(days=1)
        rows[(user.pk, kind, pk)] = Follow(person=user, kind=kind, created_at=at, **what)
        page_id = pk if kind == "page" else None
        target = what.get("colleague")
        subject = ("page", pk) if kind == "page" else None
        self.diary.add(Entry(at, user, Verb.FOLLOWED, page_id, subject, target))

    def confirm(self) -> int:
        """Confirmations of pages that must be read; the newest are still coming in."""
        rows: list[Acknowledgement] = []
        for must in MustRead.objects.select_related("page").order_by("page_id"):
            page = must.page
            version = PageVersion.objects.get_or_create(
                page_id=page.pk, number=1, defaults={"created_at": must.asked_since}
            )[0]
            members = set(
                AudienceMember.objects.filter(audience=must.audience_id).values_list(
                    "person", flat=True
                )
            )
            for reader in self.readers:
                if reader.user.pk in members and self.rng.random() < ACKNOWLEDGE_SHARE:
                    self._confirm(rows, reader, page, must.asked_since, version.number)
        Acknowledgement.objects.bulk_create(rows, batch_size=2000)
        return len(rows)

    def _confirm(
        self,
        rows: list[Acknowledgement],
        reader: Reader,
        page: ContentPage,
        asked: datetime,
        version: int,
    ) -> None:
        asked = max(
            asked,
            asked.replace(
                year=reader.start.year, month=reader.start.month, day=min(reader.start.day, 28)
            ),
        )
        at = attention(self.rng, asked, 4.5, reader)
        if at > self.now:
            return
        user = reader.user
        rows.append(
            Acknowledgement(
                page_id=page.pk,
                person=user,
                person_name=user.full_name,
                person_email=user.email,
                version=version,
                language=page.locale.language_code,
                created_at=at,
            )
        )
        self.diary.add(Entry(at, user, Verb.ACKNOWLEDGED, page.pk, ("page", page.pk)))
        self.diary.view(at, user, page.pk)
        reader.seen.setdefault(page.pk, at)

    def begin(self) -> None:
        """Events of publication, update and of people joining."""
        for text in self.company.pages:
            page = self.library.pages[(text.id, text.language)]
            first = self.library.first(text.id)
            if page.pk == first.pk and page.author and page.first_published_at:
                subject = ("page", page.pk)
                data = json.dumps({"version": page.pk})
                size = 4 if text.source.strings("groups") else len(self.readers)
                self.diary.add(
                    Entry(
                        page.first_published_at,
                        page.author,
                        Verb.PUBLISHED,
                        page.pk,
                        subject,
                        None,
                        data,
                        size,
                    )
                )
                if page.last_published_at and page.last_published_at > page.first_published_at:
                    self.diary.add(
                        Entry(
                            page.last_published_at,
                            page.author,
                            Verb.UPDATED,
                            page.pk,
                            subject,
                            None,
                            data,
                        )
                    )
        for reader in self.readers:
            joined = reader.user.date_joined
            if self.now - timedelta(days=730) < joined < self.now:
                self.diary.add(Entry(joined, reader.user, Verb.JOINED))

    def review(self) -> None:
        """Where guides stand in their review; some are overdue."""
        rows = []
        for text in self.company.pages:
            page = self.library.first(text.id)
            if text.kind != "guides" or page.pk != self.library.pages[(text.id, text.language)].pk:
                continue
            reviewed = (page.last_published_at or self.now).date()
            months = page.review_months or 12
            rows.append(
                Review(
                    page_id=page.pk,
                    reviewed_on=reviewed,
                    reviewed_by=page.author,
                    next_on=reviewed + timedelta(days=round(months * 30.4)),
                )
            )
        Review.objects.bulk_create(rows, ignore_conflicts=True)


def life_of(
    company: Company, library: Library, people: list[User], diary: Diary, rng: Random, now: datetime
) -> Life:
    """A life with habits for these people."""
    return Life(company, library, diary, rng, now, readers_of(people, rng))
