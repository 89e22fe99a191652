"""The community manager's desk: every deed, its trace and its reverse."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import ModelLogEntry

from social.activity.models import Event, Verb
from social.comments import actions, counts
from social.comments.models import Comment, Concern, Conversation, ConversationSettings, Sanction
from social.comments.screening import watched_words_in
from social.comments.signals import comment_moderated
from tests.factories import make_news, make_person
from tests.social.conversation import misplaced, orphans, say

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)


@pytest.fixture
def veteran(db):
    return make_person("Wera", "Stara", date_joined=timezone.now() - LONG_AGO)


def log_of(comment: Comment) -> list[str]:
    rows = ModelLogEntry.objects.filter(object_id=str(comment.pk)).order_by("pk")
    return list(rows.values_list("action", flat=True))


def do(client, comment, key, **data):
    prefixed = {f"{key}-{name}": value for name, value in data.items()}
    return client.post(reverse("comments_moderation:do", args=[comment.pk, key]), prefixed)


def test_report_comes_into_the_queue_once(
    client_of, employee, colleague, community_manager
) -> None:
    comment = say(colleague, make_news(), "Bzdura")
    client = client_of(employee)
    url = reverse("comments:report", args=[comment.pk])
    for _ in range(2):
        client.post(url, {"reason": "unkind", "note": "Przykre"})
    assert Concern.objects.count() == 1
    html = client_of(community_manager).get(reverse("comments_moderation:queue")).content.decode()
    assert "Bzdura" in html and "Przykre" in html
    with pytest.raises(actions.Refused):
        actions.report(colleague, comment, "spam")


def test_hide_and_show_again_with_reason_trace_and_counts(
    client_of, employee, community_manager
) -> None:
    page = make_news()
    comment = say(employee, page, "Źle")
    say(community_manager, page, parent=comment)
    heard = []

    def hear(sender, **kwargs) -> None:
        heard.append((kwargs["deed"], kwargs["reason"]))

    comment_moderated.connect(hear, weak=False, dispatch_uid="test")
    try:
        desk = client_of(community_manager)
        assert do(desk, comment, "hide").status_code == 422  # a reason is needed
        do(desk, comment, "hide", reason="Dane osobowe")
        comment.refresh_from_db()
        assert comment.is_hidden and Conversation.objects.get(page=page).comment_count == 1
        shown = client_of(employee).get(page.url).content.decode()
        assert "Dane osobowe" in shown and "Źle" not in shown
        assert "Dane osobowe" not in client_of(make_person()).get(page.url).content.decode()
        do(desk, comment, "approve")
    finally:
        comment_moderated.disconnect(dispatch_uid="test")
    comment.refresh_from_db()
    assert comment.is_published and Conversation.objects.get(page=page).comment_count == 2
    assert heard == [("hidden", "Dane osobowe"), ("shown", "")]
    assert log_of(comment) == ["comments.hide", "comments.approve"]
    assert Event.objects.filter(verb=Verb.COMMENTED).count() == 1  # nobody is told again


def test_hidden_comment_without_answers_leaves_a_trace_for_its_author_only(
    client_of, employee, colleague, community_manager
) -> None:
    page = make_news()
    actions.hide(community_manager, say(employee, page, "Źle"), "Powód")
    for person, traces in ((employee, 1), (community_manager, 1), (colleague, 0)):
        html = client_of(person).get(page.url).content.decode()
        assert html.count("comment--tombstone") == traces


def test_hiding_a_branch_takes_its_answers_along(employee, colleague, community_manager) -> None:
    page = make_news()
    root = say(employee, page)
    answer = say(colleague, page, parent=root)
    beside = say(colleague, page, "Obok")
    actions.hide(community_manager, root, "Kłótnia", with_answers=True)
    answer.refresh_from_db()
    assert answer.is_hidden and Comment.objects.published().get() == beside
    assert counts.recount() == []


def test_a_hidden_branch_is_shown_again_as_a_whole(
    client_of, employee, colleague, community_manager
) -> None:
    page = make_news()
    root = say(employee, page)
    answer, bad = say(colleague, page, parent=root), say(colleague, page, "Źle", root)
    actions.hide(community_manager, bad, "Obraża")  # for itself, and stays so
    desk = client_of(community_manager)
    do(desk, root, "hide", reason="Kłótnia", with_answers="on")
    shown = desk.get(reverse("comments_moderation:comment", args=[root.pk])).content.decode()
    assert 'name="approve-with_answers"' in shown
    do(desk, root, "approve", with_answers="on")
    assert set(Comment.objects.published()) == {root, answer}
    assert counts.recount() == []
    shown = desk.get(reverse("comments_moderation:comment", args=[root.pk])).content.decode()
    assert 'name="approve-with_answers"' not in shown


def test_every_deed_has_its_trace_and_its_reverse(
    client_of, employee, colleague, community_manager
) -> None:
    """The whole desk: what is done is written down, and undone at the desk as well."""
    here, there = make_news(), make_news()
    root = say(employee, here)
    comment = say(colleague, here, "Gdzie parking?", root)
    desk = client_of(community_manager)
    before = state_of(comment)
    pairs = {
        ("hide", "comments.hide"): ("approve", "comments.approve"),
        ("lock", "comments.lock"): ("unlock", "comments.unlock"),
    }
    for (deed, trace), (reverse_deed, reverse_trace) in pairs.items():
        do(desk, comment, deed, reason="Powód")
        assert state_of(comment) != before, deed
        do(desk, comment, reverse_deed)
        assert state_of(comment) == before, deed
        assert {trace, reverse_trace} <= set(log_of(comment) + log_of(root))
    do(desk, comment, "question")
    assert log_of(comment)[-2:] == ["comments.move", "comments.question"]
    do(desk, comment, "statement")
    assert log_of(comment)[-1] == "comments.statement"
    for deed in ("question", "move"):
        if deed == "move":
            do(desk, comment, "move", page=there.pk)
        entry = ModelLogEntry.objects.filter(action="comments.move").order_by("-pk")[0]
        desk.post(reverse("comments_moderation:undo-move", args=[comment.pk, entry.pk]))
        assert state_of(comment) == before, deed
    for deed in ("warn", "pause"):
        do(desk, comment, deed, reason="Łagodniej", days=2)
        sanction = Sanction.objects.order_by("-pk")[0]
        desk.post(reverse("comments_moderation:lift", args=[sanction.pk]))
        sanction.refresh_from_db()
        assert sanction.lifted_by == community_manager
    about = ModelLogEntry.objects.filter(content_type__model="user", object_id=str(colleague.pk))
    assert list(about.order_by("pk").values_list("action", flat=True)) == [
        *("comments.warn", "comments.lift", "comments.pause", "comments.lift"),
    ]
    assert all(row.user == community_manager for row in ModelLogEntry.objects.all())
    shown = desk.get(reverse("comments_moderation:comment", args=[comment.pk])).content.decode()
    assert "Powód" in shown


def state_of(comment: Comment) -> tuple:
    comment = Comment.objects.get(pk=comment.pk)
    locked = Comment.objects.get(pk=comment.thread_id).is_locked
    place = (comment.page_id, comment.parent_id, comment.level, comment.is_question)
    return (comment.is_published, locked, *place)


def test_author_appeals_once_and_is_answered(
    client_of, employee, colleague, community_manager
) -> None:
    comment = say(employee, make_news())
    actions.hide(community_manager, comment, "Nie na temat")
    url = reverse("comments:appeal", args=[comment.pk])
    assert client_of(colleague).get(url).status_code == 404
    client = client_of(employee)
    assert client.get(url).status_code == 200
    client.post(url, {"note": "Było na temat"})
    assert Concern.objects.get().kind == Concern.Kind.APPEAL
    assert client.post(url, {"note": "Jeszcze raz"}).status_code == 422
    assert client.get(url).status_code == 302
    html = client.get(comment.page.url).content.decode()
    assert url not in html and gettext("It waits for another look.") in html
    do(client_of(community_manager), comment, "keep-hidden", reason="Jednak nie")
    assert Concern.objects.get().outcome == Concern.Outcome.KEPT_HIDDEN
    html = client.get(comment.page.url).content.decode()
    assert url not in html and gettext("It waits for another look.") not in html
    with pytest.raises(actions.Refused):
        actions.appeal(employee, comment, "Znowu")


def test_waiting_comment_is_seen_by_author_and_moderators_only(
    client_of, veteran, employee, community_manager
) -> None:
    ConversationSettings(watched_words="tajn*").save()
    page = make_news()
    comment = say(veteran, page, "To TAJNĘ sprawy, @Ewa Żak")
    assert not comment.is_public and not Event.objects.filter(subject_kind="comment").exists()
    assert "TAJNĘ" in client_of(veteran).get(page.url).content.decode()
    assert "TAJNĘ" not in client_of(employee).get(page.url).content.decode()
    assert not Conversation.objects.filter(page=page, comment_count__gt=0).exists()
    do(client_of(community_manager), comment, "approve")
    verbs = Event.objects.filter(subject_kind="comment").order_by("pk")
    assert list(verbs.values_list("verb", flat=True)) == [Verb.COMMENTED, Verb.MENTIONED]
    assert "TAJNĘ" in client_of(employee).get(page.url).content.decode()


def test_words_added_by_an_edit_wait_and_then_tell_the_mentioned(
    veteran, employee, community_manager
) -> None:
    ConversationSettings(watched_words="spam").save()
    comment = say(veteran, make_news(), "Dobrze")
    comment = actions.edit_comment(veteran, comment, "spam @Ewa Żak")
    assert not comment.is_public
    actions.approve(community_manager, comment)
    assert Event.objects.get(verb=Verb.MENTIONED).target == employee
    assert counts.recount() == []


def test_first_comments_of_new_people_wait_when_so_configured(veteran, community_manager) -> None:
    ConversationSettings(moderated_first_comments=1).save()
    page, new = make_news(), make_person()
    first = say(new, page)
    assert not first.is_public and say(veteran, page).is_public
    actions.approve(community_manager, first)
    assert say(new, page, "Drugi").is_public


def test_too_many_links_wait(veteran) -> None:
    ConversationSettings(most_links=1).save()
    assert not say(veteran, make_news(), "https://a.example https://b.example").is_public


def test_watched_words_ignore_case_endings_and_diacritics() -> None:
    assert watched_words_in("Zażółć GĘŚLĄ jaźń", "gesla\njazn*\nnic\n*\n") == ["gesla", "jazn*"]
    assert not watched_words_in("klasa", "las")


def test_closed_thread_takes_no_answers_until_it_is_opened(
    client_of, employee, community_manager
) -> None:
    page = make_news()
    root = say(employee, page)
    answer = say(employee, page, parent=root)
    desk = client_of(community_manager)
    do(desk, answer, "lock", reason="Dość")
    with pytest.raises(actions.Refused):
        say(employee, page, parent=answer)
    do(desk, answer, "unlock")
    say(employee, page, parent=answer)
    assert log_of(root) == ["comments.lock", "comments.unlock"]


def test_moving_a_branch_and_back_keeps_both_threads_whole(
    client_of, employee, colleague, community_manager
) -> None:
    here, there = make_news(), make_news()
    root = say(employee, here, "Root")
    first = say(colleague, here, "First", root)
    below = say(employee, here, "Below", first)
    last = say(colleague, here, "Last", root)
    desk = client_of(community_manager)
    do(desk, first, "move", page=there.pk)
    first.refresh_from_db()
    below.refresh_from_db()
    assert first.is_root and first.page_id == there.pk and below.page_id == there.pk
    assert misplaced(root.pk) == misplaced(first.pk) == [] and orphans() == 0
    assert Conversation.objects.get(page=there).comment_count == 2
    assert Conversation.objects.get(page=here).comment_count == 2
    entry = ModelLogEntry.objects.get(action="comments.move")
    desk.post(reverse("comments_moderation:undo-move", args=[first.pk, entry.pk]))
    first.refresh_from_db()
    assert first.parent_id == root.pk and first.page_id == here.pk
    assert misplaced(root.pk) == [] and orphans() == 0 and counts.recount() == []
    say(employee, here, "After", last)
    assert misplaced(root.pk) == []


def test_moving_an_answer_away_opens_its_question_again(
    employee, colleague, community_manager
) -> None:
    here, there = make_news(), make_news()
    question = say(employee, here, is_question=True)
    answer = say(colleague, here, parent=question)
    actions.accept_answer(employee, answer)
    actions.move_branch(community_manager, answer, there)
    question.refresh_from_db()
    answer.refresh_from_db()
    assert question.accepted_answer is None and answer.accepted_at is None


def test_off_topic_branch_becomes_a_question(
    client_of, employee, colleague, community_manager
) -> None:
    page = make_news()
    root = say(employee, page)
    branch = say(colleague, page, "A gdzie parking?", root)
    do(client_of(community_manager), branch, "question")
    branch.refresh_from_db()
    assert branch.is_root and branch.is_question
    assert misplaced(root.pk) == misplaced(branch.pk) == []


def test_pause_stops_writing_until_it_ends_or_is_lifted(
    client_of, employee, community_manager
) -> None:
    page = make_news()
    comment = say(employee, page)
    desk = client_of(community_manager)
    do(desk, comment, "pause", reason="Ochłoń", days=3)
    sanction = Sanction.objects.get()
    answer = client_of(employee).post(
        reverse("comments:write", args=[page.pk]), {"text": "Ale…"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422 and "Ochłoń" in answer.content.decode()
    desk.post(reverse("comments_moderation:lift", args=[sanction.pk]))
    assert say(employee, page).pk
    Sanction.objects.update(lifted_at=None, until=timezone.now() - timedelta(minutes=1))
    assert say(employee, page, "Po czasie").pk


def test_warning_is_recorded(client_of, employee, community_manager) -> None:
    comment = say(employee, make_news())
    do(client_of(community_manager), comment, "warn", reason="Łagodniej")
    assert Sanction.objects.get().reason == "Łagodniej"
    assert ModelLogEntry.objects.get(action="comments.warn").object_id == str(employee.pk)


@pytest.mark.parametrize("person", ["employee", "editor"])
def test_the_desk_is_for_community_managers_only(request, client_of, colleague, person) -> None:
    comment = say(colleague, make_news())
    someone = request.getfixturevalue(person)
    client = client_of(someone)
    for name, args in (("queue", []), ("comment", [comment.pk]), ("sanctions", [])):
        assert client.get(reverse(f"comments_moderation:{name}", args=args)).status_code in {
            302,
            403,
        }
    for key in ("hide", "approve", "lock", "move", "pause", "warn", "question", "keep-hidden"):
        assert do(client, comment, key, reason="x", days=1).status_code in {302, 403}
    comment.refresh_from_db()
    assert comment.is_published and not Sanction.objects.exists()
    for deed in (
        lambda: actions.hide(someone, comment, "x"),
        lambda: actions.approve(someone, comment),
        lambda: actions.set_lock(someone, comment, True),
        lambda: actions.move_branch(someone, comment, make_news()),
        lambda: actions.warn(someone, colleague, "x"),
    ):
        with pytest.raises((actions.Refused, PermissionDenied)):
            deed()


def test_desk_shows_every_state_without_an_error(
    client_of, employee, community_manager, administrator
) -> None:
    page = make_news()
    comment = say(employee, page)
    for client in (client_of(community_manager), client_of(administrator)):
        for name, args in (
            ("queue", []),
            ("comment", [comment.pk]),
            ("sanctions", []),
            ("policy", [page.pk]),
        ):
            assert client.get(reverse(f"comments_moderation:{name}", args=args)).status_code == 200
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    actions.delete_comment(employee, comment)
    desk = client_of(community_manager)
    assert desk.get(reverse("comments_moderation:comment", args=[comment.pk])).status_code == 200
    assert do(desk, comment, "approve").status_code == 422


def test_rule_of_a_page_is_set_by_those_who_publish_it(client_of, editor, employee) -> None:
    page = make_news()
    url = reverse("comments_moderation:policy", args=[page.pk])
    assert client_of(employee).post(url, {"mode": "off"}).status_code in {302, 403}
    client_of(editor).post(url, {"mode": "read-only", "is_for_subpages": "on"})
    with pytest.raises(actions.Refused):
        say(employee, page)


def test_signs_of_html_are_shown_as_they_were_typed(
    client_of, employee, colleague, community_manager
) -> None:
    comment = say(colleague, make_news(), "Gdy a < b & c, to <script>alert(1)</script>")
    assert comment.plain_text.startswith("Gdy a < b & c, to")
    actions.report(employee, comment, "spam")
    html = client_of(community_manager).get(reverse("comments_moderation:queue")).content.decode()
    assert "Gdy a &lt; b &amp; c" in html and "<script>alert" not in html
