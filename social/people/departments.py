"""Departments in Wagtail's admin: a tree, made and moved by choosing what lies above."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from social.people.choosers import PersonChooserWidget
from social.people.models import Department


class DepartmentChoice(forms.ModelChoiceField):
    """Departments in the order of the tree, indented by their depth."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u2003" * (obj.depth - 1) + obj.name


class DepartmentForm(WagtailAdminModelForm):
    above = DepartmentChoice(
        queryset=Department.objects.order_by("path"),
        required=False,
        label=_("lies in"),
        help_text=_("Empty: at the top."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["above"] = self.instance.get_parent()

    def clean_above(self) -> Department | None:
        above: Department | None = self.cleaned_data["above"]
        own = self.instance
        if above is not None and own.pk and (above == own or above.is_descendant_of(own)):
            raise ValidationError(_("A department cannot lie in itself or below itself."))
        return above

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"]).strip()
        twins = Department.objects.filter(name__iexact=name).exclude(pk=self.instance.pk)
        if twins.exists():
            raise ValidationError(_("There is a department of this name already."))
        return name

    def save(self, commit: bool = True) -> Department:
        department: Department = super().save(commit=False)
        above = self.cleaned_data.get("above")
        if not commit:
            return department
        if department.pk is None:
            return (
                above.add_child(instance=department)
                if above
                else Department.add_root(instance=department)
            )
        department.save()
        if department.get_parent() != above:
            fresh = Department.objects.get(pk=department.pk)
            if above is None:
                fresh.move(Department.get_last_root_node(), "last-sibling")
            else:
                fresh.move(Department.objects.get(pk=above.pk), "last-child")
            # Everybody below belongs to other audiences now.
            Department.objects.get(pk=department.pk).save()
        return Department.objects.get(pk=department.pk)


class IndentedColumn(TitleColumn):
    def get_value(self, instance: Any) -> Any:
        return format_html("{}{}", "\u2003" * (instance.depth - 1), instance.name)


class DepartmentIndexView(IndexView):
    def _get_title_column(self, *args: Any, **kwargs: Any) -> Any:
        return IndentedColumn("name", label=_("Department"), get_url=self.get_edit_url)

    def order_queryset(self, queryset: Any) -> Any:
        return queryset.order_by("path")


class DepartmentViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    index_view_class = DepartmentIndexView
    menu_label = _("Departments")
    list_display = ["name", Column("head", label=_("Head"))]
    search_fields = ["name"]
    search_backend_name = None
    list_per_page = 200
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldPanel("above"), FieldPanel("head", widget=PersonChooserWidget)],
        base_form_class=DepartmentForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Department.objects.order_by("path").select_related("head")
