"""Sentences about who did what. Present tense: it needs no gender in Polish."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from social.activity.models import Verb
from social.notifications.models import Occasion


def sentence(verb: str, occasion: str, people: int) -> str:
    """What they do, after their names."""
    if verb == Verb.ASKED and occasion == Occasion.MENTION:
        return ngettext("asks you", "ask you", people)
    if occasion == Occasion.MENTION:
        return ngettext("mentions you", "mention you", people)
    if occasion == Occasion.REPLY:
        return ngettext("answers you", "answer you", people)
    if occasion == Occasion.COMMENT:
        return ngettext("comments", "comment", people)
    if occasion == Occasion.PUBLICATION:
        return ngettext("publishes a new page", "publish a new page", people)
    if occasion == Occasion.UPDATE:
        return ngettext("changes the page", "change the page", people)
    if occasion == Occasion.REACTION:
        return ngettext("reacts to what you wrote", "react to what you wrote", people)
    if occasion == Occasion.FOLLOWER:
        return ngettext("follows you", "follow you", people)
    if occasion == Occasion.REMINDER:
        return _("You asked to be reminded of this")
    return _about_deed(verb, people)


def _about_deed(verb: str, people: int) -> str:
    if verb == Verb.ANSWER_ACCEPTED:
        return ngettext("accepts your answer", "accept your answer", people)
    if verb == Verb.FOUND_HELPFUL:
        return ngettext("finds your answer helpful", "find your answer helpful", people)
    if verb == Verb.ASSIGNED:
        return ngettext("gives you a task", "give you tasks", people)
    if verb == Verb.COMPLETED:
        return ngettext("marks a task as done", "mark tasks as done", people)
    if verb == Verb.DECLINED:
        return ngettext("declines a task", "decline tasks", people)
    return ngettext("writes to you", "write to you", people)
