"""Newsletters in Wagtail's admin: preview as in the mail program, test send, schedule."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin.auth import permission_required
from wagtail.admin.panels import Panel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from blog.newsletters.models import Newsletter
from blog.newsletters.sending import reached, send_test
from social.people.models import User


class SendPanel(Panel):
    """Where the newsletter stands, and the button that sends it to oneself."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/newsletters/admin/newsletter_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            newsletter = self.instance
            context["reached"] = reached(newsletter) if newsletter.pk else {}
            context["people"] = newsletter.audience.size if newsletter.audience_id else 0
            if newsletter.pk:
                context["test_url"] = reverse("blog_newsletter_test", args=[newsletter.pk])
            return context


class NewsletterViewSet(SnippetViewSet):
    model = Newsletter
    icon = "mail"
    list_display = [
        "subject_pl",
        "audience",
        "send_at",
        Column("state", label=gettext_lazy("State")),
    ]
    search_backend_name = None
    menu_label = gettext_lazy("Newsletters")
    panels = [*Newsletter.panels, SendPanel(heading=gettext_lazy("Sending"))]


@require_POST
@permission_required("newsletters.change_newsletter")
def test_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the newsletter as saved to oneself."""
    newsletter = get_object_or_404(Newsletter, pk=pk)
    person = cast(User, request.user)
    if send_test(newsletter, person):
        messages.success(request, _("It is on its way to %(email)s.") % {"email": person.email})
    else:
        messages.error(request, _("There is no page in it that you may see."))
    return redirect(reverse("wagtailsnippets_newsletters_newsletter:edit", args=[pk]))


urlpatterns = [path("newsletters/<int:pk>/test/", test_send, name="blog_newsletter_test")]
