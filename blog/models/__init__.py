"""Page types: what a company publishes and keeps."""

from blog.models.approval import ApprovalTask
from blog.models.base import ContentPage, Notification, PageTopic
from blog.models.care import GuideFeedback, Review, ReviewEntry
from blog.models.distribution import (
    Acknowledgement,
    AlertBanner,
    Campaign,
    MustRead,
    PageAudience,
    PageUpdate,
    PageVersion,
)
from blog.models.events import Attendance, CalendarToken, EventIndexPage, EventPage
from blog.models.guides import GuideIndexPage, GuidePage
from blog.models.news import NewsIndexPage, NewsPage
from blog.models.newsletters import Newsletter, NewsletterDelivery, NewsletterItem
from blog.models.polls import Ballot, Poll, PollOption, PollVote
from blog.models.projects import KnowledgePage, ProjectIndexPage, ProjectPage
from blog.models.questions import QuestionIndexPage, QuestionPage
from blog.models.translations import TranslationState

__all__ = [
    "Acknowledgement",
    "AlertBanner",
    "ApprovalTask",
    "Attendance",
    "Ballot",
    "CalendarToken",
    "Campaign",
    "ContentPage",
    "EventIndexPage",
    "EventPage",
    "GuideFeedback",
    "GuideIndexPage",
    "GuidePage",
    "KnowledgePage",
    "MustRead",
    "NewsIndexPage",
    "NewsPage",
    "Newsletter",
    "NewsletterDelivery",
    "NewsletterItem",
    "Notification",
    "PageAudience",
    "PageTopic",
    "PageUpdate",
    "PageVersion",
    "Poll",
    "PollOption",
    "PollVote",
    "ProjectIndexPage",
    "ProjectPage",
    "QuestionIndexPage",
    "QuestionPage",
    "Review",
    "ReviewEntry",
    "TranslationState",
]
