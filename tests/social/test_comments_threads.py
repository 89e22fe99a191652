"""Threads keep their order, whatever happens to them."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page

from blog.pages.models import GuidePage, NewsPage
from social.activity.models import Event, Verb
from social.comments import actions, counts
from social.comments.bulk import Draft, create_threads
from social.comments.models import Comment, Conversation, Removal
from social.people.models import User
from social.reactions.actions import toggle
from social.reactions.models import Reaction
from tests.factories import make_news, make_person
from tests.social.conversation import misplaced, orphans, say

pytestmark = pytest.mark.django_db


def test_answers_take_their_place_in_depth_first_order(employee, colleague) -> None:
    page = make_news()
    root = say(employee, page, "Root")
    first = say(colleague, page, "First", root)
    say(employee, page, "Second", root)
    say(employee, page, "Below first", first)
    texts = Comment.objects.filter(thread_id=root.pk).order_by("order")
    assert [c.comment for c in texts] == ["Root", "First", "Below first", "Second"]
    assert misplaced(root.pk) == []
    root.refresh_from_db()
    assert root.nested_count == 3
    assert [c.comment for c in first.descendants()] == ["Below first"]


def test_answers_deeper_than_configured_stand_beside_their_parent(employee) -> None:
    page = make_news()
    comment = say(employee, page)
    for _ in range(5):
        comment = say(employee, page, parent=comment)
        assert comment.level <= 2
    assert misplaced(comment.thread_id) == []


@pytest.mark.parametrize("replies", [20, 5000])
def test_saving_or_removing_a_root_takes_a_handful_of_statements(
    replies, employee, django_assert_max_num_queries
) -> None:
    page = make_news()
    root = Draft(page, employee, "Root", timezone.now())
    create_threads(
        [root, *(Draft(page, employee, "a", timezone.now(), root) for _ in range(replies))]
    )
    comment = Comment.objects.get(pk=root.comment.pk)
    with django_assert_max_num_queries(12):
        comment.save()
    with django_assert_max_num_queries(30):
        actions.delete_comment(employee, comment)
    assert Comment.objects.filter(root=comment, is_public=True).count() == replies


def test_deleted_comment_leaves_a_trace_and_its_answers(employee, colleague) -> None:
    page = make_news()
    root = say(employee, page, "Tajne hasło")
    answer = say(colleague, page, "Odpowiedź", root)
    actions.delete_comment(employee, root)
    root.refresh_from_db()
    assert (root.comment, root.body_html, root.removal) == ("", "", Removal.DELETED)
    assert Comment.objects.visible_to(colleague).filter(pk=answer.pk).exists()
    assert not Comment.objects.visible_to(colleague).filter(pk=root.pk).exists()
    assert Conversation.objects.get(page=page).comment_count == 1


def test_bulk_threads_are_as_good_as_posted_ones(employee, colleague) -> None:
    page, now = make_news(), timezone.now()
    root = Draft(page, employee, "Kiedy **start**?", now, is_question=True)
    first = Draft(
        page, colleague, "W maju, @Ewa Żak.", now + timedelta(hours=1), root, accepted=True
    )
    rows = [
        root,
        first,
        Draft(page, employee, "Później", now, root),
        Draft(page, None, "x", now, first),
    ]
    create_threads(rows)
    assert misplaced(root.comment.pk) == [] and orphans() == 0
    stored = Comment.objects.get(pk=root.comment.pk)
    assert stored.accepted_answer_id == first.comment.pk
    assert stored.body_html == "<p>Kiedy <strong>start</strong>?</p>\n"
    assert list(employee.mentions.values_list("comment", flat=True)) == [first.comment.pk]
    assert counts.recount() == []
    later = say(colleague, page, "Dziękuję", Comment.objects.get(pk=first.comment.pk))
    assert misplaced(later.thread_id) == []


def test_bulk_refuses_an_answer_before_its_parent(employee) -> None:
    page, now = make_news(), timezone.now()
    root = Draft(page, employee, "a", now)
    with pytest.raises(ValueError, match="before"):
        create_threads([Draft(page, employee, "b", now, root), root])


def test_recount_repairs_and_reports(employee) -> None:
    page = make_news()
    say(employee, page)
    Conversation.objects.filter(page=page).update(comment_count=7)
    assert len(counts.recount()) == 1
    assert Conversation.objects.get(page=page).comment_count == 1
    assert counts.recount() == []


def test_events_tell_whom_a_comment_is_for(employee, colleague) -> None:
    page = make_news(author=colleague)
    root = say(employee, page, "Pytanie do @Jan Łącki")
    answer = say(colleague, page, "Proszę", root)
    commented, mentioned, replied = Event.objects.filter(subject_kind="comment").order_by("pk")
    assert (commented.verb, commented.actor, commented.target) == (
        Verb.COMMENTED,
        employee,
        colleague,
    )
    assert (mentioned.verb, mentioned.target) == (Verb.MENTIONED, colleague)
    assert (replied.verb, replied.target, replied.subject_id) == (Verb.REPLIED, employee, answer.pk)


def test_author_who_leaves_stays_in_the_thread_without_a_name(employee) -> None:
    author = make_person("Igor", "Dawny")
    page = make_news()
    root = say(author, page)
    say(employee, page, parent=root)
    User.objects.get(pk=author.pk).delete()
    root.refresh_from_db()
    assert root.user is None and misplaced(root.pk) == []


def test_conversation_survives_a_change_of_its_page_s_type(client_of, employee, colleague) -> None:
    """News becomes a guide, as a data migration would do it: one row moved between two tables."""
    page = make_news("Nowość")
    root = say(employee, page, "Czy to zostanie?")
    toggle(colleague, root, "like")
    own = [field for field in GuidePage._meta.local_fields if not field.primary_key]
    guide = GuidePage(contentpage_ptr_id=page.pk)
    for field in own:
        setattr(guide, field.attname, field.get_default())
    guide.save_base(raw=True)  # its own row alone
    NewsPage.objects.filter(pk=page.pk)._raw_delete(using="default")
    guide_type = ContentType.objects.get_for_model(GuidePage)
    Page.objects.filter(pk=page.pk).update(content_type=guide_type)
    fresh = Page.objects.get(pk=page.pk).specific
    assert isinstance(fresh, GuidePage)
    html = client_of(colleague).get(fresh.url).content.decode()
    assert "Czy to zostanie?" in html
    answer = say(colleague, fresh, "Tak", root)
    assert answer.thread_id == root.pk and misplaced(root.pk) == []
    assert Reaction.objects.visible_to(employee).count() == 1
    assert counts.recount() == []


def test_conversation_is_hidden_with_its_page_and_comes_back_with_it(employee, colleague) -> None:
    page = make_news()
    comment = say(employee, page)
    page.unpublish()
    assert not Comment.objects.visible_to(colleague).exists()
    page.save_revision().publish()
    assert Comment.objects.visible_to(colleague).get() == comment
    assert Conversation.objects.get(page=page).comment_count == 1
