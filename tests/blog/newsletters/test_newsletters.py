"""Newsletters when the mail server has a bad day, and as mail programs need them."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from blog.newsletters.models import Newsletter, NewsletterDelivery, NewsletterItem
from blog.newsletters.rendering import render
from blog.newsletters.sending import due, reached, send
from blog.newsletters.tasks import send_newsletters
from social.notifications.mail import outbox
from social.notifications.models import Mail, MailServer
from social.people.audiences import rebuild
from tests.factories import make_audience, make_department, make_news, make_person
from tests.social.mailbox import Mailbox, smtp_server

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


@pytest.fixture
def mailbox(settings):
    settings.RYNEK_BASE_URL = "https://rynek.example.com"
    settings.DEFAULT_FROM_EMAIL = "Rynek <rynek@example.com>"
    with smtp_server(settings) as box:
        yield box


def people_of(newsletter) -> list:
    return list(newsletter.audience.current_members().order_by("pk"))


def time_passes() -> None:
    Mail.objects.update(leased_until=None)
    MailServer.objects.update(closed_until=timezone.now())


def test_greylisting_leaves_nobody_out_and_nobody_twice(newsletter, mailbox: Mailbox) -> None:
    everybody = sorted(person.email for person in people_of(newsletter))
    mailbox.greylisted.update(everybody)
    assert send_newsletters.call() == 4
    assert outbox.send_waiting() == 0
    send_newsletters.call()
    assert list(due()) == [newsletter], "it is finished when no mail waits"
    time_passes()
    assert outbox.send_waiting() == 4
    send_newsletters.call()
    assert list(due()) == []
    assert sorted(mailbox.recipients) == everybody
    assert reached(newsletter) == {"sent": 4, "waiting": 0, "failed": 0}


def test_one_refused_mail_does_not_stop_those_after_it(newsletter, mailbox: Mailbox) -> None:
    people = people_of(newsletter)
    mailbox.spam.add(people[1].email)
    mailbox.refused.add(people[2].email)
    send(newsletter)
    assert outbox.send_waiting() == 2
    assert reached(newsletter) == {"sent": 2, "waiting": 0, "failed": 2}
    send_newsletters.call()
    assert list(due()) == []


def test_a_newsletter_to_a_whole_company_on_a_very_bad_day(mailbox: Mailbox) -> None:
    """149 people: the server says "later" to each at first, one is spam for ever, one is unknown."""
    department = make_department("Wszyscy")
    people = [make_person(department=department) for _ in range(149)]
    audience = make_audience("Wszyscy", departments=[department])
    rebuild()
    newsletter = Newsletter.objects.create(
        subject_pl="Do wszystkich", subject_en="To all", audience=audience, send_at=timezone.now()
    )
    NewsletterItem.objects.create(newsletter=newsletter, page=make_news())
    mailbox.greylisted.update(person.email for person in people)
    mailbox.spam.add(people[60].email)
    mailbox.refused.add(people[90].email)
    assert send_newsletters.call() == 149
    assert outbox.send_waiting() == 0
    for _ in range(3):
        time_passes()
        outbox.send_waiting()
        send_newsletters.call()
    assert len(mailbox.recipients) == len(set(mailbox.recipients)) == 147
    assert reached(newsletter) == {"sent": 147, "waiting": 0, "failed": 2}
    assert list(due()) == []


def test_two_workers_and_a_killed_one_send_a_newsletter_once(newsletter, mailbox: Mailbox) -> None:
    stale = Newsletter.objects.get(pk=newsletter.pk)
    send(newsletter)
    NewsletterDelivery.objects.all()[:2][0].delete()  # as if it were killed between two batches
    Newsletter.objects.update(started_at=None)
    send(stale)
    assert outbox.send_waiting() == 4
    assert len(set(mailbox.recipients)) == 4


def test_every_mail_can_be_stopped_with_one_click_by_somebody_signed_out(
    newsletter, mailbox: Mailbox, client
) -> None:
    send(newsletter)
    outbox.send_waiting()
    reader = people_of(newsletter)[0]
    mail = next(mail for mail in mailbox.mails if mail["To"] == reader.email)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail["List-Unsubscribe"].strip(" <>\n").replace("https://rynek.example.com", "")
    for kind in ("plain", "html"):
        assert address in mail.get_body((kind,)).get_content()
    answer = client.post(address, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    again = copy_of(newsletter)
    send(again)
    assert outbox.send_waiting() == 3
    assert mailbox.recipients.count(reader.email) == 1
    assert reached(again)["sent"] == 3


def test_newsletters_have_their_own_row_in_the_preferences(newsletter, client_of) -> None:
    reader = people_of(newsletter)[0]
    client = client_of(reader)
    address = reverse("notifications:preferences")
    page = BeautifulSoup(client.get(address).content, "html.parser")
    offered = page.select_one("select[name=newsletter-mail]").find_all("option")
    assert [option["value"] for option in offered] == ["never", "instant"]
    assert not page.select("[name=newsletter-inbox], [name=newsletter-push], [name^=queue-]")
    data = {
        field["name"]: "never"
        for field in page.select("select[name$=-mail]")  # all others stay as they are below
    }
    data |= {"digest_time": "08:00", "digest_weekday": "0", "follows_what_they_write": "on"}
    assert client.post(address, data).status_code == 302
    send(newsletter)
    assert outbox.send_waiting() == 3


def copy_of(newsletter) -> Newsletter:
    made = Newsletter.objects.create(
        subject_pl="Druga", subject_en="Other", audience=newsletter.audience, send_at=timezone.now()
    )
    NewsletterItem.objects.create(newsletter=made, page=make_news())
    return Newsletter.objects.get(pk=made.pk)


def test_failing_newsletter_holds_up_no_other(newsletter, monkeypatch) -> None:
    copy_of(newsletter)

    def fail(letter):
        if letter == newsletter:
            raise RuntimeError
        return send(letter)

    monkeypatch.setattr("blog.newsletters.tasks.send", fail)
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
