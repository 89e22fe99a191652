"""Who may say what where: the rules that every entry point asks."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.models import Page

from ground import stored
from social.comments.markdown import Rendered
from social.comments.models import Comment, ConversationSettings, Policy, Sanction
from social.comments.rights import may_moderate
from social.people.models import Department, User
from social.subjects.access import readers
from social.subjects.pages import canonical_page_id

Text = str | Promise


class Refused(Exception):
    """Something that may not be done; says so in words for the person and as a code."""

    def __init__(self, message: Text, code: str, **data: Any) -> None:
        super().__init__(str(message))
        self.message = message
        self.code = code
        self.data = data


@dataclass(frozen=True)
class Openness:
    """Whether the conversation on a page is shown and open, and if not, why."""

    is_shown: bool = True
    is_open: bool = True
    reason: Text = ""


def openness(page: Page) -> Openness:
    """How the nearest rule on or above the page has it. One or two queries.

    Language versions share one conversation and the rules of the version that came first.
    """
    pk = canonical_page_id(page)
    if pk != page.pk:
        page = Page.objects.get(pk=pk)
    mode, close_after = "", None
    for policy in Policy.objects.along(page):
        if policy.page_id != page.pk and not policy.is_for_subpages:
            continue
        mode = mode or policy.mode
        if close_after is None:
            close_after = policy.close_after_days
    if mode == Policy.Mode.OFF:
        return Openness(False, False, _("Comments are switched off on this page."))
    if mode == Policy.Mode.READ_ONLY:
        return Openness(True, False, _("The conversation on this page is closed."))
    return _by_age(page, close_after)


def _by_age(page: Page, close_after: int | None) -> Openness:
    if close_after is None:
        close_after = ConversationSettings.current().close_after_days
    published = page.first_published_at
    if close_after is None or published is None:
        return Openness()
    if timezone.now() - published > stored.days(close_after):
        return Openness(True, False, _("The conversation closed, since this page is older."))
    return Openness()


def check_page_is_open(page: Page) -> None:
    """Raises Refused when nobody may write on this page."""
    state = openness(page)
    if not state.is_open:
        raise Refused(state.reason, "closed")


def check_thread_is_open(comment: Comment) -> None:
    """Raises Refused when nobody answers in the thread of this comment any more. One query."""
    if Comment.objects.filter(pk=comment.thread_id, is_locked=True).exists():
        raise Refused(_("This thread is closed."), "locked")


def check_may_write(person: User) -> None:
    """Raises Refused for people who left or are paused."""
    if not person.is_active:
        raise Refused(_("This account is closed."), "inactive")
    pause = Sanction.objects.in_force().filter(person=person).order_by("-until").first()
    if pause is not None:
        raise Refused(
            _("A community manager has paused your writing for a time: %(reason)s")
            % {"reason": pause.reason},
            "paused",
            until=pause.until,
        )


def is_new(person: User) -> bool:
    days = ConversationSettings.current().new_person_days
    return timezone.now() - person.date_joined < stored.days(days)


def check_pace(person: User) -> None:
    """Raises Refused when somebody writes faster than people do. One query."""
    if may_moderate(person):
        return
    limits = ConversationSettings.current()
    now = timezone.now()
    recent = Comment.objects.filter(user=person, submit_date__gt=now - timedelta(hours=1))
    counts = recent.aggregate(
        hour=Count("pk"), minute=Count("pk", filter=Q(submit_date__gt=now - timedelta(minutes=1)))
    )
    an_hour = limits.comments_per_hour_new if is_new(person) else limits.comments_per_hour
    if counts["minute"] >= limits.comments_per_minute:
        raise Refused(
            _("That was quick. Please wait a minute; your text is kept."), "pace", wait=60
        )
    if counts["hour"] >= an_hour:
        raise Refused(
            _(
                "You have written a lot in the last hour. Please come back later; your text is kept."
            ),
            "pace",
            wait=3600,
        )


def may_edit(person: User, comment: Comment) -> bool:
    """The author, for the configured time; nobody else's words are changed by anybody."""
    if comment.user_id != person.pk or comment.is_removed:
        return False
    minutes = ConversationSettings.current().edit_minutes
    return not minutes or timezone.now() - comment.submit_date < stored.minutes(minutes)


def may_delete(person: User, comment: Comment) -> bool:
    return comment.user_id == person.pk and not comment.is_removed


def may_accept(person: User, question: Comment | Page, page: Page | None = None) -> bool:
    """The asker, the page's owner or author, or a community manager.

    `page` spares the query for the page of a question.
    """
    if isinstance(question, Comment):
        if question.user_id == person.pk:
            return True
        page = page or question.page
    else:
        page = question
    return owns(person, page) or may_moderate(person)


def owns(person: User, page: Page) -> bool:
    """Whether this person is the page's owner or author."""
    if page.owner_id == person.pk:
        return True
    if not hasattr(page, "author_id"):
        page = page.specific
    return getattr(page, "author_id", None) == person.pk


def outsiders(rendered: Rendered, page: Page) -> list[str]:
    """Who is named in a text and does not see the page in any language. A few queries."""
    return _blind(rendered.people, rendered.departments, page)


def outsiders_of(comment: Comment) -> list[str]:
    """Who is named in a stored comment and does not see its page. One query when nobody is."""
    named = list(comment.mentions.values_list("person", "department"))
    people = {person for person, _department in named if person}
    teams = {department for _person, department in named if department}
    return _blind(people, teams, comment.page) if named else []


def _blind(people: set[int], teams: set[int], page: Page) -> list[str]:
    """Names of people; of a department with how many of its people do not see the page."""
    found = [str(person) for person in who_does_not_see(page, Q(pk__in=people))] if people else []
    for team in Department.objects.filter(pk__in=sorted(teams)[:5]):
        number = who_does_not_see(page, Q(department__path__startswith=team.path)).count()
        if number:
            found.append(
                ngettext("%(team)s (%(n)d person)", "%(team)s (%(n)d people)", number)
                % {"team": team.name, "n": number}
            )
    return found[:20]


def who_does_not_see(page: Page, among: Q) -> QuerySet[User]:
    """Those of these people who still work here and do not see the page in any language."""
    people = User.objects.active().filter(among)
    seeing = readers(page, people)
    blind: QuerySet[User] = people.exclude(pk__in=seeing.order_by().values("pk"))
    return blind
