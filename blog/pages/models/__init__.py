"""Page types: what a company publishes and keeps; what belongs to every page."""

from blog.pages.models.approval import ApprovalTask
from blog.pages.models.base import ContentPage, Notification, PageTopic, SectionPage
from blog.pages.models.distribution import AlertBanner, Campaign, PageAudience, PageUpdate
from blog.pages.models.guides import GuideIndexPage, GuidePage
from blog.pages.models.news import NewsIndexPage, NewsPage
from blog.pages.models.projects import KnowledgePage, ProjectIndexPage, ProjectPage
from blog.pages.models.translations import TranslationState

__all__ = [
    "AlertBanner",
    "ApprovalTask",
    "Campaign",
    "ContentPage",
    "GuideIndexPage",
    "GuidePage",
    "KnowledgePage",
    "NewsIndexPage",
    "NewsPage",
    "Notification",
    "PageAudience",
    "PageTopic",
    "PageUpdate",
    "ProjectIndexPage",
    "ProjectPage",
    "SectionPage",
    "TranslationState",
]
