"""Whatever is sent to the conversation: an answer in words, never a server error, never unsafe HTML."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from social.comments.models import Attachment, Comment, ConversationSettings
from tests.factories import make_news
from tests.social.conversation import say
from tests.social.test_comments_markdown import ATTACKS, assert_safe

pytestmark = pytest.mark.django_db(transaction=False)
FUZZ = settings(max_examples=40, suppress_health_check=list(HealthCheck))
FINE = {200, 204, 302, 400, 404, 405, 422}
KEYS = [
    *("text", "parent", "token", "attachments", "is_question", "followup", "preview", "all"),
    *("kind", "on", "size", "special", "reason", "note", "description", "q", "quote"),
    *("order", "after", "before", "comment"),
]
VALUES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [*ATTACKS, "", "0", "1", "-1", "²", "٣", "9" * 30, "1e9", "NaN", "\x00", "like", "page"]
    ),
    st.integers(-5, 2**70).map(str),
)
DATA = st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=8)
FILES = st.one_of(st.none(), st.tuples(st.text(max_size=30), st.binary(max_size=200)))


@pytest.fixture
def scene(employee, client_of):
    ConversationSettings(
        comments_per_minute=10_000, comments_per_hour=10_000, comments_per_hour_new=10_000
    ).save()
    page = make_news()
    return client_of(employee), page, say(employee, page)


def addresses(page, comment) -> list[str]:
    pages = ("threads", "write", "preview", "seen", "names", "upload")
    comments = ("permalink", "menu", "one", "answers", "edit", "history", "accept", "withdraw")
    about = [reverse(f"comments:{name}", args=[page.pk]) for name in pages]
    about += [reverse(f"comments:{name}", args=[comment.pk]) for name in comments]
    about += [reverse(f"comments:{name}", args=[comment.pk]) for name in ("report", "appeal")]
    about += [reverse("comments:mark-question", args=[comment.pk])]
    for name in ("react", "choose", "who"):
        about.append(reverse(f"reactions:{name}", args=["comment", comment.pk]))
    return [page.url, *about]


def test_no_address_answers_with_a_server_error(scene) -> None:
    client, page, comment = scene
    doors = addresses(page, comment)

    @FUZZ
    @given(st.sampled_from(doors), DATA, FILES, st.booleans(), st.booleans())
    def knock(address, data, file, by_post, htmx) -> None:
        headers = {"HX-Request": "true"} if htmx else {}
        if by_post and file:
            data = data | {"file": upload(file), "files": upload(file)}
        send = client.post if by_post else client.get
        answer = send(address, data, headers=headers)
        assert answer.status_code in FINE, (address, data, answer.status_code)

    knock()
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize("text", ["a\x00b", "\x00"])
def test_a_null_character_reaches_no_database(scene, text) -> None:
    """PostgreSQL has no such character; a query with one is a server error there."""
    client, page, _comment = scene
    names = reverse("comments:names", args=[page.pk])
    with CaptureQueriesContext(connection) as queries:
        client.get(names, {"q": text, "kind": "topic"})
        made = client.post(
            reverse("comments:upload", args=[page.pk]),
            {"file": upload(("a.txt", b"x")), "description": text},
        ).json()
        client.post(reverse("comments:describe", args=[made["key"]]), {"description": text})
        client.post(reverse("comments:write", args=[page.pk]), {"text": f"Hej {text}"})
    assert not any("\x00" in query["sql"] for query in queries)
    assert "\x00" not in Attachment.objects.get().description


def upload(file: tuple[str, bytes]) -> SimpleUploadedFile:
    name, content = file
    return SimpleUploadedFile(name or "x", content)


def test_what_was_posted_is_safe_where_it_is_shown(scene) -> None:
    """The stored HTML, the page, the preview, the history and the quotation."""
    client, page, _comment = scene
    write = reverse("comments:write", args=[page.pk])

    @FUZZ
    @given(st.lists(st.one_of(st.sampled_from(ATTACKS), st.text(max_size=30)), max_size=6))
    def post(parts) -> None:
        text = "".join(parts)
        Comment.objects.exclude(comment="Dobra wiadomość.").delete()
        answer = client.post(write, {"text": text}, headers={"HX-Request": "true"})
        assert answer.status_code in {200, 422}
        comment = Comment.objects.order_by("-pk")[0]
        assert_safe(comment.body_html)
        shown = client.get(page.url).content.decode()
        for body in re.findall(r'<div class="comment__body[^>]*>(.*?)</div>', shown, re.S):
            assert_safe(body)
        for script in re.findall(r"<script[^>]*>", shown):
            assert " src=" in script or "application/" in script, script
        assert not re.search(r"<[^>]*\son(error|load|toggle|mouseover)\s*=", shown)

    post()
