"""Hooks of the files into Wagtail."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.documents.models import AbstractDocument

from social.files import views
from social.files.access import may_see_file
from social.files.admin_api import DocumentsAPI, ImagesAPI
from social.files.ranges import part_of_film
from social.files.tags import narrow_lists

narrow_lists()
# People have a photo in their profile; Wagtail's other one would take whatever Pillow opens, as
# it came, and nobody is served it.
AvatarSettingsPanel.is_active = lambda panel: False


@hooks.register("before_serve_document", order=-10)
def hide_documents(document: AbstractDocument, request: HttpRequest) -> None:
    """A document that one may not see does not exist; before Wagtail asks one to sign in."""
    if not may_see_file(request.user, document):
        raise Http404


@hooks.register("construct_admin_api", order=100)
def list_only_visible_files(router: Any) -> None:
    router.register_endpoint("images", ImagesAPI)
    router.register_endpoint("documents", DocumentsAPI)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [
        path("files/closed/", views.closed_files, name="files_closed"),
        path("files/closed/<slug:kind>/<int:pk>/free/", views.free, name="files_free"),
    ]


@hooks.register("register_reports_menu_item")
def register_closed_files() -> MenuItem:
    return MenuItem(_("Files kept closed"), reverse("files_closed"), icon_name="lock", order=1220)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    actions.register_action("files.free", _("Free a file"), _("Freed the file"))


@hooks.register("before_serve_document", order=100)
def serve_parts_of_films(document: AbstractDocument, request: HttpRequest) -> HttpResponse | None:
    """After Wagtail's own hook, which knows who may have the document."""
    return part_of_film(document, request)
