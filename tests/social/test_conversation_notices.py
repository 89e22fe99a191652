"""Conversations and those who follow them: from a comment to the mail about its answer."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from social.comments.actions import delete_comment, mark_seen, post_comment
from social.following.actions import Thread, set_level
from social.following.models import Follow, Level
from social.notifications.decide import decide_undecided
from social.notifications.inbox import bell
from social.notifications.mail import outbox
from social.notifications.models import Decision, Delivery, Notice, Occasion
from tests.factories import make_news, make_person, restrict
from tests.social.mailbox import Mailbox, smtp_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    settings.RYNEK_BASE_URL = "https://rynek.example.com"
    with smtp_server(settings) as box:
        yield box


def deliver(after: timedelta = timedelta(minutes=5)) -> int:
    decide_undecided()
    outbox.collect(timezone.now() + after)
    return outbox.send_waiting()


def test_who_is_answered_gets_the_words_and_a_link_to_the_very_comment(
    mailbox: Mailbox, employee, colleague
) -> None:
    page = make_news("Stołówka")
    said = post_comment(employee, page, "Czy będzie zupa?")
    answer = post_comment(colleague, page, "Tak, **codziennie** pomidorowa.", parent=said)
    assert deliver() == 1
    (mail,) = mailbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert mail["To"] == employee.email
    assert "codziennie pomidorowa" in text
    assert f"https://rynek.example.com{reverse('comments:permalink', args=[answer.pk])}" in text
    assert mail["References"] == f"<page-{page.pk}.thread-{said.pk}.rynek@{domain(mail)}>"
    assert "<strong>codziennie</strong>" in mail.get_body(("html",)).get_content()


def domain(mail) -> str:
    return mail["Message-ID"].strip("<>").rpartition("@")[2]


def test_several_answers_at_once_are_one_mail(mailbox: Mailbox, employee, colleague) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie do wszystkich")
    for person in (colleague, make_person(), make_person()):
        post_comment(person, page, "Odpowiedź", parent=said)
    assert deliver() == 1
    assert len([m for m in mailbox.mails if m["To"] == employee.email]) == 1


def test_the_text_of_a_mail_is_as_written_and_not_as_html(
    mailbox: Mailbox, employee, colleague
) -> None:
    page = make_news("Sól & pieprz < cukier")
    said = post_comment(employee, page, "a")
    post_comment(colleague, page, 'Jeśli a < b & c > d, to "tak"', parent=said)
    deliver()
    (mail,) = mailbox.mails
    text = mail.get_body(("plain",)).get_content()
    assert 'Jeśli a < b & c > d, to "tak"' in text and "Sól & pieprz < cukier" in text
    assert mail["Subject"].endswith("Sól & pieprz < cukier")


def test_a_deleted_comment_is_not_told(mailbox: Mailbox, employee, colleague) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie")
    answer = post_comment(colleague, page, "Ups", parent=said)
    decide_undecided()
    delete_comment(colleague, answer)
    assert deliver() == 0
    assert bell(employee).count == 0
    assert Delivery.objects.get(person=employee).why_dropped == Delivery.WhyDropped.GONE


def test_what_is_on_screen_already_is_not_told(employee, colleague) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie")
    post_comment(colleague, page, "Odpowiedź", parent=said)
    mark_seen(employee, page)
    decide_undecided()
    notice = Notice.objects.get(person=employee, occasion=Occasion.REPLY)
    assert notice.decision == Decision.SEEN


def test_reading_an_open_conversation_reads_its_notices(employee, colleague) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie")
    post_comment(colleague, page, "Odpowiedź", parent=said)
    decide_undecided()
    assert bell(employee).count == 1
    mark_seen(employee, page)
    assert bell(employee).count == 0


def test_an_open_conversation_hears_of_new_comments(client_of, employee, colleague) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie")
    client, address = client_of(employee), reverse("notifications:bell")
    asked = {"page": page.pk, "since": said.pk}
    first = client.get(address, asked)
    assert b"fresh-comments" not in first.content
    post_comment(colleague, page, "Odpowiedź", parent=said)
    second = client.get(address, asked, headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 200 and b"fresh-comments" in second.content
    restrict(page, "Board")
    assert b"fresh-comments" not in client.get(address, asked).content


def test_the_page_author_hears_of_comments_and_the_commenter_does_not(employee, colleague) -> None:
    page = make_news(author=employee, owner=employee)
    post_comment(colleague, page, "Świetnie")
    decide_undecided()
    notices = Notice.objects.filter(event__verb="commented")
    assert {n.person: n.decision for n in notices} == {
        employee: Decision.TOLD,
        colleague: Decision.OWN,
    }


def test_a_conversation_muted_in_the_mail_stays_silent(
    mailbox: Mailbox, employee, colleague, client
) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie", follows=True)
    post_comment(colleague, page, "Raz", parent=said)
    deliver()
    address = mailbox.mails[0]["List-Unsubscribe"].strip(" <>")
    client.post(address.removeprefix("https://rynek.example.com"))
    assert Follow.objects.get(person=employee, thread_id=said.pk).level == Level.MUTED
    said.refresh_from_db()
    assert not said.followup
    post_comment(colleague, page, "Dwa", parent=said)
    assert deliver() == 0


def test_following_one_conversation_says_nothing_of_others(employee, colleague) -> None:
    page = make_news()
    first = post_comment(colleague, page, "Pierwszy wątek")
    decide_undecided()
    set_level(employee, Thread(first.pk, page.pk))
    post_comment(make_person(), page, "Drugi wątek")
    decide_undecided()
    assert not Notice.objects.filter(person=employee).exists()


def test_attached_words_reach_nobody_who_lost_access(mailbox: Mailbox, employee, colleague) -> None:
    page = make_news()
    said = post_comment(employee, page, "Pytanie")
    decide_undecided()
    restrict(page, "Board")
    colleague.groups.add(colleague.groups.model.objects.get(name="Board"))
    post_comment(colleague, page, "Tylko dla zarządu", parent=said)
    assert deliver() == 0
    assert Notice.objects.get(person=employee, occasion="reply").decision == Decision.RESTRICTED


def test_the_check_box_on_the_form_follows_the_conversation_or_not(client_of, employee) -> None:
    page, client = make_news(), client_of(employee)
    assert b'name="followup"' in client.get(page.url).content
    address = reverse("comments:write", args=[page.pk])
    client.post(address, {"text": "Bez powiadomień", "followup": "0"})
    assert not Follow.objects.filter(person=employee, kind="thread").exists()
    client.post(address, {"text": "Z powiadomieniami", "followup": ["0", "1"]})
    assert Follow.objects.filter(person=employee, kind="thread").count() == 1
