"""Pages in Wagtail's admin: who will see them, titles from addresses, translations, publishing."""

from django.dispatch import receiver
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.signals import init_new_page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from blog.pages import admin_views, publishing_menu, report_menu
from blog.pages.reports import TranslationReportView

LONGEST_TITLE = 120  # taken from an address

report_menu.register(903, "translation", TranslationReportView, _("Translations"), "globe")


@hooks.register("register_admin_urls")
def register_who_panel() -> list[URLPattern]:
    return [path("pages/<int:pk>/who/<int:parent_pk>/", admin_views.who, name="blog_who")]


@hooks.register("before_create_page")
def take_title(request: HttpRequest, parent: Page, model: type[Page]) -> None:
    """A new page may come with its title, `?title=`: the parent is what hook and signal share."""
    if request.method == "GET":
        parent.title_of_new_page = request.GET.get("title", "")[:LONGEST_TITLE]


@receiver(init_new_page, dispatch_uid="blog.title_of_new_page")
def fill_in_title(page: Page, parent: Page, **kwargs: object) -> None:
    page.title = getattr(parent, "title_of_new_page", "")


class PublishingGroup(SnippetViewSetGroup):
    items = publishing_menu.items()
    menu_label = _("Publishing")
    menu_icon = "mail"
    menu_order = 250


register_snippet(PublishingGroup)
