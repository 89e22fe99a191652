"""Every role x every state of page and comment x every door: what is shown, and what is done."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from blog.pages.models import ContentPage
from social.comments import actions
from social.comments.counts import with_comment_counts
from social.comments.models import Comment, Concern, Policy
from social.people.models import User
from social.reactions.actions import toggle
from social.reactions.models import Reaction
from tests.factories import make_news, make_person, restrict
from tests.social.conversation import say
from tests.social.test_comments_rights import HTMX, doors, knock

pytestmark = pytest.mark.django_db
WORDS, ANSWER = "orzechowiec", "laskowiec"
ROLES = {
    "anonymous": [],
    "former": ["Board"],
    "outsider": [],
    "editor": ["Editors"],
    "manager": ["Community managers"],
    "member": ["Board"],
    "author": ["Board"],
    "page_author": ["Board"],
    "administrator": [],
}
STATES = ["live", "restricted", "draft", "read-only", "off", "waiting", "hidden", "deleted"]
READING = ["page", "threads", "permalink", "one", "history", "menu", "who", "choose", "attachment"]


def make_scene(state: str) -> SimpleNamespace:
    """A page, a comment with a file and a reaction, an answer, and somebody of every role."""
    long_ago = timezone.now() - timezone.timedelta(days=400)
    people = {
        name: make_person(name, "Rola", groups=groups, date_joined=long_ago)
        for name, groups in ROLES.items()
    }
    User.objects.filter(pk=people["administrator"].pk).update(is_superuser=True)
    page = make_news("Fuzja", author=people["page_author"], owner=people["page_author"])
    author = people["author"]
    file = actions.upload(author, page, SimpleUploadedFile("plan.txt", WORDS.encode()))
    root = say(author, page, WORDS, attachments=[file])
    say(people["member"], page, ANSWER, root)
    toggle(people["page_author"], root, "thanks")
    manager = people["manager"]
    if state == "restricted":
        restrict(page, "Board")
    elif state == "draft":
        page.unpublish()
    elif state in {"read-only", "off"}:
        Policy.objects.create(page=page, mode=state)
    elif state == "waiting":
        Comment.objects.filter(pk=root.pk).update(is_public=False)
    elif state == "hidden":
        actions.hide(manager, root, "Powód")
    elif state == "deleted":
        Comment.objects.filter(pk=root.pk).update(
            is_removed=True, removal="deleted", removed_at=timezone.now()
        )
    User.objects.filter(pk=people["former"].pk).update(is_active=False)
    return SimpleNamespace(page=page, root=root, people=people)


def browser_of(scene: SimpleNamespace, role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(scene.people[role])
    return client


def sees_page(role: str, state: str) -> bool:
    if role in {"anonymous", "former"} or state == "draft":
        return False
    return state != "restricted" or role in {"member", "author", "page_author", "administrator"}


def reads_comment(role: str, state: str) -> bool:
    moderates = role in {"manager", "administrator"}
    by_state = {
        "off": False,
        "deleted": False,
        "hidden": moderates,
        "waiting": moderates or role == "author",
    }
    return sees_page(role, state) and by_state.get(state, True)


def may_do(role: str, state: str) -> set[str]:
    """The doors by which this role changes something."""
    may = set()
    if sees_page(role, state) and state not in {"read-only", "off"}:
        may |= {"post"}
    if sees_page(role, state):
        may |= {"react to page"}
    if not reads_comment(role, state):
        return may
    may |= {"react"} | ({"report"} if role != "author" else set())
    if role == "author":
        may |= {"delete"} | ({"edit"} if state != "read-only" else set())
    if state != "hidden" and role in {"author", "page_author", "manager", "administrator"}:
        may |= {"question"}
    return may


def everything() -> tuple:
    comments = Comment.objects.order_by("pk").values_list("comment", "removal", "is_question")
    return (list(comments), Reaction.objects.count(), Concern.objects.count())


def lists_hold_what_one_may_see(scene: SimpleNamespace, role: str, state: str) -> None:
    reads, user = reads_comment(role, state), User.objects.get(pk=scene.people[role].pk)
    if role == "former":
        return  # asks nothing: there is no session for a closed account
    if role == "anonymous":
        from django.contrib.auth.models import AnonymousUser

        user = AnonymousUser()
    assert Comment.objects.visible_to(user).filter(pk=scene.root.pk).exists() == reads
    assert Reaction.objects.visible_to(user).filter(kind="thanks").exists() == reads
    if role != "anonymous":
        counted = with_comment_counts(ContentPage.objects.visible_to(user))
        assert counted.filter(pk=scene.page.pk).exists() == sees_page(role, state)


@pytest.mark.parametrize("state", STATES)
def test_every_door_and_list_shows_and_does_what_it_should(state: str) -> None:
    scene, before = make_scene(state), everything()
    all_doors = doors({"page": scene.page, "root": scene.root})
    for role in ROLES:
        if role in {"anonymous", "former"} and state not in {"live", "restricted"}:
            continue  # see nothing anyway
        lists_hold_what_one_may_see(scene, role, state)
        client = browser_of(scene, role)
        for name, door in all_doors.items():
            for headers in ({}, HTMX) if name in READING else ({},):
                with transaction.atomic():
                    answer = knock(client, door, **headers)
                    body = answer.getvalue().decode(errors="replace")
                    changed = everything() != before
                    transaction.set_rollback(True)
                case = (role, state, name, headers, answer.status_code)
                check_answer(role, state, name, answer, body, case)
                assert changed == (name in may_do(role, state)) or owns_file(role, name), case


def owns_file(role: str, door: str) -> bool:
    """One's own file may be described, whatever becomes of the page."""
    return (role, door) == ("author", "describe")


def check_answer(role: str, state: str, door: str, answer: Any, body: str, case: tuple) -> None:
    reads = reads_comment(role, state)
    assert answer.status_code < 500, case
    if owns_file(role, door):
        return
    if not sees_page(role, state):
        assert answer.status_code in {302, 404}, case
        assert answer.status_code == 404 or "/sign-in/" in answer["Location"], case
        assert ANSWER not in body, case
    own_appeal = (door, role, state) == ("appeal", "author", "hidden")
    if not reads and not own_appeal:
        assert WORDS not in body, case
    if reads and door in READING:
        assert answer.status_code in {200, 302}, case
