"""The list of what was set aside, for administrators."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from ground.queues import admin_views


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    view = admin_views.SetAsideView
    return [
        path("queues/", view.as_view(), name="queues_set_aside"),
        path("queues/results/", view.as_view(results_only=True), name="queues_set_aside_results"),
        path("queues/change/", admin_views.change, name="queues_change"),
    ]


class SetAsideItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(
            request.user.has_perm("queues.view_setaside")
            or request.user.has_perm(admin_views.MAY_CHANGE)
        )


@hooks.register("register_reports_menu_item")
def register_item() -> MenuItem:
    return SetAsideItem(
        _("Set aside"), reverse("queues_set_aside"), icon_name="warning", order=1300
    )


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="queues", codename__in=["view_setaside", "change_setaside"]
    )
