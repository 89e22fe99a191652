"""People and the organisation in Wagtail's admin."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from social.people import audience_admin
from social.people.choosers import PersonChooserViewSet, person_chooser_viewset
from social.people.departments import DepartmentViewSet
from social.people.models import Level, Location, Skill
from social.people.rights import OWN_RIGHTS


@hooks.register("register_admin_viewset")
def register_person_chooser() -> PersonChooserViewSet:
    return person_chooser_viewset


@hooks.register("register_admin_urls")
def register_audience_preview() -> list[URLPattern]:
    return audience_admin.urlpatterns


@hooks.register("register_permissions")
def register_permissions() -> QuerySet[Permission]:
    """Rights of our own, for administrators to give to any group."""
    own = [codename for codename, _name in OWN_RIGHTS]
    return Permission.objects.filter(content_type__app_label="people", codename__in=own)


class LevelViewSet(SnippetViewSet):
    model = Level
    icon = "order"
    list_display = ["name", "rank", "is_board"]


class LocationViewSet(SnippetViewSet):
    model = Location
    icon = "site"
    list_display = ["name", "city", "country"]


class SkillViewSet(SnippetViewSet):
    model = Skill
    icon = "tag"
    list_display = ["name"]


class OrganisationGroup(SnippetViewSetGroup):
    items = (DepartmentViewSet, LevelViewSet, LocationViewSet, SkillViewSet)
    menu_label = _("Organisation")
    menu_icon = "group"
    menu_order = 500


register_snippet(OrganisationGroup)
register_snippet(audience_admin.AudienceViewSet)
