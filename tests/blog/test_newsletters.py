"""Newsletters when the mail server has a bad day, and as mail programs need them."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from blog.models import Newsletter, NewsletterDelivery, NewsletterItem
from blog.newsletters import due, render, send
from blog.tasks import send_newsletters
from social.people.audiences import rebuild
from tests.factories import make_audience, make_department, make_news, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def newsletter():
    department = make_department("Zakład")
    for _person in range(4):
        make_person(department=department)
    audience = make_audience("Załoga", departments=[department])
    rebuild()
    made = Newsletter.objects.create(
        subject_pl="Tydzień", subject_en="Week", audience=audience, send_at=timezone.now()
    )
    NewsletterItem.objects.create(newsletter=made, page=make_news("Piknik", lead="W sobotę."))
    return Newsletter.objects.get(pk=made.pk)


def fail_at(monkeypatch, address: str, error: Exception) -> None:
    """The mail server does not take the mail to this address."""
    deliver = EmailBackend.send_messages

    def send_messages(self, messages):
        if any(address in message.to for message in messages):
            raise error
        return deliver(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_messages)


def test_mail_server_that_stops_leaves_nobody_out_and_nobody_twice(newsletter, monkeypatch) -> None:
    people = list(newsletter.audience.current_members().order_by("pk"))
    with monkeypatch.context() as patch:
        fail_at(patch, people[2].email, SMTPServerDisconnected("gone"))
        assert send_newsletters.call() == 0
        assert NewsletterDelivery.objects.count() == 2
        assert list(due()) == [newsletter]
    assert send_newsletters.call() == 2
    assert sorted(to for message in mail.outbox for to in message.to) == sorted(
        person.email for person in people
    )
    assert list(due()) == []


def test_one_refused_address_does_not_stop_the_others(newsletter, monkeypatch) -> None:
    people = list(newsletter.audience.current_members().order_by("pk"))
    refused = SMTPRecipientsRefused({people[1].email: (550, b"no such user")})
    fail_at(monkeypatch, people[1].email, refused)
    assert send(newsletter) == 3
    assert list(due()) == []


def test_failing_newsletter_holds_up_no_other(newsletter, monkeypatch) -> None:
    other = Newsletter.objects.create(
        subject_pl="Druga", subject_en="Other", audience=newsletter.audience, send_at=timezone.now()
    )
    NewsletterItem.objects.create(newsletter=other, page=make_news())

    def fail(letter):
        if letter == newsletter:
            raise RuntimeError
        return send(letter)

    monkeypatch.setattr("blog.tasks.send", fail)
    assert send_newsletters.call() == 4


def test_mail_is_built_as_outlook_and_gmail_need_it(newsletter, editor) -> None:
    """Tables for layout, every style inline, absolute links, nothing loaded, below Gmail's cut."""
    html, _text = render(newsletter, editor, "pl")
    soup = BeautifulSoup(html, "html.parser")
    assert all(table["role"] == "presentation" for table in soup.find_all("table"))
    assert all(cell.get("style") for cell in soup.find_all("td") if cell.get("class"))
    assert all(link["href"].startswith(("http://", "https://")) for link in soup.find_all("a"))
    assert not soup.find_all(["script", "link", "img", "div"])
    assert "[if mso]" in html
    assert len(html.encode()) < 102_000
    assert soup.html["lang"] == "pl"


def test_a_moment_that_has_passed_is_refused(newsletter) -> None:
    late = timezone.now() - timedelta(days=5)
    other = Newsletter(
        subject_pl="Późno", subject_en="Late", audience=newsletter.audience, send_at=late
    )
    with pytest.raises(ValidationError) as refused:
        other.full_clean()
    assert set(refused.value.message_dict) == {"send_at"}
    other.send_at = timezone.now() - timedelta(minutes=1)  # "now", when the form was opened
    other.full_clean()
    Newsletter.objects.filter(pk=newsletter.pk).update(send_at=late)
    Newsletter.objects.get(pk=newsletter.pk).full_clean()  # the worker was away; words may change
