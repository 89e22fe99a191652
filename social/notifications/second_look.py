"""A second look, at the moment of sending: may, and does, the person still want to hear of it?

Between deciding and sending lie two minutes or a week. In that time people read, mute, lose
access, change their choices; what they would not be told now is not sent any more.
"""

from collections import defaultdict
from collections.abc import Iterable

from wagtail.models import Page

from social.following.levels import nearest_of_each
from social.following.models import Follow, Level
from social.following.models.follows import Kind
from social.notifications.models import Channel, Delivery, Notice, Timing, WhyMe
from social.notifications.occasions import DUTIES, rule_for
from social.notifications.preferences import choices_of, own_settings
from social.notifications.recipients import wants
from social.notifications.stories import Story, tell
from social.people.models import User
from social.subjects.access import visible_pages

Why = Delivery.WhyDropped
AS_FOLLOWER = {WhyMe.THREAD, WhyMe.PAGE, WhyMe.PERSON, WhyMe.TOPIC, WhyMe.DEPARTMENT}


def second_look(
    reader: User, notices: Iterable[Notice], channel: Channel
) -> tuple[list[Story], dict[int, str]]:
    """The stories that may still be told by this channel, and for every other notice why not.

    A constant number of queries for notices that come with their events and actors. Call it in
    the reader's language.
    """
    notices = list(notices)
    if not reader.is_active:
        return [], {notice.pk: Why.AWAY for notice in notices}
    why_not = _unwanted(reader, notices, channel)
    why_not |= _silenced(reader, [notice for notice in notices if notice.pk not in why_not])
    stories = tell(reader, [notice for notice in notices if notice.pk not in why_not])
    told = {notice.pk for story in stories for notice in story.notices}
    left = [notice for notice in notices if notice.pk not in told and notice.pk not in why_not]
    return stories, why_not | _closed_or_gone(reader, left)


def _unwanted(reader: User, notices: list[Notice], channel: Channel) -> dict[int, str]:
    """What was read meanwhile, or switched off for this channel."""
    choices, mails_off = choices_of([reader.pk])[reader.pk], own_settings(reader).mails_off
    why_not: dict[int, str] = {}
    for notice in notices:
        choice = choices[notice.occasion]  # type: ignore[index]
        is_mail = channel == Channel.MAIL
        is_off = (mails_off or choice.mail == Timing.NEVER) if is_mail else not choice.push
        if notice.read_at or notice.archived_at:
            why_not[notice.pk] = Why.SEEN
        elif is_off:
            why_not[notice.pk] = Why.UNWANTED
    return why_not


def _silenced(reader: User, notices: list[Notice]) -> dict[int, str]:
    """What was muted, or unfollowed, or is followed less than when it was decided. Duties stay."""
    follows: dict[str, list[Follow]] = defaultdict(list)
    for follow in Follow.objects.of(reader).select_related("page"):
        follows[follow.kind].append(follow)
    threads = {follow.thread_id: follow for follow in follows[Kind.THREAD]}
    people = {follow.colleague_id: follow for follow in follows[Kind.PERSON]}
    pages = {notice.page_id for notice in notices if notice.page_id}
    places = nearest_of_each(pages, follows[Kind.PAGE])
    why_not: dict[int, str] = {}
    for notice in notices:
        if notice.occasion in DUTIES:
            continue
        place = threads.get(notice.thread_id) or places.get(notice.page_id or 0)
        actor = people.get(notice.event.actor_id)
        here = [follow for follow in (place, actor) if follow is not None]
        if any(follow.level == Level.MUTED for follow in here):
            why_not[notice.pk] = Why.MUTED
        elif notice.why in AS_FOLLOWER:
            # Whether a topic or department still brings it is not looked up: any of them may.
            beyond = follows[Kind.TOPIC] + follows[Kind.DEPARTMENT]
            rule = rule_for(notice.event)
            if not any(wants(follow, rule, notice.event.verb) for follow in here + beyond):
                why_not[notice.pk] = Why.LESS
    return why_not


def _closed_or_gone(reader: User, notices: list[Notice]) -> dict[int, str]:
    """Why what cannot be told any more cannot: it is closed to the reader, or there is no such thing."""
    if not notices:
        return {}
    ids = {notice.page_id for notice in notices if notice.page_id}
    keys = dict(Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"))
    live = Page.objects.filter(translation_key__in=keys.values(), live=True)
    there = set(live.values_list("translation_key", flat=True))
    open_to = set(visible_pages(reader, live).values_list("translation_key", flat=True))
    closed = there - open_to
    return {
        notice.pk: Why.RESTRICTED if keys.get(notice.page_id) in closed else Why.GONE
        for notice in notices
    }
