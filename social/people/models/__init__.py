"""People and the organisation they form."""

from social.people.models.audiences import Audience, AudienceMember, AudienceRule
from social.people.models.organisation import (
    Department,
    Language,
    Level,
    Location,
    Skill,
)
from social.people.models.sign_in import Brake, SignInLink
from social.people.models.user import User, UserQuerySet

__all__ = [
    "Audience",
    "AudienceMember",
    "AudienceRule",
    "Brake",
    "Department",
    "Language",
    "Level",
    "Location",
    "SignInLink",
    "Skill",
    "User",
    "UserQuerySet",
]
