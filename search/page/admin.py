"""Search in Wagtail's admin: synonyms and excluded phrases as snippets."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from search.page.models import Exclusion, Synonym
from search.page.viewsets import NeverChosen, YesNoColumn


class CreateSynonymView(CreateView):
    """The form for a group of synonyms; `?words=` fills in what people searched for."""

    def get_initial_form_instance(self) -> Any:
        words = self.request.GET.get("words", "")[:100]
        return Synonym(words=f"{words}, " if words else "")


class SynonymViewSet(NeverChosen, SnippetViewSet):
    model = Synonym
    icon = "rotate"
    menu_label = _("Synonyms")
    list_display = [
        "words",
        YesNoColumn("is_active", label=_("In use"), sort_key="is_active"),
        "changed_at",
    ]
    list_filter = ["is_active"]
    add_view_class = CreateSynonymView


class ExclusionViewSet(NeverChosen, SnippetViewSet):
    model = Exclusion
    icon = "cross"
    menu_label = _("Excluded phrases")
    list_display = ["phrase", "page", "reason"]


class SearchGroup(SnippetViewSetGroup):
    """The menu of search."""

    items = (SynonymViewSet, ExclusionViewSet)
    menu_label = _("Site search")
    menu_icon = "search"
    menu_name = "search"
    menu_order = 700
