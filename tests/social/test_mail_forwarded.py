"""Mail threads that are forwarded to a space become drafts, and then pages."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from django.core import mail as sent

from blog.pages.models import KnowledgePage
from blog.questions.models import QuestionIndexPage, QuestionPage
from social.comments.models import Comment, Policy
from social.notifications.incoming.addresses import space_address
from social.notifications.incoming.letters import read_letter
from social.notifications.incoming.receive import receive
from social.notifications.mail import outbox
from social.notifications.models import IncomingMail, Mail, MailDraft
from tests.factories import make_guide, make_news, make_person, make_project
from tests.social.letters import message, take

pytestmark = pytest.mark.django_db
Outcome = IncomingMail.Outcome


@pytest.fixture(autouse=True)
def mailbox_address(settings) -> None:
    settings.RYNEK_REPLY_ADDRESS = "odpowiedz@rynek.example.com"


@pytest.fixture
def forwarder(db):
    return make_person("Ewa", "Żak", email="ewa@example.com")


def test_a_forwarded_thread_becomes_a_question_that_its_forwarder_checks(
    forwarder, client_of
) -> None:
    person = forwarder
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    mail = take(message("forward_gmail_pl", space_address(person, section)))
    assert mail.outcome == Outcome.DRAFT
    draft = MailDraft.objects.get()
    assert draft.title == "Jak kalibrować wagę?"
    assert "odczekać 10 minut" in draft.text and "jan@example.com" not in draft.text
    address = f"/notifications/drafts/{draft.pk}/"
    assert address in sent.outbox[0].body
    assert client_of(make_person()).get(address).status_code == 404
    client = client_of(person)
    assert client.get(address).status_code == 200
    said = client.post(address, {"title": "Jak kalibrować wagę?", "text": "Kto wie?"})
    assert said.status_code == 302, said.content.decode()
    page = QuestionPage.objects.get()
    assert page.live and page.owner == person and not MailDraft.objects.exists()


@pytest.mark.parametrize(
    ("name", "title", "words"),
    [
        ("forward_outlook_pl", "Kalibracja wagi", "Trzeba odczekać 10 minut i wcisnąć ZERO."),
        ("forward_apple_en", "Scale calibration", "Wait for 10 minutes and press ZERO."),
    ],
)
def test_a_forwarded_thread_loses_the_headers_of_its_mails_and_no_words(
    forwarder, name: str, title: str, words: str
) -> None:
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    assert take(message(name, space_address(forwarder, section))).outcome == Outcome.DRAFT
    draft = MailDraft.objects.get()
    assert draft.title == title
    assert words in draft.text and ("zachować" in draft.text or "Worth" in draft.text)
    assert "@" not in draft.text and "2026" not in draft.text


def test_what_was_forwarded_to_a_project_becomes_knowledge(forwarder, client_of, editor) -> None:
    person, project = forwarder, make_project("Kalibracja")
    for who in (person, editor):
        raw = message("forward_gmail_pl", space_address(who, project), who.email)
        assert take(raw.replace(b"FWD1", b"FWD-%d" % who.pk)).outcome == Outcome.DRAFT
        address = f"/notifications/drafts/{MailDraft.objects.get().pk}/"
        form = {"title": f"Jak kalibrować, {who.first_name}", "text": "Wciśnij **ZERO**."}
        assert client_of(who).post(address, form).status_code == 302
        assert not MailDraft.objects.exists()
    pages = {page.owner: page for page in KnowledgePage.objects.child_of(project)}
    assert pages[editor].live and "ZERO" in str(pages[editor].body)
    # Who may not publish sends it to those who may.
    assert not pages[person].live and pages[person].current_workflow_state is not None


def forwarded_with_files(to: str, sender: str = "ewa@example.com") -> bytes:
    mail = message_from_bytes(message("forward_gmail_pl", to, sender), policy=policy.default)
    for name in ("plan.txt", "koszty.txt"):
        mail.add_attachment(f"Jak w {name}", filename=name)
    mail.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="gra.exe")
    return mail.as_bytes()


def test_files_of_a_forwarded_mail_follow_below_the_page_as_far_as_they_are_chosen(
    forwarder, client_of, django_capture_on_commit_callbacks
) -> None:
    person, section = forwarder, QuestionIndexPage.objects.get(locale__language_code="pl")
    take(forwarded_with_files(space_address(person, section)))
    assert "gra.exe" in sent.outbox[0].body and "plan.txt" not in sent.outbox[0].body
    draft = MailDraft.objects.get()
    address = f"/notifications/drafts/{draft.pk}/"
    client = client_of(person)
    form = client.get(address).context["form"]
    offered = {file.name: file for file in form.fields["attachments"].queryset}
    assert list(offered) == ["plan.txt", "koszty.txt"] and set(form["attachments"].value())
    paths = [Path(file.file.path) for file in offered.values()]
    assert all(path.exists() for path in paths)
    words = {"title": "Jak?", "text": "Kto wie?", "attachments": [offered["plan.txt"].pk]}
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(address, words).status_code == 302
    said = Comment.objects.get(page=QuestionPage.objects.get())
    assert said.user == person
    (attached,) = said.attachments.all()
    assert attached.name == "plan.txt" and attached.file.read().strip() == b"Jak w plan.txt"
    assert not MailDraft.objects.exists() and not any(path.exists() for path in paths)


def test_files_wait_until_the_page_is_approved(
    forwarder, client_of, editor, django_capture_on_commit_callbacks
) -> None:
    person, project = forwarder, make_project("Kalibracja")
    take(forwarded_with_files(space_address(person, project)))
    draft = MailDraft.objects.get()
    words = {
        "title": "Jak?",
        "text": "ZERO",
        "attachments": [file.pk for file in draft.files.all()],
    }
    address = f"/notifications/drafts/{draft.pk}/"
    client = client_of(person)
    assert client.post(address, words).status_code == 302
    assert client.get(address).status_code == 404, "it is checked"
    page = KnowledgePage.objects.child_of(project).get()
    assert not page.live and not Comment.objects.filter(page=page).exists()
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            page.get_latest_revision().publish(user=editor)
    said = Comment.objects.get(page=page)
    assert said.user == person and said.attachments.count() == 2
    assert not MailDraft.objects.exists()


def test_nothing_is_published_when_its_files_may_not_follow(forwarder, client_of) -> None:
    person, section = forwarder, QuestionIndexPage.objects.get(locale__language_code="pl")
    take(forwarded_with_files(space_address(person, section)))
    draft = MailDraft.objects.get()
    Policy.objects.create(page=section, mode="off")
    words = {
        "title": "Jak?",
        "text": "Kto?",
        "attachments": [file.pk for file in draft.files.all()],
    }
    client, address = client_of(person), f"/notifications/drafts/{draft.pk}/"
    answer = client.post(address, words)
    assert answer.status_code == 200 and answer.context["form"].errors
    assert not QuestionPage.objects.exists() and draft.files.count() == 2
    assert client.post(address, words | {"attachments": []}).status_code == 302
    assert QuestionPage.objects.get().live and not MailDraft.objects.exists()


def test_a_page_that_takes_no_mails_says_so(forwarder) -> None:
    mail = receive(read_letter(message("forward_gmail_pl", space_address(forwarder, make_guide()))))
    assert mail.reason == "no drafts" and not MailDraft.objects.exists()


def test_a_section_that_takes_mails_shows_its_address(forwarder, client_of, settings) -> None:
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    client = client_of(forwarder)
    assert space_address(forwarder, section) in client.get(section.url).content.decode()
    assert (
        "+p"
        not in client.get(make_news("Stołówka").url)
        .content.decode()
        .partition("page-grid__side")[2]
    )
    settings.RYNEK_REPLY_ADDRESS = ""
    assert "data-copy" not in client.get(section.url).content.decode().partition("<aside")[2]


@pytest.mark.parametrize("deed", ["publish", "throw away"])
def test_a_draft_that_is_dealt_with_is_not_announced_any_more(forwarder, client_of, deed) -> None:
    """Between the mail and the news of its draft lies a minute, in which people act."""
    section = QuestionIndexPage.objects.get(locale__language_code="pl")
    receive(read_letter(message("forward_gmail_pl", space_address(forwarder, section))))
    draft = MailDraft.objects.get()
    if deed == "publish":
        words = {"title": "Jak kalibrować wagę?", "text": "Kto wie?"}
        client_of(forwarder).post(f"/notifications/drafts/{draft.pk}/", words)
    else:
        draft.delete()
    outbox.send_waiting()
    assert not [mail for mail in sent.outbox if "draft" in mail.subject or "Szkic" in mail.subject]
    assert Mail.objects.get(kind=Mail.Kind.ANSWER).state == Mail.State.DROPPED
