"""Campaigns in Wagtail's admin: what they aim at and what they reached together."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.closed.lists import keep_workable
from blog.pages.models import Campaign
from blog.reading.comparing import reach_of_campaign


class ReachPanel(Panel):
    """What the pages of the campaign reached, together and each."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/reading/admin/campaign_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            reach = reach_of_campaign(self.instance, self.request.user)
            context["reach"] = reach
            context["pages"] = keep_workable(self.request.user, reach.pages, lambda page: page)
            return context


class CampaignViewSet(SnippetViewSet):
    model = Campaign
    icon = "crosshairs"
    list_display = ["name", "goal", "starts_on", "ends_on"]
    search_fields = ["name", "goal"]
    search_backend_name = None
    menu_label = _("Campaigns")
    panels = [*Campaign.panels, ReachPanel(heading=_("Reach"))]
