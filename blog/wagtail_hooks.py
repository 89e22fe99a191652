"""What editors find in Wagtail's admin: campaigns, banners, polls, newsletters and reports."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from blog import admin_views, newsletter_admin, reports
from blog.campaign_admin import CampaignViewSet
from blog.canonical import canonical_of
from blog.models import AlertBanner, ContentPage, GuideIndexPage, GuidePage
from blog.must_read import may_see_evidence
from blog.newsletter_admin import NewsletterViewSet
from blog.page_reports import MENU_URLS, REPORTS
from blog.poll_admin import PollViewSet
from social.people.models import User

LONGEST_TITLE = 120  # taken from an address


@hooks.register("register_admin_urls")
def register_page_panels() -> list[URLPattern]:
    must_read, evidence = reports.WhoHasReadView, reports.EvidenceView
    return [
        path("pages/<int:pk>/who/<int:parent_pk>/", admin_views.who, name="blog_who"),
        path("pages/<int:pk>/must-read/", must_read.as_view(), name="blog_must_read"),
        path(
            "pages/<int:pk>/must-read/results/",
            must_read.as_view(results_only=True),
            name="blog_must_read_results",
        ),
        path("pages/<int:pk>/evidence/", evidence.as_view(), name="blog_evidence"),
        path(
            "pages/<int:pk>/evidence/results/",
            evidence.as_view(results_only=True),
            name="blog_evidence_results",
        ),
    ]


@hooks.register("register_admin_urls")
def register_reports() -> list[URLPattern]:
    urls = [*newsletter_admin.urlpatterns]
    for name, view, _label, _icon in REPORTS:
        address = f"reports/{name}/"
        urls += [
            path(address, view.as_view(), name=f"blog_{name}_report"),
            path(
                f"{address}results/",
                view.as_view(results_only=True),
                name=f"blog_{name}_report_results",
            ),
        ]
    return urls


class ReportMenuItem(MenuItem):
    """Shown to those who write pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy_registry.get_by_type(Page).user_has_any_permission(
            request.user, {"add", "change", "publish"}
        )


def _menu_item(name: str, label: Any, icon: str, order: int) -> ReportMenuItem:
    return ReportMenuItem(
        label, MENU_URLS[name], name=f"{name}-report", icon_name=icon, order=order
    )


for _order, (_name, _view, _title, _icon_name) in enumerate(REPORTS):
    hooks.register(
        "register_reports_menu_item",
        partial(_menu_item, _name, _title, _icon_name, 900 + _order),
    )


@hooks.register("register_page_header_buttons")
def offer_evidence(page: Page, user: User, view_name: str, **kwargs: Any) -> Iterator[Button]:
    """Leads to who has read a page, where somebody must and the editor answers for it."""
    if not isinstance(page, ContentPage) or not may_see_evidence(user, page):
        return
    if canonical_of(page).must_reads.exists():
        url = reverse("blog_must_read", args=[page.pk])
        yield Button(_("Who has read it"), url, icon_name="success", priority=70)


@hooks.register("before_create_page")
def take_title(request: HttpRequest, parent: Page, model: type[Page]) -> None:
    """A new page may come with its title, `?title=`: the parent is what hook and signal share."""
    if request.method == "GET":
        parent.title_of_new_page = request.GET.get("title", "")[:LONGEST_TITLE]


@receiver(init_new_page, dispatch_uid="blog.title_of_new_page")
def fill_in_title(page: Page, parent: Page, **kwargs: Any) -> None:
    page.title = getattr(parent, "title_of_new_page", "")


@hooks.register("before_delete_user")
def warn_of_guides(request: HttpRequest, person: User) -> None:
    """Deleting somebody who looks after guides loses none, but leaves them without an owner."""
    if request.method != "GET":
        return
    models: tuple[Any, ...] = (GuidePage, GuideIndexPage)
    count = sum(model.objects.filter(caretaker=person).count() for model in models)
    if count:
        words = ngettext(
            "%(person)s looks after %(n)s guide or section. It stays, but nobody will hear from its "
            "readers: give it to somebody else first, or clear “active” instead of deleting.",
            "%(person)s looks after %(n)s guides or sections. They stay, but nobody will hear from "
            "their readers: give them to somebody else first, or clear “active” instead of deleting.",
            count,
        )
        messages.warning(request, words % {"person": person, "n": count})


class AlertBannerViewSet(SnippetViewSet):
    model = AlertBanner
    icon = "warning"
    list_display = ["text_pl", "tone", "starts_at", "ends_at"]
    search_backend_name = None
    menu_label = _("Alert banners")


class PublishingGroup(SnippetViewSetGroup):
    items = (CampaignViewSet, AlertBannerViewSet, PollViewSet, NewsletterViewSet)
    menu_label = _("Publishing")
    menu_icon = "mail"
    menu_order = 250


register_snippet(PublishingGroup)
