"""Run as a process of its own: a crowd that writes in one thread, and what became of it, as JSON.

Its writers are processes with connections of their own, forked once everything is imported.
"""

import json
import multiprocessing
import os
import random
import sys
from multiprocessing.synchronize import Barrier
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "rynek.settings.test"
django.setup()

from django.db import connections  # noqa: E402

from social.comments import actions, counts  # noqa: E402
from social.comments.models import Comment, Conversation, ConversationSettings  # noqa: E402
from social.people.models import User  # noqa: E402
from social.reactions.actions import set_reaction  # noqa: E402
from social.reactions.models import Reaction  # noqa: E402
from tests.factories import make_news, make_person  # noqa: E402
from tests.social.conversation import misplaced, orphans  # noqa: E402

CROWD = 12  # people
WRITERS = 6
EACH = 12  # comments
TOKEN = "11111111-1111-4111-8111-111111111111"


def prepare() -> None:
    """People, a page, a thread of three comments; no limit on pace."""
    ConversationSettings(
        comments_per_minute=10_000,
        comments_per_hour=10_000,
        comments_per_hour_new=10_000,
        thread_depth=6,
    ).save()
    people = [make_person(groups=["Community managers"]) for _ in range(CROWD)]
    page = make_news("Tłok")
    root = actions.post_comment(people[0], page, "Root")
    for person in people[1:3]:
        actions.post_comment(person, page, "Answer", parent=root)


def write(number: int, start: Barrier) -> None:
    """Answer random comments of one thread, react, and send one form that everybody sends."""
    author = User.objects.order_by("pk")[number % CROWD]
    root = Comment.objects.order_by("pk").first()
    page, chance = root.page.specific, random.Random(number)
    start.wait()
    for turn in range(EACH):
        ids = list(Comment.objects.filter(thread_id=root.pk).values_list("pk", flat=True))
        parent = root if turn % 2 else Comment.objects.get(pk=chance.choice(ids))
        actions.post_comment(author, page, f"{number} {turn}", parent=parent)
        set_reaction(User.objects.order_by("pk").first(), root, "helpful", True)
    one = User.objects.order_by("pk").first()
    actions.post_comment(one, page, "The same form, sent by all", token=TOKEN)


def check() -> None:
    """Print what is wrong; the numbers are those that were kept."""
    root = Comment.objects.order_by("pk").first()
    conversation = Conversation.objects.get(page=root.page_id)
    report = {
        "comments": Comment.objects.count(),
        "kept": conversation.comment_count,
        "wrong": misplaced(root.pk),
        "orphans": orphans(),
        "recount": counts.recount(),
        "reactions": Reaction.objects.count(),
        "helpful": root.helpful_count,
        "same": Comment.objects.filter(token=TOKEN).count(),
    }
    sys.stdout.write(json.dumps(report))


if __name__ == "__main__":
    prepare()
    connections.close_all()  # a connection serves one process
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(WRITERS)
    writers = [fork.Process(target=write, args=(number, start)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    if any(writer.exitcode for writer in writers):
        sys.exit("a writer failed")
    check()
