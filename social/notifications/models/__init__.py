"""Who was told what, how, when, or why not."""

from social.notifications.models.ledger import (
    Channel,
    Decision,
    Delivery,
    Notice,
    Occasion,
    Timing,
    Undecided,
    WhyMe,
)
from social.notifications.models.mail import (
    IncomingMail,
    Mail,
    MailDraft,
    MailDraftFile,
    MailServer,
    SpaceMailRule,
)
from social.notifications.models.preferences import PersonalSettings, Preference
from social.notifications.models.push import PushKey, PushSubscription

__all__ = [
    "Channel",
    "Decision",
    "Delivery",
    "IncomingMail",
    "Mail",
    "MailDraft",
    "MailDraftFile",
    "MailServer",
    "Notice",
    "Occasion",
    "PersonalSettings",
    "Preference",
    "PushKey",
    "PushSubscription",
    "SpaceMailRule",
    "Timing",
    "Undecided",
    "WhyMe",
]
