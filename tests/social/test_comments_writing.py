"""Writing, editing and deleting, through the same doors that people use."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from social.activity.models import Event, Verb
from social.comments import actions, rules
from social.comments.models import (
    Attachment,
    Comment,
    Conversation,
    ConversationSettings,
    Policy,
)
from tests.factories import make_department, make_guide, make_news, make_person, restrict
from tests.html import tight
from tests.social.conversation import say

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def write_url(page) -> str:
    return reverse("comments:write", args=[page.pk])


def test_without_javascript_a_comment_leads_back_to_its_place(client_of, employee) -> None:
    page = make_news()
    client = client_of(employee)
    answer = client.post(write_url(page), {"text": "Dobrze!"}, follow=True)
    comment = Comment.objects.get()
    assert answer.redirect_chain[-1][0].endswith(f"?comment={comment.pk}#comment-{comment.pk}")
    assert "Dobrze!" in answer.content.decode()


def test_htmx_gets_the_comment_and_a_fresh_form(client_of, employee) -> None:
    page = make_news()
    answer = client_of(employee).post(write_url(page), {"text": "Dobrze!"}, headers=HTMX)
    html = answer.content.decode()
    assert "Dobrze!" in html and "data-just-posted" in html and "composer-page" in html
    assert "<html" not in html


def test_answer_is_posted_below_its_parent(client_of, employee, colleague) -> None:
    page = make_news()
    root = say(colleague, page)
    data = {"text": "Tak", "parent": root.pk}
    answer = client_of(employee).post(write_url(page), data, headers=HTMX)
    assert Comment.objects.get(comment="Tak").parent_id == root.pk
    assert f'id="reply-{root.pk}"' in answer.content.decode()


def test_double_submission_posts_once(client_of, employee) -> None:
    page = make_news()
    client, token = client_of(employee), str(uuid.uuid4())
    for _ in range(2):
        assert client.post(write_url(page), {"text": "Raz", "token": token}).status_code == 302
    assert Comment.objects.count() == 1
    assert Conversation.objects.get(page=page).comment_count == 1
    assert Event.objects.filter(verb=Verb.COMMENTED).count() == 1


def test_somebody_elses_token_posts_nothing_of_theirs(client_of, employee, colleague) -> None:
    page = make_news()
    token = uuid.uuid4()
    theirs = say(colleague, page, "Moje", token=token)
    with pytest.raises(Exception, match="(?i)unique|token"):
        say(employee, page, "Cudze", token=token)
    theirs.refresh_from_db()
    assert theirs.user == colleague


@pytest.mark.parametrize("text", ["", "   \n ", "x" * 10_001])
def test_bad_text_is_refused_and_kept(client_of, employee, text) -> None:
    page = make_news()
    answer = client_of(employee).post(write_url(page), {"text": text}, headers=HTMX)
    assert answer.status_code == 422
    assert "composer__errors" in answer.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("parent", ["999999", "abc", "-1", "99999999999999999999"])
def test_unknown_parent_is_an_error_of_the_form(client_of, employee, parent) -> None:
    page = make_news()
    data = {"text": "Tekst", "parent": parent}
    answer = client_of(employee).post(write_url(page), data)
    assert answer.status_code == 422 and "Tekst" in answer.content.decode()
    assert not Comment.objects.exists()


def test_parent_on_another_page_is_refused(client_of, employee, colleague) -> None:
    here, there = make_news(), make_news()
    parent = say(colleague, there)
    answer = client_of(employee).post(write_url(here), {"text": "Tekst", "parent": parent.pk})
    assert answer.status_code == 422
    with pytest.raises(actions.Refused):
        say(employee, here, "Tekst", parent)


def test_mode_off_and_read_only_hold_in_every_entry_point(client_of, employee, colleague) -> None:
    page = make_news()
    comment = say(employee, page)
    client = client_of(employee)
    for mode in ("read-only", "off"):
        Policy.objects.update_or_create(page=page, defaults={"mode": mode})
        assert client.post(write_url(page), {"text": "x"}, headers=HTMX).status_code == 422
        edit = client.post(reverse("comments:edit", args=[comment.pk]), {"text": "x"})
        assert edit.status_code == (422 if mode == "read-only" else 404)
        for deed in (
            lambda: say(colleague, page),
            lambda: actions.edit_comment(employee, comment, "x"),
        ):
            with pytest.raises(actions.Refused):
                deed()
    html = client.get(page.url).content.decode()
    assert comment.comment not in html and 'id="comments"' not in html
    assert not Comment.objects.visible_to(colleague).exists()


def test_rule_covers_the_pages_below_until_one_says_otherwise(employee) -> None:
    guide = make_guide()
    chapter = make_guide(parent=guide)
    open_one = make_guide(parent=chapter)
    Policy.objects.create(page=guide, mode="read-only")
    Policy.objects.create(page=open_one, mode="open")
    assert not rules.openness(chapter).is_open
    assert rules.openness(open_one).is_open
    Policy.objects.filter(page=guide).update(is_for_subpages=False)
    assert rules.openness(chapter).is_open


def test_conversation_closes_by_age(employee) -> None:
    page = make_news()
    ConversationSettings(close_after_days=30).save()
    assert rules.openness(page).is_open
    page.first_published_at = timezone.now() - timedelta(days=31)
    page.save()
    assert not rules.openness(page).is_open
    Policy.objects.create(page=page, close_after_days=60)
    assert rules.openness(page).is_open


def test_edit_keeps_history_and_tells_only_newly_mentioned(client_of, employee, colleague) -> None:
    other = make_person("Ola", "Nowa")
    page = make_news()
    comment = say(employee, page, "Pierwsza @Jan Łącki")
    url = reverse("comments:edit", args=[comment.pk])
    client = client_of(employee)
    client.post(url, {"text": "Druga @Jan Łącki i @Ola Nowa"})
    comment.refresh_from_db()
    assert comment.edited_at and "Druga" in comment.body_html
    mentioned = Event.objects.filter(verb=Verb.MENTIONED).order_by("pk")
    assert [event.target for event in mentioned] == [colleague, other]
    history = client_of(colleague).get(reverse("comments:history", args=[comment.pk]))
    assert "Pierwsza" in history.content.decode()


def test_nobody_edits_words_of_others_or_too_late(employee, colleague, community_manager) -> None:
    comment = say(employee, make_news())
    for person in (colleague, community_manager):
        with pytest.raises(actions.Refused):
            actions.edit_comment(person, comment, "x")
        with pytest.raises(actions.Refused):
            actions.delete_comment(person, comment)
    Comment.objects.filter(pk=comment.pk).update(submit_date=timezone.now() - timedelta(hours=2))
    comment.refresh_from_db()
    with pytest.raises(actions.Refused):
        actions.edit_comment(employee, comment, "x")


def test_deleting_is_confirmed_and_takes_the_text_and_its_history(client_of, employee) -> None:
    page = make_news()
    comment = say(employee, page, "Sekret")
    actions.edit_comment(employee, comment, "Nic")
    url = reverse("comments:delete", args=[comment.pk])
    client = client_of(employee)
    assert client.get(url).status_code == 200
    assert Comment.objects.get().comment == "Nic"
    client.post(url)
    assert Comment.objects.get().comment == "" and not comment.versions.exists()
    assert client.get(reverse("comments:history", args=[comment.pk])).status_code == 404


def test_pace_is_limited_kindly_and_differently_for_new_people(client_of) -> None:
    page = make_news()
    ConversationSettings(
        comments_per_minute=100, comments_per_hour=5, comments_per_hour_new=2
    ).save()
    old = make_person(date_joined=timezone.now() - timedelta(days=100))
    new = make_person()
    for person, limit in ((old, 5), (new, 2)):
        for number in range(limit):
            say(person, page, f"{number}")
        answer = client_of(person).post(write_url(page), {"text": "Za dużo"}, headers=HTMX)
        assert answer.status_code == 422 and "Za dużo" in answer.content.decode()


def test_mention_of_a_department_is_one_event(employee) -> None:
    team = make_department("Dział Kadr")
    say(employee, make_news(), "Proszę @dzial kadr o pomoc")
    event = Event.objects.get(verb=Verb.MENTIONED)
    assert event.data == {"department": team.pk} and event.target is None


def test_preview_warns_of_those_who_cannot_see_the_page(client_of, employee, colleague) -> None:
    page = make_news()
    restrict(page, "Board")
    member = make_person("Ida", "Zarząd", groups=["Board"])
    url = reverse("comments:preview", args=[page.pk])
    html = client_of(member).post(url, {"text": "**Hej** @Jan Łącki"}).content.decode()
    assert "<strong>Hej</strong>" in html and "Jan Łącki" in html.split("callout--warning")[1]
    assert client_of(employee).post(url, {"text": "x"}).status_code == 404


def test_preview_without_javascript_posts_nothing_and_keeps_all(client_of, employee) -> None:
    page = make_news()
    client = client_of(employee)
    data = {"text": "**Hej**", "preview": "1", "files": SimpleUploadedFile("plan.txt", b"plan")}
    html = client.post(write_url(page), data).content.decode()
    assert "<strong>Hej</strong>" in html and "plan.txt" in html and "**Hej**" in html
    assert not Comment.objects.exists()
    kept = re.search(r'name="attachments" value="([^"]+)"', tight(html))[1]
    client.post(write_url(page), {"text": "**Hej**", "attachments": kept})
    comment = Comment.objects.get()
    assert comment.attachments.get().name == "plan.txt"
    edit = reverse("comments:edit", args=[comment.pk])
    html = client.post(edit, {"text": "*Cześć*", "preview": "1"}).content.decode()
    comment.refresh_from_db()
    assert "<em>Cześć</em>" in html and comment.comment == "**Hej**"


def test_a_refused_comment_keeps_its_files(client_of, employee) -> None:
    page = make_news()
    ConversationSettings(comments_per_minute=0).save()
    data = {"text": "Za szybko", "files": SimpleUploadedFile("plan.txt", b"plan")}
    answer = client_of(employee).post(write_url(page), data, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 422 and "Za szybko" in html and "plan.txt" in html
    key = Attachment.objects.get().key
    assert f'data-key="{key}"' in html and f'value="{key}"' in html


def test_who_is_mentioned_and_cannot_see_the_page_is_told_to_the_author(client_of) -> None:
    """While the name is chosen, in the preview, and after posting; departments with numbers."""
    page, team = make_news(), make_department("Dział Kadr")
    restrict(page, "Board")
    for number in range(2):
        make_person("Ewa", f"Kadrowa{number}", department=team)
    member = make_person("Ida", "Zarząd", groups=["Board"], department=team)
    client = client_of(member)
    names = client.get(reverse("comments:names", args=[page.pk]), {"q": "kadrowa0"}).json()
    assert names["items"][0]["detail"] == "nie widzi tej strony"
    data = {"text": "@Ewa Kadrowa0 i @Dział Kadr, @Ida Zarząd"}
    for headers in ({}, HTMX):
        html = client.post(write_url(page), data, headers=headers, follow=True).content.decode()
        warning = re.search(r"Ewa Kadrowa0, Dział Kadr \(2 osoby\)[^<]*", html)[0]
        assert "Ida" not in warning
    say(member, page, "@Ida Zarząd")
    assert "callout--warning" not in client.get(page.url).content.decode()


def test_suggestions_ignore_diacritics(client_of, employee, colleague) -> None:
    page = make_news()
    url = reverse("comments:names", args=[page.pk])
    items = client_of(employee).get(url, {"q": "lac"}).json()["items"]
    assert [item["insert"] for item in items] == ["@Jan Łącki"]


def test_people_of_one_name_are_told_apart(client_of, employee) -> None:
    first, second = make_person("Jan", "Nowak"), make_person("Jan", "Nowak")
    page = make_news()
    url = reverse("comments:names", args=[page.pk])
    items = client_of(employee).get(url, {"q": "jan nowak"}).json()["items"]
    assert {item["insert"] for item in items} == {f"@Jan Nowak#{p.pk}" for p in (first, second)}
    comment = say(employee, page, f"Cześć @Jan Nowak#{second.pk}, @Jan Nowak")
    assert [m.person for m in comment.mentions.all()] == [second]


def test_an_edit_in_place_leaves_the_answers_where_they_are(client_of, employee, colleague) -> None:
    page = make_news()
    comment = say(employee, page, "Pierwsza")
    say(colleague, page, "Odpowiedź", comment)
    client, address = client_of(employee), reverse("comments:edit", args=[comment.pk])
    form = client.get(address, headers=HTMX).content.decode()
    assert (
        tight(form).count(f'hx-target="#body-{comment.pk}" hx-swap="outerHTML"') == 2
    )  # and Cancel
    saved = client.post(address, {"text": "Druga"}, headers=HTMX).content.decode()
    kept = client.get(reverse("comments:one", args=[comment.pk]), headers=HTMX).content.decode()
    for article in (saved, kept):
        assert tight(article).startswith(f'<article class="comment__main" id="body-{comment.pk}"')
        assert article.strip().endswith("</article>") and "reply-slot" not in article
    assert 'data-just-posted="Zmiana jest zapisana."' in saved


@pytest.mark.parametrize("address", ["write", "answer", "edit"])
def test_forms_on_pages_of_their_own_are_plain_forms(client_of, employee, address) -> None:
    page = make_news()
    comment = say(employee, page, "Pierwsza")
    addresses = {
        "write": write_url(page),
        "answer": f"{write_url(page)}?parent={comment.pk}",
        "edit": reverse("comments:edit", args=[comment.pk]),
    }
    html = tight(client_of(employee).get(addresses[address]).content.decode())
    form = html.partition('<form class="composer')[2].partition("</form>")[0]
    assert (
        "<textarea" in form and "hx-target" not in form and "hx-post=" not in form.partition(">")[0]
    )


def test_no_answer_is_offered_where_it_would_be_refused(client_of, employee, colleague) -> None:
    page = make_news()
    comment = say(colleague, page, "Pierwsza")
    client = client_of(employee)
    menu = reverse("comments:menu", args=[comment.pk])
    for surface in (page.url, f"{menu}?page={page.pk}"):
        assert "data-reply" in client.get(surface).content.decode()
    Policy.objects.create(page=page, mode="read-only")
    for surface in (page.url, f"{menu}?page={page.pk}"):
        assert "data-reply" not in client.get(surface).content.decode()
