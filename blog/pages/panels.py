"""Panels of the page editor."""

from typing import Any

from django.forms import Media
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from blog.pages.canonical import canonical_of, is_canonical
from blog.pages.translations import state_of, states_of_others


class SharedPanel(MultiFieldPanel):
    """Settings that all language versions share, edited on the version that existed first.

    On other versions the fields are sent but not shown, and a link leads to the right place.
    """

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "blog/pages/admin/shared_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            context["source"] = None if is_canonical(page) else canonical_of(page)
            return context


class WhoPanel(Panel):
    """Who will see this, who will not, and why; and whom publishing would interrupt."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/pages/admin/who_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            match = self.request.resolver_match if self.request else None
            above = page.get_parent().pk if page.pk else match and match.kwargs["parent_page_id"]
            url = reverse("blog_who", args=[page.pk or 0, above or 0])
            context["url"] = f"{url}?type={page._meta.model_name}"
            return context

        @property
        def media(self) -> Media:
            return Media(js=["rynek/js/admin-live.js"])


class TranslationPanel(Panel):
    """Whether this language version still says the same as the one that existed first; on that
    one, how the others stand."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "blog/pages/admin/translation_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            page = self.instance
            if is_canonical(page):
                context["others"] = states_of_others(page) if page.pk else []
            else:
                context["source"], context["state"] = canonical_of(page), state_of(page)
            return context


class TranslationFieldPanel(FieldPanel):
    """A field that only versions made of another one have."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and not is_canonical(self.instance)
