"""The ledger's promises, under random histories: told at most once, never the unentitled, never
an empty mail, and nobody left out who is entitled and listens.

An oracle that keeps its own simple books in plain Python says who must have been told.
"""

import itertools
import os
import re
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from social.activity.models import Event
from social.comments.actions import delete_comment, edit_comment, post_comment
from social.comments.models import Comment, ConversationSettings
from social.following.actions import Thread, set_level, unfollow
from social.following.models import Level
from social.notifications import decide as deciding
from social.notifications.addresses import message_id
from social.notifications.decide import decide_undecided
from social.notifications.inbox import opened
from social.notifications.mail import outbox, server
from social.notifications.models import Decision, Delivery, Mail, Notice, Occasion, Timing
from social.notifications.occasions import Choice
from social.notifications.preferences import choose
from social.people.models import User
from social.subjects.access import can_see
from tests.factories import make_guide, make_person, restrict

PEOPLE = 4


class Crash(BaseException):
    """The machine died here."""


class Post:
    """A mail server that may die just before or just after it takes a mail.

    It looks into each mail: nobody unentitled may get one, and none may be empty.
    """

    def __init__(self, pages: list) -> None:
        self.pages = {page.pk: page for page in pages}
        self.taken: list = []
        self.dies = ""

    def send_messages(self, messages: list) -> int:
        if self.dies == "before":
            raise Crash
        for message in messages:
            reader = User.objects.get(email=message.to[0])
            about = re.match(r"<page-(\d+)", message.extra_headers["References"])
            assert about and can_see(reader, self.pages[int(about[1])]), (
                "told without a right to it"
            )
            assert "/comments/" in message.body, "an empty mail"
            self.taken.append((reader, message))
        if self.dies == "after":
            raise Crash
        return len(messages)

    def open(self) -> None: ...

    def close(self) -> None: ...


class History(RuleBasedStateMachine):
    """One company: a guide with a chapter, four people, and whatever happens to them."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()

    @initialize()
    def begin(self) -> None:
        cache.clear()
        ConversationSettings.objects.update_or_create(
            pk=1,
            defaults={
                "comments_per_minute": 1000,
                "comments_per_hour": 1000,
                "comments_per_hour_new": 1000,
            },
        )
        self.people = [make_person(f"P{number}") for number in range(PEOPLE)]
        self.guide = make_guide("Poradnik")
        self.chapter = make_guide("Rozdział", parent=self.guide)
        self.pages = [self.guide, self.chapter]
        self.restriction = None
        self.board = Group.objects.get(name="Board")
        self.comments: list[Comment] = []
        self.levels: dict = {}
        self.post = Post(self.pages)
        # (person, event) that must be told, with what the oracle needs to think again.
        self.must: dict[tuple[int, int], tuple[int, int, int, Event]] = {}
        decide_undecided()
        Notice.objects.all().delete()
        for person in self.people:
            for occasion in (Occasion.COMMENT, Occasion.REPLY):
                choose(person, occasion, Choice(True, Timing.INSTANT))

    person = st.integers(0, PEOPLE - 1)
    page = st.integers(0, 1)

    @rule(who=person, where=page, level=st.sampled_from([*Level, None]))
    def follow(self, who: int, where: int, level: Level | None) -> None:
        if level is None:
            unfollow(self.people[who], self.pages[where])
            self.levels.pop((who, where), None)
        else:
            set_level(self.people[who], self.pages[where], level)
            self.levels[who, where] = level
        self.think_again()

    @precondition(lambda self: self.comments)
    @rule(who=person, level=st.sampled_from([Level.EVERYTHING, Level.MUTED]), data=st.data())
    def follow_a_conversation(self, who: int, level: Level, data: st.DataObject) -> None:
        thread = data.draw(st.sampled_from(self.comments))
        set_level(self.people[who], Thread(thread.thread_id, thread.page_id), level)
        self.levels[who, "thread", thread.thread_id] = level
        self.think_again()

    @rule(members=st.sets(person))
    def close(self, members: set[int]) -> None:
        if self.restriction is None:
            self.restriction = restrict(self.guide, "Board")
        for number, someone in enumerate(self.people):
            if number in members:
                someone.groups.add(self.board)
            else:
                someone.groups.remove(self.board)
        self.think_again()

    @precondition(lambda self: self.restriction is not None)
    @rule()
    def open(self) -> None:
        self.restriction.delete()
        self.restriction = None

    @rule(who=person, where=page)
    def read(self, who: int, where: int) -> None:
        """What was read before the mail went out need not come by mail."""
        opened(self.people[who], self.pages[where].pk)
        self.forget(lambda row: row[:2] == (who, where))

    def think_again(self) -> None:
        """Whoever muted, unfollowed or lost access since must no longer hear what is not sent yet."""
        self.forget(lambda row: not self.must_hear(*row))

    def forget(self, is_off: Callable[[tuple], bool]) -> None:
        told = {(d.person_id, d.notice.event_id) for d in Delivery.objects.filter(state="sent")}
        self.must = {key: row for key, row in self.must.items() if key in told or not is_off(row)}

    @rule(who=person, where=page)
    def comment(self, who: int, where: int) -> None:
        self.say(who, where, None)

    @precondition(lambda self: self.comments)
    @rule(who=person, data=st.data())
    def answer(self, who: int, data: st.DataObject) -> None:
        parent = data.draw(st.sampled_from(self.comments))
        self.say(who, [page.pk for page in self.pages].index(parent.page_id), parent)

    @precondition(lambda self: self.comments)
    @rule(who=person)
    def answer_the_latest(self, who: int) -> None:
        parent = self.comments[-1]
        self.say(who, [page.pk for page in self.pages].index(parent.page_id), parent)

    def say(self, who: int, where: int, parent: Comment | None) -> None:
        author = User.objects.get(pk=self.people[who].pk)
        page = self.pages[where]
        if not can_see(author, page):
            return
        text = f"Słowo {len(self.comments)}"
        said = post_comment(author, page, text, parent=parent, follows=False)
        self.comments.append(said)
        event = Event.objects.get(subject_kind="comment", subject_id=said.pk)
        self.settle_decisions(len(self.comments) % 4)
        for number, someone in enumerate(self.people):
            row = (number, where, who, event)
            if self.must_hear(*row):
                self.must[someone.pk, event.pk] = row

    def must_hear(self, number: int, where: int, who: int, event: Event) -> bool:
        """The oracle: entitled, listening, and not the author."""
        someone = User.objects.get(pk=self.people[number].pk)
        if number == who or not can_see(someone, self.pages[where]):
            return False
        level = self.levels.get((number, where), self.levels.get((number, 0)))
        level = self.levels.get((number, "thread", event.data["thread"]), level)
        if level == Level.MUTED:
            return False
        return level == Level.EVERYTHING or event.target_id == someone.pk

    @precondition(lambda self: self.comments)
    @rule(data=st.data())
    def edit(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.comments))
        edit_comment(said.user, said, said.comment + "!")

    @precondition(lambda self: self.comments)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        said = data.draw(st.sampled_from(self.comments))
        delete_comment(said.user, said)
        self.comments.remove(said)
        gone = Event.objects.filter(subject_kind="comment", subject_id=said.pk)
        ids = set(gone.values_list("pk", flat=True))
        self.forget(lambda row: row[3].pk in ids)

    @rule(dies=st.sampled_from(["", "", "before", "after"]))
    def work(self, dies: str) -> None:
        """The worker runs, and may die in the middle."""
        decide_undecided()
        self.post.dies = dies
        server.transport = lambda: self.post  # type: ignore[assignment]
        try:
            outbox.collect(timezone.now() + timedelta(minutes=10))
            outbox.send_waiting()
        except Crash:
            pass
        Mail.objects.update(leased_until=None)  # time passes
        self.keeps_its_promises()

    def settle_decisions(self, crash_at: int) -> None:
        """Decide, after a death at the first, second or third telling (0: none); then once more."""
        plan, calls = deciding.plan, itertools.count(1)

        def die(*args: Any) -> Any:
            if next(calls) == crash_at:
                raise Crash
            return plan(*args)

        deciding.plan = die  # type: ignore[assignment]
        try:
            decide_undecided()
        except Crash:
            pass
        finally:
            deciding.plan = plan
        decide_undecided()
        decide_undecided()

    def keeps_its_promises(self) -> None:
        by_id: dict = {}
        for reader, message in self.post.taken:
            known = by_id.setdefault(message.extra_headers["Message-ID"], reader)
            assert known == reader
            assert "/comments/" in message.body, "a mail that leads nowhere"
        assert len(by_id) == Mail.objects.filter(state="sent").count() + self.dying()
        lines = Counter(Notice.objects.values_list("person", "event"))
        assert not [key for key, count in lines.items() if count > 1]

    def dying(self) -> int:
        """Mails that the server took as the machine died, before we noted it."""
        ids = {m.extra_headers["Message-ID"] for _r, m in self.post.taken}
        waiting = Mail.objects.exclude(state="sent")
        return sum(message_id(mail.key) in ids for mail in waiting)

    def teardown(self) -> None:
        try:
            if hasattr(self, "people"):
                self.kept_its_promises()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def kept_its_promises(self) -> None:
        self.work("")
        told = Notice.objects.filter(decision=Decision.TOLD)
        told_of = set(told.values_list("person", "event"))
        assert self.must.keys() <= told_of, "somebody entitled and listening was left out"
        for notice in told.exclude(event__verb="followed").exclude(event__verb="published"):
            assert notice.person_id != notice.event.actor_id
        sent = Delivery.objects.filter(state="sent", person__in=self.people)
        reached = {(d.person_id, d.notice.event_id) for d in sent.select_related("notice")}
        assert self.must.keys() <= reached, "a mail was lost"
        assert not Mail.objects.filter(state="sent", deliveries=None).exists(), "an empty mail"


HISTORIES = settings(
    max_examples=int(os.environ.get("RYNEK_HISTORIES", "20")),
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.django_db
def test_the_ledger_keeps_its_promises_in_any_history() -> None:
    """Hypothesis shrinks the history that breaks a promise. RYNEK_HISTORIES=500 looks longer."""
    send_by = server.transport
    try:
        run_state_machine_as_test(History, settings=HISTORIES)
    finally:
        server.transport = send_by
