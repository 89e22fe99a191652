"""Keeping guides true: who looks after them, reviews, what readers say."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from blog.care.models import GuideFeedback, Review, ReviewEntry
from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.models import GuideIndexPage, GuidePage
from ground.queues.queue import Queue
from social.activity.messages import tell
from social.following.followups import assign
from social.people.models import Department, User
from social.subjects.access import can_see

REMIND_EVERY_DAYS = 14
FOLLOW_UP_DAYS = 14
POSTPONE_AT_MOST_DAYS = 365
MOST_MONTHS = 120


class CareError(ValueError):
    """What was asked is not possible; the message says why, for people to read."""


@dataclass(frozen=True)
class Care:
    """Who looks after a page and how often it is reviewed, own or inherited."""

    person: User | None
    department: Department | None
    months: int

    @property
    def responsible(self) -> User | None:
        """Whom to ask: the person while they work here, else the head of the department."""
        if self.person is not None and self.person.is_active:
            return self.person
        head = self.department.head if self.department else None
        return head if head is not None and head.is_active else None


def care_of(page: Page) -> Care:
    """Own settings, else those of the nearest page above that has them. Two queries."""
    source = canonical_of(page)
    return cares_of([source])[source.pk]


def cares_of(pages: list[Any]) -> dict[int, Care]:
    """Page id → its care, for canonical pages of a list. Two queries."""
    ends = {page.path[:end] for page in pages for end in _ends(page)}
    related = ("caretaker", "caretaker_department__head")
    known: dict[str, Any] = {}
    for model in (GuideIndexPage, GuidePage):
        above = model.objects.filter(path__in=ends).select_related(*related)
        known |= {page.path: page for page in above}
    return {
        page.pk: _nearest(
            [known[path] for end in _ends(page)[::-1] if (path := page.path[:end]) in known]
        )
        for page in pages
    }


def _ends(page: Page) -> range:
    """Where the paths of a page and of those above it end, the topmost first."""
    return range(Page.steplen, len(page.path) + 1, Page.steplen)


def _nearest(chain: list[Any]) -> Care:
    owner = next((p for p in chain if p.caretaker_id or p.caretaker_department_id), None)
    rhythm = next((p.review_months for p in chain if p.review_months is not None), 0)
    if owner is None:
        return Care(None, None, rhythm)
    return Care(owner.caretaker, owner.caretaker_department, rhythm)


# Reviews --------------------------------------------------------------------------------------


def schedule(page: GuidePage) -> Review | None:
    """On publication: a first review date, if the guide is to be reviewed. Idempotent."""
    if not is_canonical(page):
        return None
    months = _months(page)
    review, _made = Review.objects.get_or_create(page_id=page.pk)
    if review.next_on is None and months:
        review.next_on = timezone.localdate() + relativedelta(months=months)
        review.save(update_fields=["next_on"])
    return review


def _months(page: Page) -> int:
    return min(care_of(page).months, MOST_MONTHS)


def may_review(user: User, page: Page) -> bool:
    """Those who look after the guide, whom a review was passed to, and those who may publish."""
    review = Review.objects.filter(page_id=canonical_of(page).pk).first()
    if review is not None and review.delegated_to_id == user.pk:
        return True
    care = care_of(page)
    mine = {care.person, care.department.head if care.department else None}
    return user in mine or bool(page.permissions_for_user(user).can_publish())


@transaction.atomic
def confirm(user: User, page: Page) -> Review:
    """“Still right”: the next review is one interval from today."""
    source = canonical_of(page)
    today = timezone.localdate()
    months = _months(source)
    review, _made = Review.objects.get_or_create(page_id=source.pk)
    review.reviewed_on, review.reviewed_by = today, user
    review.next_on = today + relativedelta(months=months) if months else None
    review.delegated_to = review.reminded_at = None
    review.save()
    _note(source, ReviewEntry.Action.CONFIRMED, user, next_on=review.next_on)
    return review


@transaction.atomic
def postpone(user: User, page: Page, until: date, reason: str) -> Review:
    """Later, with a reason that stays in the history."""
    source = canonical_of(page)
    today = timezone.localdate()
    if not today < until <= today + timedelta(days=POSTPONE_AT_MOST_DAYS):
        raise CareError("postpone")
    if not reason.strip():
        raise CareError("reason")
    review, _made = Review.objects.get_or_create(page_id=source.pk)
    review.next_on, review.reminded_at = until, None
    review.save(update_fields=["next_on", "reminded_at"])
    _note(source, ReviewEntry.Action.POSTPONED, user, reason=reason.strip(), next_on=until)
    return review


@transaction.atomic
def delegate(user: User, page: Page, to: User, reason: str = "") -> Review:
    """Somebody else does the coming review, and hears of it."""
    source = canonical_of(page)
    if not to.is_active or to == user or not can_see(to, source):
        raise CareError("delegate")
    review, _made = Review.objects.get_or_create(page_id=source.pk)
    review.delegated_to = to
    review.save(update_fields=["delegated_to"])
    _note(source, ReviewEntry.Action.DELEGATED, user, delegate=to, reason=reason.strip())
    tell(to, "review-delegated", source, actor=user, title=source.title)
    return review


def _note(page: Page, action: str, user: User, **fields: Any) -> None:
    ReviewEntry.objects.create(page_id=page.pk, action=action, person=user, **fields)


def remind_of_reviews(today: date) -> int:
    """Tell those responsible what is due, once in two weeks; returns how many were told."""
    told: list[int] = []
    REVIEWS.each(_due_reviews(today), lambda review: told.append(_remind(review)))
    return sum(told)


def _due_reviews(today: date) -> QuerySet[Review]:
    since = timezone.now() - timedelta(days=REMIND_EVERY_DAYS)
    due = Review.objects.filter(next_on__lte=today, page__live=True).exclude(reminded_at__gt=since)
    return due.select_related("page", "delegated_to").order_by("pk")


def _remind(review: Review) -> bool:
    person = review.delegated_to
    if person is None or not person.is_active:
        person = care_of(review.page).responsible
    if person is None:
        return False
    tell(person, "review-due", review.page, title=review.page.title)
    review.reminded_at = timezone.now()
    review.save(update_fields=["reminded_at"])
    return True


def _remind_again(key: str) -> None:
    if key.isdecimal():
        for review in _due_reviews(timezone.localdate()).filter(pk=int(key)):
            _remind(review)


REVIEWS = Queue("review", _("Reminding of reviews"), again=_remind_again)


# Readers --------------------------------------------------------------------------------------


@transaction.atomic
def say(user: User, page: Page, verdict: str, words: str) -> GuideFeedback:
    """What a reader says; what is wrong reaches the responsible person as a follow-up."""
    source = canonical_of(page)
    words = words.strip()
    before = GuideFeedback.objects.filter(page_id=source.pk, person=user).first()
    if before and (before.verdict, before.words) == (verdict, words) and not before.resolved_at:
        return before
    feedback, _made = GuideFeedback.objects.update_or_create(
        page_id=source.pk,
        person=user,
        defaults={
            "verdict": verdict,
            "words": words,
            "created_at": timezone.now(),
            "resolved_at": None,
            "resolved_by": None,
        },
    )
    person = care_of(source).responsible
    is_fine = verdict == GuideFeedback.Verdict.HELPFUL
    if not is_fine and person is not None and person != user and can_see(person, source):
        label = str(feedback.get_verdict_display())
        note = f"{label}: {words}" if words else label
        assign(user, source, person, timezone.now() + timedelta(days=FOLLOW_UP_DAYS), note)
    return feedback


def resolve(user: User, feedback: GuideFeedback) -> None:
    """The responsible person has dealt with it."""
    feedback.resolved_at, feedback.resolved_by = timezone.now(), user
    feedback.save(update_fields=["resolved_at", "resolved_by"])
