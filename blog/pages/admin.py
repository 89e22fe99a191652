"""What pages bring to Wagtail's menus."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.pages.models import AlertBanner


class AlertBannerViewSet(SnippetViewSet):
    model = AlertBanner
    icon = "warning"
    list_display = ["text_pl", "tone", "starts_at", "ends_at"]
    search_backend_name = None
    menu_label = _("Alert banners")
