"""The right to moderate, asked here alone."""

from django.contrib.auth.models import AnonymousUser

from social.people.models import User

MODERATE = "comments.moderate_comment"


def may_moderate(user: User | AnonymousUser) -> bool:
    """Whether this person hides, moves and answers for what others wrote."""
    return user.has_perm(MODERATE)
