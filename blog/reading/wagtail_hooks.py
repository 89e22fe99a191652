"""Reading and reach in Wagtail's admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from blog.pages import report_menu
from blog.pages.canonical import canonical_of
from blog.pages.models import ContentPage
from blog.reading.evidence_reports import EvidenceView, WhoHasReadView
from blog.reading.must_read import may_see_evidence
from blog.reading.reach_reports import CampaignReportView, ReachReportView
from social.people.models import User

report_menu.register(900, "reach", ReachReportView, _("Reach of pages"), "view")
report_menu.register(901, "campaign", CampaignReportView, _("Reach of campaigns"), "crosshairs")


@hooks.register("register_admin_urls")
def register_evidence() -> list[URLPattern]:
    return [
        path("pages/<int:pk>/must-read/", WhoHasReadView.as_view(), name="blog_must_read"),
        path(
            "pages/<int:pk>/must-read/results/",
            WhoHasReadView.as_view(results_only=True),
            name="blog_must_read_results",
        ),
        path("pages/<int:pk>/evidence/", EvidenceView.as_view(), name="blog_evidence"),
        path(
            "pages/<int:pk>/evidence/results/",
            EvidenceView.as_view(results_only=True),
            name="blog_evidence_results",
        ),
    ]


@hooks.register("register_page_header_buttons")
def offer_evidence(page: Page, user: User, view_name: str, **kwargs: Any) -> Iterator[Button]:
    """Leads to who has read a page, where somebody must and the editor answers for it."""
    if not isinstance(page, ContentPage) or not may_see_evidence(user, page):
        return
    if canonical_of(page).must_reads.exists():
        url = reverse("blog_must_read", args=[page.pk])
        yield Button(_("Who has read it"), url, icon_name="success", priority=70)
