"""What a community manager should read before, or soon after, everybody else does."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.html import strip_tags

from social.comments import rules
from social.comments.markdown import Rendered
from social.comments.models import Comment, Concern, ConversationSettings
from social.comments.names import fold
from social.comments.rights import may_moderate
from social.people.models import User


@dataclass(frozen=True)
class Finding:
    """A reason to look; `holds` keeps the comment back until somebody did."""

    kind: Concern.Kind
    note: str = ""
    holds: bool = True


def screen(author: User, rendered: Rendered, *, is_edit: bool = False) -> list[Finding]:
    """Why this text should be looked at. Two queries at most; none for community managers."""
    if may_moderate(author):
        return []
    settings = ConversationSettings.current()
    found = []
    words = watched_words_in(strip_tags(rendered.html), settings.watched_words)
    if words:
        found.append(Finding(Concern.Kind.WATCHED_WORD, ", ".join(words)))
    if rendered.links > settings.most_links:
        found.append(Finding(Concern.Kind.MANY_LINKS, str(rendered.links)))
    if not is_edit:
        found += _by_history(author, settings)
    return found


def _by_history(author: User, settings: ConversationSettings) -> list[Finding]:
    found = []
    first = settings.moderated_first_comments
    if first and rules.is_new(author):
        approved = Comment.objects.filter(user=author, is_public=True, is_removed=False)
        if approved[:first].count() < first:
            found.append(Finding(Concern.Kind.FIRST_COMMENT))
    if rules.is_new(author):
        minute = Comment.objects.filter(
            user=author, submit_date__gt=timezone.now() - timedelta(minutes=1)
        )
        if minute.count() >= max(1, settings.comments_per_minute // 2):
            found.append(Finding(Concern.Kind.TOO_FAST))
    return found


def watched_words_in(text: str, watched: str) -> list[str]:
    """Those of the watched words (one a line, * for any letters) that a text contains.

    Diacritics and case do not matter.
    """
    folded = fold(text)
    found = []
    for line in watched.splitlines():
        word = fold(line)
        if not word.strip("* "):
            continue
        # Atomic: the nearest place of a piece is as good as any, and nothing is tried twice.
        first, *pieces = (re.escape(piece) for piece in re.split(r"\*+", word))
        last = f"\\w*{pieces.pop()}" if pieces else ""
        pattern = first + "".join(rf"(?>\w*?{piece})" for piece in pieces) + last
        if re.search(rf"(?<!\w){pattern}(?!\w)", folded):
            found.append(line.strip())
    return found
