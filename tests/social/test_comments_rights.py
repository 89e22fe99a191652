"""Every role, at every state of a page, through every door: what is not for you does not exist."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from social.comments import actions
from social.comments.counts import with_comment_counts
from social.comments.models import Attachment, Comment, Policy
from social.reactions.actions import toggle
from social.reactions.models import Reaction
from tests.factories import make_news, make_person, restrict
from tests.social.conversation import say

pytestmark = pytest.mark.django_db
WORDS = "orzechowiec"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def scene(db):
    """A restricted page where members of the board talk, and an address for every door."""
    member = make_person("Iga", "Rada", groups=["Board"])
    other = make_person("Olga", "Rada", groups=["Board"])
    page = make_news("Tajna fuzja", author=member)
    restrict(page, "Board")
    file = SimpleUploadedFile("plan.txt", WORDS.encode())
    attachment = actions.upload(member, page, file)
    root = say(member, page, f"{WORDS} @Olga Rada", attachments=[attachment])
    answer = say(other, page, f"{WORDS} answer", root)
    toggle(other, root, "like")
    return {"page": page, "member": member, "other": other, "root": root, "answer": answer}


def doors(scene) -> dict[str, tuple[str, str, dict]]:
    """(method, address, data) of everything that names the page, a comment or its parts."""
    page, root = scene["page"].pk, scene["root"].pk
    attachment = Attachment.objects.get()
    comment = {"pk": root}
    return {
        "page": ("get", scene["page"].url, {}),
        "threads": ("get", reverse("comments:threads", args=[page]), {}),
        "write": ("get", reverse("comments:write", args=[page]) + f"?parent={root}&quote=1", {}),
        "post": ("post", reverse("comments:write", args=[page]), {"text": "x"}),
        "preview": ("post", reverse("comments:preview", args=[page]), {"text": "x"}),
        "seen": ("post", reverse("comments:seen", args=[page]), {}),
        "names": ("get", reverse("comments:names", args=[page]) + "?q=o", {}),
        "upload": ("post", reverse("comments:upload", args=[page]), {}),
        "attachment": ("get", attachment.get_absolute_url(), {}),
        "describe": ("post", reverse("comments:describe", args=[attachment.key]), {}),
        "permalink": ("get", reverse("comments:permalink", kwargs=comment), {}),
        "one": ("get", reverse("comments:one", kwargs=comment), {}),
        "answers": ("get", reverse("comments:answers", kwargs=comment), {}),
        "history": ("get", reverse("comments:history", kwargs=comment), {}),
        "menu": ("get", reverse("comments:menu", kwargs=comment), {}),
        "choose": ("get", reverse("reactions:choose", args=["comment", root]), {}),
        "edit": ("post", reverse("comments:edit", kwargs=comment), {"text": "x"}),
        "delete": ("post", reverse("comments:delete", kwargs=comment), {}),
        "accept": ("post", reverse("comments:accept", kwargs=comment), {}),
        "withdraw": ("post", reverse("comments:withdraw", kwargs=comment), {}),
        "question": ("post", reverse("comments:mark-question", kwargs=comment), {}),
        "report": ("post", reverse("comments:report", kwargs=comment), {"reason": "spam"}),
        "appeal": ("get", reverse("comments:appeal", kwargs=comment), {}),
        "react": ("post", reverse("reactions:react", args=["comment", root]), {"kind": "like"}),
        "react to page": (
            "post",
            reverse("reactions:react", args=["page", page]),
            {"kind": "like"},
        ),
        "who": ("get", reverse("reactions:who", args=["comment", root]), {}),
    }


DOORS = ["page", "threads", "write", "post", "preview", "seen", "names", "upload", "attachment",
         "describe", "permalink", "one", "answers", "history", "menu", "choose", "edit", "delete", "accept",
         "withdraw", "question", "report", "appeal", "react", "react to page", "who"]  # fmt: skip


def knock(client: Client, door: tuple[str, str, dict], **headers: str):
    method, address, data = door
    return getattr(client, method)(address, data, headers=headers)


def test_the_list_of_doors_is_complete(scene) -> None:
    from social.comments import urls as comments_urls
    from social.reactions import urls as reactions_urls

    names = {p.name for p in [*comments_urls.urlpatterns, *reactions_urls.urlpatterns]}
    tried = {"mark-question" if d == "question" else d for d in DOORS}
    assert names <= tried
    assert set(doors(scene)) == set(DOORS)


@pytest.mark.parametrize("htmx", [False, True])
def test_an_outsider_meets_404_everywhere(scene, client_of, employee, htmx) -> None:
    headers, client = HTMX if htmx else {}, client_of(employee)
    for name, door in doors(scene).items():
        answer = knock(client, door, **headers)
        assert answer.status_code == 404, name
        assert WORDS not in answer.content.decode(), name
        assert Comment.objects.get(pk=scene["root"].pk).comment.startswith(WORDS), name
        assert Reaction.objects.count() == 1, name


def test_an_anonymous_visitor_is_sent_to_the_door(scene) -> None:
    for name, door in doors(scene).items():
        answer = knock(Client(), door)
        assert answer.status_code == 302 and "/sign-in/" in answer["Location"], name


def test_a_draft_page_hides_its_conversation_from_all(scene, client_of) -> None:
    scene["page"].unpublish()
    for person in (scene["member"], scene["other"]):
        client = client_of(person)
        for name, door in doors(scene).items():
            if name != "describe":  # one's own file; its page does not matter
                assert knock(client, door).status_code == 404, name


@pytest.mark.parametrize(
    "door", ["write", "post", "react", "who", "history", "permalink", "answers"]
)
def test_a_member_comes_in(scene, client_of, door) -> None:
    answer = knock(client_of(scene["other"]), doors(scene)[door])
    assert answer.status_code in {200, 302}, door


def test_nothing_leaks_through_lists_and_counts(scene, employee, administrator) -> None:
    assert not Comment.objects.visible_to(employee).exists()
    assert not Reaction.objects.visible_to(employee).exists()
    assert Comment.objects.visible_to(administrator).count() == 2
    from blog.pages.models import ContentPage

    counted = with_comment_counts(ContentPage.objects.visible_to(employee))
    assert all(page.comment_count == 0 for page in counted)


def test_switched_off_comments_cannot_be_reached_by_any_address(scene, client_of) -> None:
    Policy.objects.create(page=scene["page"], mode="off")
    client = client_of(scene["other"])
    for door in ("attachment", "one", "answers", "history", "permalink", "react", "who", "report"):
        assert knock(client, doors(scene)[door]).status_code == 404, door


def test_language_versions_share_one_conversation_and_its_rights(employee) -> None:
    polish = make_news("Nowość")
    from wagtail.models import Locale

    english = polish.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.get_latest_revision().publish()
    english.refresh_from_db()
    comment = say(employee, english)
    assert comment.page_id == polish.pk
    restrict(polish, "Board")
    reader = make_person()
    assert Comment.objects.visible_to(reader).get() == comment
    english.unpublish()
    assert not Comment.objects.visible_to(reader).exists()


def test_conversation_survives_the_deletion_of_the_first_language(employee, colleague) -> None:
    from wagtail.models import Locale

    polish = make_news("Nowość")
    english = polish.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.get_latest_revision().publish()
    root = say(employee, polish)
    say(colleague, polish, parent=root)
    toggle(colleague, polish, "like")
    polish.specific.delete()
    root.refresh_from_db()
    assert root.page_id == english.pk and Comment.objects.count() == 2
    assert Reaction.objects.get().subject_id == english.pk
    english.refresh_from_db()
    english.delete()
    assert not Comment.objects.exists() and not Reaction.objects.exists()


def test_conversation_survives_a_move_of_its_page(employee, home) -> None:
    from blog.pages.models import GuideIndexPage
    from tests.factories import make_guide

    guide, chapter = make_guide(), make_guide()
    comment = say(employee, chapter)
    chapter.move(guide, "last-child")
    assert Comment.objects.visible_to(employee).get() == comment
    assert GuideIndexPage.objects.exists()


def test_suggested_topics_are_those_of_pages_one_sees(client_of, employee) -> None:
    from social.subjects.models import Topic

    secret = make_news("Fuzja")
    restrict(secret, "Board")
    secret.topics.add(Topic.objects.create(name="przejęcie", slug="przejecie"))
    secret.save_revision().publish()
    page = make_news()
    url = reverse("comments:names", args=[page.pk])
    answer = client_of(employee).get(url, {"q": "przej", "kind": "topic"})
    assert json.loads(answer.content) == {"items": []}


@pytest.mark.parametrize("address", ["/comments/99999999999999999999/", "/comments/0/", "/conversation/999999999/",
                                     "/reactions/nothing/1/who/", "/attachments/x/"])  # fmt: skip
def test_nonsense_in_an_address_is_404(client_of, employee, address) -> None:
    assert client_of(employee).get(address).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "order=x",
        "after=x",
        "after=9-9-9",
        "after=99999999999",
        "comment=²",
        "comment=-1",
        "order=helpful&after=1",
    ],
)
def test_nonsense_in_a_query_is_ignored(client_of, employee, query) -> None:
    page = make_news()
    say(employee, page, "Jestem")
    assert client_of(employee).get(f"{page.url}?{query}").status_code == 200


def test_answers_below_a_waiting_comment_do_not_show_it(client_of, employee, colleague) -> None:
    """Held back by a later edit, when colleagues had answered already."""
    page = make_news()
    root = say(employee, page, WORDS)
    say(colleague, page, parent=root)
    Comment.objects.filter(pk=root.pk).update(is_public=False)
    address = reverse("comments:answers", args=[root.pk])
    assert client_of(colleague).get(address).status_code == 404
    assert WORDS in client_of(employee).get(address).content.decode()
