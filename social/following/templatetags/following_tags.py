"""Follow, keep, remind: the pieces that stand on every subject."""

from collections import defaultdict
from typing import Any

from django import template
from wagtail.models import Page

from social.following.actions import Followable, Thread
from social.following.feed import feed, look
from social.following.followups import address_of_subject
from social.following.levels import standing
from social.following.models import Bookmark, FollowUp, Level
from social.following.models.habits import habits_of
from social.following.moments import Moment, quick_choices
from social.following.things import address_of, link_to
from social.people.models import User
from social.subjects.keys import subject_of

register = template.Library()

LEVELS_WITHOUT_PAGES = (Level.EVERYTHING, Level.MUTED)
LEVELS = {
    "page": tuple(Level),
    "thread": (Level.EVERYTHING, Level.MENTIONS, Level.MUTED),
    "person": (Level.EVERYTHING, Level.NEW, Level.MUTED),
    "topic": (Level.EVERYTHING, Level.NEW, Level.MUTED),
    "department": (Level.EVERYTHING, Level.NEW),
}


def button_context(user: User, thing: Followable) -> dict[str, Any]:
    """What the follow button shows: at most two queries."""
    kind, pk = address_of(thing)
    return {
        "kind": kind,
        "pk": pk,
        "standing": standing(user, thing),
        "levels": LEVELS[kind],
        "user": user,
    }


@register.inclusion_tag("social/following/button.html", takes_context=True)
def follow_button(context: template.Context, thing: Followable) -> dict[str, Any]:
    """Shows how the reader follows a page, person, topic or department, and changes it.

    Shows nothing for oneself.
    """
    user = context["user"]
    if not user.is_authenticated or (isinstance(thing, User) and thing.pk == user.pk):
        return {}
    return button_context(user, thing) | {"request": context.get("request")}


@register.simple_tag(takes_context=True)
def thread_level(context: template.Context, comment: Any) -> str:
    """The level at which the reader follows a comment's conversation, if they chose one. One query."""
    chosen = standing(context["user"], Thread(comment.thread_id, comment.page_id)).level
    return str(chosen or "")


@register.simple_tag(takes_context=True)
def is_kept(context: template.Context, thing: Any) -> bool:
    """Whether the reader keeps a subject. One query."""
    key = subject_of(thing)
    mine = Bookmark.objects.visible_to(context["user"])
    return mine.filter(subject_kind=key.kind, subject_id=key.id).exists()


@register.inclusion_tag("social/following/bookmark_button.html", takes_context=True)
def bookmark_button(context: template.Context, thing: Any) -> dict[str, Any]:
    """Keeps a subject, or shows that it is kept. One query."""
    user, key = context["user"], subject_of(thing)
    kept = Bookmark.objects.filter(person=user, subject_kind=key.kind, subject_id=key.id).first()
    return {"kind": key.kind, "pk": thing.pk, "bookmark": kept, "request": context.get("request")}


@register.inclusion_tag("social/following/follow_up_button.html", takes_context=True)
def follow_up_button(context: template.Context, thing: Any) -> dict[str, Any]:
    """Offers to be reminded of a subject or to assign a task about it. No query."""
    kind = "page" if isinstance(thing, Page) else subject_of(thing).kind
    return {
        "kind": kind,
        "pk": thing.pk,
        "choices": quick_choices(),
        "request": context.get("request"),
    }


@register.inclusion_tag("social/following/follow_ups.html", takes_context=True)
def follow_ups(context: template.Context, thing: Any) -> dict[str, Any]:
    """Tasks about a subject, and the reader's own reminders, open ones first. One query."""
    user, key = context["user"], subject_of(thing)
    about = FollowUp.objects.filter(subject_kind=key.kind, subject_id=key.id)
    return {
        "follow_ups": about.shown_to(user),
        "user": user,
        "request": context.get("request"),
    }


@register.inclusion_tag("social/following/comment_follow_ups.html", takes_context=True)
def comment_follow_ups(context: template.Context, comment: Any) -> dict[str, Any]:
    """The same for a comment. One query for all comments of a page that a request shows."""
    user, request = context["user"], context["request"]
    known: dict[int, dict[int, list[FollowUp]]] = request.__dict__.setdefault("_follow_ups", {})
    if comment.page_id not in known:
        by_comment: dict[int, list[FollowUp]] = defaultdict(list)
        about = FollowUp.objects.filter(subject_kind="comment", page=comment.page_id)
        for follow_up in about.shown_to(user):
            by_comment[follow_up.subject_id].append(follow_up)
        known[comment.page_id] = dict(by_comment)
    found = known[comment.page_id].get(comment.pk, [])
    return {"follow_ups": found, "user": user, "request": request}


@register.inclusion_tag("social/following/due.html", takes_context=True)
def my_follow_ups(context: template.Context) -> dict[str, Any]:
    """The reader's open follow-ups that are due soonest, for the start page. Two queries."""
    user = context["user"]
    mine = FollowUp.objects.visible_to(user).assigned_to(user).open()
    return {
        "follow_ups": mine.select_related("page", "creator").soonest_first()[:5],
        "user": user,
        "request": context.get("request"),
    }


@register.inclusion_tag("social/following/feed.html", takes_context=True)
def my_feed(context: template.Context) -> dict[str, Any]:
    """The first screen of the reader's feed. Notes the visit, so that the next one marks what is new."""
    user = context["user"]
    if not user.is_authenticated:
        return {}
    return {"feed": feed(user, new_since=look(user)), "request": context.get("request")}


@register.simple_tag
def moments() -> list[Moment]:
    """What may be chosen in one click to be reminded."""
    return list(quick_choices())


@register.filter
def url_of(follow_up: FollowUp) -> str:
    """Where what a follow-up is about is looked at."""
    return address_of_subject(follow_up)


@register.simple_tag
def url_of_followed(follow: Any) -> str:
    """Where what is followed is looked at."""
    if follow.kind == "thread":
        return link_to(Thread(follow.thread_id, follow.page_id))
    return link_to(follow.followed)


@register.simple_tag(takes_context=True)
def follows_own_words(context: template.Context) -> bool:
    """Whether the check box "tell me about answers" starts ticked. One query."""
    user = context["user"]
    return user.is_authenticated and habits_of(user).follows_what_they_write
