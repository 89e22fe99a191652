"""How a guide is looked after, for its readers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template

from blog.care.models import GuideFeedback, Review
from blog.care.reviews import Care, care_of, may_review
from blog.pages.canonical import canonical_of
from blog.pages.models import GuidePage

register = template.Library()


@dataclass(frozen=True)
class CareState:
    """What the foot of a guide says."""

    care: Care
    review: Review | None
    mine: GuideFeedback | None
    may_review: bool
    verdicts: list[tuple[str, Any]]


@register.simple_tag(takes_context=True)
def care_state(context: dict[str, Any], page: Any) -> CareState | None:
    """Care, last review and the reader's own verdict; nothing for pages that are no guides."""
    if not isinstance(page, GuidePage):
        return None
    user = context["request"].user
    source = canonical_of(page)
    return CareState(
        care=care_of(page),
        review=_review_of(page),
        mine=GuideFeedback.objects.filter(page_id=source.pk, person_id=user.pk).first(),
        may_review=may_review(user, page),
        verdicts=GuideFeedback.Verdict.choices,
    )


@register.simple_tag
def overdue_review(page: Any) -> date | None:
    """The day on which a guide should have been reviewed, if that has passed."""
    review = _review_of(page) if isinstance(page, GuidePage) else None
    return review.next_on if review is not None and review.is_overdue else None


def _review_of(page: GuidePage) -> Review | None:
    if not hasattr(page, "_review_here"):
        reviews = Review.objects.filter(page_id=canonical_of(page).pk)
        page._review_here = reviews.select_related("reviewed_by").first()
    return page._review_here
