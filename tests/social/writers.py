"""Run as a process of its own: one writer of a crowd, or what comes before and after the crowd.

python tests/social/writers.py prepare | write NUMBER COUNT | check | plain PARENT
"""

import json
import os
import random
import sys
import time
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
os.environ["DJANGO_SETTINGS_MODULE"] = "rynek.settings.test"
django.setup()

from social.comments import actions, counts  # noqa: E402
from social.comments.models import Comment, Conversation, ConversationSettings  # noqa: E402
from social.people.models import User  # noqa: E402
from social.reactions.actions import set_reaction  # noqa: E402
from social.reactions.models import Reaction  # noqa: E402
from tests.factories import make_news, make_person  # noqa: E402
from tests.social.conversation import misplaced, orphans  # noqa: E402

CROWD = 12
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


def write(number: int, count: int, start_at: float) -> None:
    """Answer random comments of one thread, react, and send one form that everybody sends."""
    author = User.objects.order_by("pk")[number % CROWD]
    root = Comment.objects.order_by("pk").first()
    page, chance = root.page.specific, random.Random(number)
    time.sleep(max(0, start_at - time.time()))  # all begin together
    for turn in range(count):
        ids = list(Comment.objects.filter(thread_id=root.pk).values_list("pk", flat=True))
        parent = root if turn % 2 else Comment.objects.get(pk=chance.choice(ids))
        actions.post_comment(author, page, f"{number} {turn}", parent=parent)
        set_reaction(User.objects.order_by("pk").first(), root, "helpful", True)
    one = User.objects.order_by("pk").first()
    actions.post_comment(one, page, "The same form, sent by all", token=TOKEN)


def check() -> None:
    """Print what is wrong, as JSON; the numbers are those that were kept."""
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
    if sys.argv[1] == "prepare":
        prepare()
    elif sys.argv[1] == "write":
        write(int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
    else:
        check()
