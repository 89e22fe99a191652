"""What we keep of django-comments-xtd behaves as its documentation says.

These hold the layer that we build on: model, thread algebra, signals, moderator hook, flags. Its
own tests are run by `test_comments_xtd_suite.py`. See the decision record on django-comments-xtd.
"""

import random

import pytest
from django.conf import settings
from django.db.models.signals import pre_save
from django.urls import NoReverseMatch, get_resolver, reverse
from django_comments.models import CommentFlag
from django_comments.signals import comment_was_flagged, comment_was_posted, comment_will_be_posted
from django_comments_xtd import get_model
from django_comments_xtd.models import (
    MaxThreadLevelExceededException,
    XtdComment,
    publish_or_unpublish_on_pre_save,
)
from django_comments_xtd.moderation import XtdCommentModerator

from blog.pages.models import NewsPage
from social.comments import actions
from social.comments.models import Comment, ConversationSettings
from social.comments.moderators import moderator
from tests.factories import make_guide, make_news
from tests.social.conversation import misplaced, say

pytestmark = pytest.mark.django_db


def test_the_package_uses_our_model() -> None:
    assert get_model() is Comment
    assert issubclass(Comment, XtdComment)


def test_rows_are_complete_for_the_package(employee) -> None:
    page = make_news()
    comment = say(employee, page, "Tekst")
    assert comment.content_object.specific == page
    assert comment.content_type.model == "newspage" and comment.object_pk == str(page.pk)
    assert (comment.name, comment.email, comment.ip_address) == ("Ewa Żak", employee.email, None)
    assert XtdComment.objects.get(pk=comment.pk).comment == "Tekst"
    assert list(Comment.objects.for_app_models("pages.newspage")) == [comment]
    assert not Comment.objects.for_app_models("pages.guidepage").exists()
    assert list(Comment.objects.for_model(page)) == [comment]


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_of_answers_is_ordered_depth_first(employee, community_manager, seed) -> None:
    """Compared with a tree that is walked anew."""
    ConversationSettings(thread_depth=6).save()
    chance, page = random.Random(seed), make_news()
    root = say(community_manager, page, "root")
    children: dict[int, list[int]] = {root.pk: []}
    level = {root.pk: 0}
    for number in range(40):
        parent = Comment.objects.get(pk=chance.choice([pk for pk in level if level[pk] < 6]))
        made = say(community_manager, page, f"{number}", parent)
        children[parent.pk].append(made.pk)
        children[made.pk], level[made.pk] = [], level[parent.pk] + 1

    def walk(pk: int) -> list[int]:
        return [pk, *(below for child in children[pk] for below in walk(child))]

    rows = Comment.objects.filter(thread_id=root.pk).order_by("order")
    assert [row.pk for row in rows] == walk(root.pk)
    assert {row.pk: row.level for row in rows} == level
    assert misplaced(root.pk) == []


def test_the_deepest_level_holds_for_whoever_writes_rows_directly(employee) -> None:
    comment = say(employee, make_news())
    for _ in range(settings.COMMENTS_XTD_MAX_THREAD_LEVEL):
        comment = _row_below(comment)
    with pytest.raises(MaxThreadLevelExceededException):
        _row_below(comment)
    assert misplaced(comment.thread_id) == []  # and the refused row is gone


def _row_below(parent: Comment) -> Comment:
    fields = ("page_id", "content_type_id", "object_pk", "site_id", "user_id")
    made = Comment(parent_id=parent.pk, comment="x", **{f: getattr(parent, f) for f in fields})
    made.save()
    return made


def test_a_receiver_may_refuse_a_comment(employee) -> None:
    def refuse(sender, comment, request, **kwargs) -> bool:
        return "nie" not in comment.comment

    comment_will_be_posted.connect(refuse, sender=Comment)
    try:
        with pytest.raises(actions.Refused):
            say(employee, make_news(), "To nie przejdzie")
        assert not Comment.objects.exists()
        assert say(employee, make_news(), "To tak").pk
    finally:
        comment_will_be_posted.disconnect(refuse, sender=Comment)


def test_listeners_hear_of_posts_and_flags(employee, colleague) -> None:
    heard = []

    def posted(sender, comment, **kwargs) -> None:
        heard.append(("posted", comment.pk))

    def flagged(sender, comment, flag, created, **kwargs) -> None:
        heard.append((flag.flag, comment.pk))

    comment_was_posted.connect(posted, sender=Comment)
    comment_was_flagged.connect(flagged, sender=Comment)
    try:
        comment = say(employee, make_news())
        actions.report(colleague, comment, "spam")
    finally:
        comment_was_posted.disconnect(posted, sender=Comment)
        comment_was_flagged.disconnect(flagged, sender=Comment)
    assert heard == [("posted", comment.pk), (CommentFlag.SUGGEST_REMOVAL, comment.pk)]
    assert comment.flags.get().user == colleague


def test_moderator_hook_refuses_and_holds_back(employee) -> None:
    class Strict(XtdCommentModerator):
        def allow(self, comment, content_object, request) -> bool:
            return "zakazane" not in comment.comment

        def moderate(self, comment, content_object, request) -> bool:
            return "wątpliwe" in comment.comment

    moderator.register(NewsPage, Strict)
    try:
        page = make_news()
        with pytest.raises(actions.Refused):
            say(employee, page, "zakazane")
        assert not say(employee, page, "wątpliwe").is_public
        assert say(employee, page, "dobre").is_public
        assert say(employee, make_guide(), "wątpliwe").is_public  # another page type
    finally:
        moderator.unregister(NewsPage)


def test_saving_does_not_rewrite_answers(employee, colleague) -> None:
    """The package's receiver is disconnected: it republished what a moderator had hidden."""
    receivers = [ref() for _key, ref, *_rest in pre_save.receivers if callable(ref)]
    assert publish_or_unpublish_on_pre_save not in [
        r for r in receivers if r in pre_save._live_receivers(Comment)[0]
    ]
    page = make_news()
    root = say(employee, page)
    hidden = say(colleague, page, parent=root)
    Comment.objects.filter(pk=hidden.pk).update(is_public=False)
    root.refresh_from_db()
    root.save()
    hidden.refresh_from_db()
    assert not hidden.is_public
    root.refresh_from_db()
    assert root.nested_count == 1


def test_nothing_of_the_packages_is_mounted(client_of, employee) -> None:
    for name in (
        "comments-post-comment",
        "comments-xtd-mute",
        "comments-xtd-api-create",
        "comments-flag",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    mounted = str(get_resolver().url_patterns)
    assert "django_comments" not in mounted
    for path in ("/comments/mute/x", "/comments/api/comment/", "/comments/confirm/x"):
        assert client_of(employee).get(path).status_code == 404
