"""What a reader sees of a conversation: order, screens, folds, marks, permanent links."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from blog.questions.models import QuestionPage
from social.comments import actions
from social.comments.actions.reading import VISIT_ENDS_AFTER
from social.comments.bulk import Draft, create_threads
from social.comments.conversation import ANSWERS_SHOWN, THREADS_SHOWN
from social.comments.counts import with_answers
from social.comments.models import Comment, ReadMark
from tests.factories import make_news, make_question
from tests.social.conversation import say

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def roots(page, author, count: int, answers: int = 0) -> list[Draft]:
    now = timezone.now()
    found = []
    for number in range(count):
        root = Draft(page, author, f"Root {number:03}.", now, helpful_count=number % 3)
        found.append(root)
        found += [Draft(page, author, f"Answer {n:03}.", now, root) for n in range(answers)]
    create_threads(found)
    return found


def seen_in(html: str) -> list[str]:
    return re.findall(r"Root \d{3}", html)


@pytest.mark.parametrize("order", ["oldest", "newest", "helpful"])
def test_screens_show_every_thread_once_in_order(client_of, employee, order) -> None:
    page, total = make_news(), THREADS_SHOWN * 2 + 3
    roots(page, employee, total)
    client, address, seen = client_of(employee), f"{page.url}?order={order}", []
    while address:
        html = client.get(address).content.decode()
        seen += seen_in(html)
        more = re.search(r'href="(\?order=[^"]+after=[^"]+)#comments"', html)
        address = page.url + more[1].replace("&amp;", "&") if more else ""
    numbers = [int(text[-3:]) for text in seen]
    expected = sorted(
        range(total), key=lambda n: {"oldest": n, "newest": -n, "helpful": (-(n % 3), n)}[order]
    )
    assert numbers == expected


def test_long_threads_are_folded_and_opened_a_part_at_a_time(client_of, employee) -> None:
    page = make_news()
    root = roots(page, employee, 1, answers=120)[0].comment
    client = client_of(employee)
    html = client.get(page.url).content.decode()
    assert html.count("Answer 0") == ANSWERS_SHOWN
    address, found = f"{reverse('comments:answers', args=[root.pk])}?after={ANSWERS_SHOWN + 1}", []
    while address:
        html = client.get(address, headers=HTMX).content.decode()
        found += re.findall(r"Answer (\d{3})", html)
        more = re.search(r'href="([^"]+after=\d+)"', html)
        address = more[1] if more else ""
    assert [int(n) for n in found] == list(range(ANSWERS_SHOWN, 120))


def test_permanent_link_opens_the_right_place(client_of, employee, colleague) -> None:
    page = make_news()
    drafts = roots(page, employee, 60, answers=40)
    wanted = drafts[40 * 41 + 30].comment
    client = client_of(colleague)
    answer = client.get(reverse("comments:permalink", args=[wanted.pk]), follow=True)
    assert f'id="comment-{wanted.pk}"' in answer.content.decode()
    assert f'id="comment-{wanted.thread_id}"' in answer.content.decode()
    page.move(page.get_parent(), "first-child")
    assert (
        client.get(reverse("comments:permalink", args=[wanted.pk]), follow=True).status_code == 200
    )


def test_new_comments_are_marked_until_the_visit_is_over(client_of, employee, colleague) -> None:
    page = make_news()
    say(colleague, page, "Stare")
    client, seen = client_of(employee), reverse("comments:seen", args=[page.pk])
    assert "comment--new" not in client.get(page.url).content.decode()
    client.post(seen)
    ReadMark.objects.update(seen_at=timezone.now() - VISIT_ENDS_AFTER - timedelta(seconds=1))
    say(colleague, page, "Nowe")
    say(employee, page, "Moje")
    for _ in range(2):  # within one visit the marks stay
        assert client.get(page.url).content.decode().count("comment--new") == 1
        client.post(seen)
    client.post(seen, {"all": "1"})
    assert "comment--new" not in client.get(page.url).content.decode()


def test_reading_writes_nothing(client_of, employee) -> None:
    page = make_news()
    say(employee, page)
    client_of(employee).get(page.url)
    assert not ReadMark.objects.exists()


def test_accepted_answer_stands_first_on_a_question(client_of, employee, colleague) -> None:
    page = make_question("Gdzie jest stołówka?", author=employee, owner=employee)
    say(colleague, page, "Nie wiem")
    answer = say(colleague, page, "Na parterze")
    assert (
        "waits for an answer"
        in client_of(employee).get(page.url, headers={"Accept-Language": "en"}).content.decode()
    )
    assert (
        client_of(colleague).post(reverse("comments:accept", args=[answer.pk])).status_code == 422
    )
    client = client_of(employee)
    client.post(reverse("comments:accept", args=[answer.pk]))
    html = client.get(page.url).content.decode()
    assert html.index("Na parterze") < html.index("Nie wiem")
    client.post(reverse("comments:withdraw", args=[answer.pk]))
    answer.refresh_from_db()
    assert answer.accepted_at is None


def test_a_question_is_open_while_its_answer_is_hidden(
    client_of, employee, colleague, community_manager
) -> None:
    page = make_question("Gdzie jest stołówka?", author=employee, owner=employee)
    answer = say(colleague, page, "Na parterze")
    question = say(employee, page, "A bufet?", is_question=True)
    below = say(colleague, page, "Na piętrze", question)
    for said in (answer, below):
        actions.accept_answer(employee, said)

    def is_answered() -> list[bool]:
        headers = {"Accept-Language": "en"}
        html = client_of(employee).get(page.url, headers=headers).content.decode()
        assert ("Na parterze" in html) == ("This question has an answer." in html)
        listed = with_answers(QuestionPage.objects.filter(pk=page.pk)).get()
        unanswered = Comment.objects.unanswered()
        return [
            "This question has an answer." in html,
            "Question, answered" in html,
            listed.answer_id == answer.pk,
            not unanswered.filter(pk=question.pk).exists(),
        ]

    assert is_answered() == [True] * 4
    for said in (answer, below):
        actions.hide(community_manager, said, "Nieprawda")
    assert is_answered() == [False] * 4
    for said in (answer, below):
        actions.approve(community_manager, Comment.objects.get(pk=said.pk))
    assert is_answered() == [True] * 4
    for said in (answer, below):
        actions.delete_comment(colleague, said)
    assert is_answered() == [False] * 4


@pytest.mark.parametrize("who", ["employee", "colleague", "community_manager"])
def test_answers_to_a_comment_are_accepted_by_asker_owner_or_manager(
    request, employee, colleague, who
) -> None:
    request.getfixturevalue(who)
    page = make_news(author=colleague, owner=colleague)
    question = say(employee, page, "Kto?", is_question=True)
    first = say(colleague, page, "Ja", question)
    second = say(colleague, page, "On", first)
    actions.accept_answer(request.getfixturevalue(who), first)
    actions.accept_answer(request.getfixturevalue(who), second)
    question.refresh_from_db()
    first.refresh_from_db()
    assert question.accepted_answer == second and first.accepted_at is None


def test_readers_of_a_closed_thread_are_told_so_and_why(
    client_of, employee, colleague, community_manager
) -> None:
    page = make_news()
    root = say(employee, page, "Zaczęło się")
    answer = say(colleague, page, "Odpowiedź", root)
    client = client_of(employee)

    def shown() -> str:
        return client.get(page.url, headers={"Accept-Language": "en"}).content.decode()

    assert "closed for answers" not in shown()
    actions.set_lock(community_manager, answer, True, "Dość na dziś")
    assert "This thread is closed for answers: Dość na dziś" in shown()
    form = f"{reverse('comments:write', args=[page.pk])}?parent="
    for parent in (root, answer):
        for headers in ({}, HTMX):
            refused = client.get(f"{form}{parent.pk}", headers=headers)
            assert refused.status_code == 422 and "<textarea" not in refused.content.decode()
    actions.set_lock(community_manager, answer, False)
    actions.set_lock(community_manager, answer, True)
    assert "This thread is closed for answers." in shown()
    actions.set_lock(community_manager, answer, False)
    assert "closed for answers" not in shown()
    assert client.get(f"{form}{root.pk}").status_code == 200


def test_deleted_comment_without_answers_disappears(client_of, employee, colleague) -> None:
    page = make_news()
    alone, answered = say(employee, page, "A"), say(employee, page, "B")
    say(colleague, page, "C", answered)
    for comment in (alone, answered):
        actions.delete_comment(employee, comment)
    html = client_of(colleague).get(page.url).content.decode()
    assert html.count("comment--tombstone") == 1
    assert Comment.objects.count() == 3
