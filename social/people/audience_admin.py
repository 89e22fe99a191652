"""Audiences in Wagtail's admin: rules with a live count and a list of who matches."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    Panel,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from social.people.models import Audience, Department, User

PREVIEW_PEOPLE = 50


class EmailLines(forms.Textarea):
    """People as e-mail addresses, one a line, in place of a list of ten thousand names."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 3, "placeholder": "jan@example.com", **(attrs or {})})

    def format_value(self, value: Any) -> str:
        people = User.objects.filter(pk__in=[pk for pk in value or [] if str(pk).isdecimal()])
        return "\n".join(people.values_list("email", flat=True))

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        """Ids of the people; an address that nobody has stays as it is, for the error to name."""
        emails = (data.get(name) or "").replace(",", "\n").replace(";", "\n").split()
        wanted = [email.strip().lower() for email in emails]
        known = dict(User.objects.filter(email__in=wanted).values_list("email", "pk"))
        return [known.get(email, email) for email in wanted]


class DepartmentSelect(forms.SelectMultiple):
    """Departments in the order of the tree, indented by their depth."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"size": 8, **(attrs or {})})

    def optgroups(self, name: str, value: list[Any], attrs: Any = None) -> Any:
        tree = Department.objects.order_by("path").values_list("pk", "name", "depth")
        self.choices = [(pk, "\u2003" * (depth - 1) + title) for pk, title, depth in tree]
        return super().optgroups(name, value, attrs)


class PreviewPanel(Panel):
    """The live count and the first people who match the rules as they stand in the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "social/people/audience_preview_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["url"] = reverse("audience_preview", args=[self.instance.pk or 0])
            return context

        @property
        def media(self) -> Media:
            return Media(js=["rynek/js/admin-live.js"])


def _rule_panels() -> list[Any]:
    several = forms.SelectMultiple(attrs={"size": 6})
    return [
        FieldRowPanel([FieldPanel("everybody"), FieldPanel("excludes")]),
        FieldRowPanel(
            [FieldPanel("departments", widget=DepartmentSelect), FieldPanel("with_subdepartments")]
        ),
        FieldRowPanel(
            [FieldPanel("locations", widget=several), FieldPanel("levels", widget=several)]
        ),
        FieldRowPanel(
            [
                FieldPanel("languages", widget=several),
                FieldPanel("groups", widget=several),
            ]
        ),
        FieldRowPanel([FieldPanel("started_from"), FieldPanel("started_until")]),
        FieldPanel("started_within_days"),
        FieldPanel("people", widget=EmailLines),
    ]


edit_handler = ObjectList(
    [
        FieldPanel("name"),
        FieldPanel("description"),
        InlinePanel(
            "rules",
            panels=_rule_panels(),
            heading=_("Rules"),
            label=_("rule"),
            help_text=_(
                "Inside a rule all conditions must hold; in one condition any of the chosen will do. "
                "Several rules add up."
            ),
            min_num=1,
        ),
        PreviewPanel(heading=_("Who is in it now")),
    ]
)


class AudienceChooserViewSet(SnippetChooserViewSet):
    icon = "group"
    per_page = 30

    def get_object_list(self) -> Any:
        return Audience.objects.order_by("name")


class AudienceViewSet(SnippetViewSet):
    model = Audience
    icon = "group"
    edit_handler = edit_handler
    list_display = ["name", "description", Column("size", label=_("People"), sort_key="size")]
    search_fields = ["name", "description"]
    search_backend_name = None
    menu_label = _("Audiences")
    add_to_admin_menu = True
    menu_order = 240
    ordering = ["name"]


@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would be in the audience if the form were saved as it stands. Saves nothing."""
    user = request.user
    if not user.has_perm("people.add_audience") and not user.has_perm("people.change_audience"):
        raise PermissionDenied
    audience = get_object_or_404(Audience, pk=pk) if pk else Audience()
    form_class = edit_handler.bind_to_model(Audience).get_form_class()
    form = form_class(request.POST, instance=audience, for_user=user)
    del form.fields["name"]  # who is in it does not depend on what it is called
    people, total = [], None
    if form.is_valid():
        matching = form.save(commit=False).people()
        total = matching.count()
        people = list(matching.for_byline()[:PREVIEW_PEOPLE])
    context = {"total": total, "people": people, "errors": _reasons(form)}
    return render(request, "social/people/audience_preview.html", context)


def _reasons(form: Any) -> list[str]:
    """What keeps the rules from saying who is in the audience, with the names of fields."""
    rules = form.formsets["rules"]
    found = [message for messages in form.errors.values() for message in messages]
    found += rules.non_form_errors()
    for rule in rules.forms:
        for name, messages in rule.errors.items():
            label = f"{rule.fields[name].label}: " if name in rule.fields else ""
            found += [f"{label}{message}" for message in messages]
    return found


urlpatterns = [path("audiences/<int:pk>/preview/", preview, name="audience_preview")]
