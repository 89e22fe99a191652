"""Reports about reading, reach and care in Wagtail's admin; all export to CSV and XLSX."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from blog.pages.canonical import canonical_of
from blog.reading.models import Acknowledgement
from blog.reading.must_read import days_of, may_see_evidence, people_asked, progress
from ground.listings import ReportView
from social.people.models import User


class EvidenceMixin:
    """A report about one page, for those who answer for its being read."""

    @cached_property
    def page(self) -> Any:
        page = get_object_or_404(Page, pk=self.kwargs["pk"]).specific  # type: ignore[attr-defined]
        if not may_see_evidence(self.request.user, page):  # type: ignore[attr-defined]
            raise PermissionDenied
        return canonical_of(page)

    def get_page_subtitle(self) -> str:
        return str(self.page.title)

    def get_filename(self) -> str:
        return f"{self.page.slug}-{self.kind}"  # type: ignore[attr-defined]


def _when_confirmed(person: Any) -> Any:
    return person.confirmed_at or _("not yet")


class WhoHasReadView(EvidenceMixin, ReportView):
    """Everybody who must confirm the page, and whether they have."""

    kind = "must-read"
    index_url_name = "blog_must_read"
    index_results_url_name = "blog_must_read_results"
    page_title = gettext_lazy("Who has read it")
    header_icon = "success"
    model = User
    list_export = [
        *("full_name", "email", "department", "level", "confirmed_version"),
        *("confirmed_at", "due_on"),
    ]
    export_headings = {
        "full_name": gettext_lazy("Name"),
        "email": gettext_lazy("E-mail address"),
        "department": gettext_lazy("Department"),
        "level": gettext_lazy("Level"),
        "confirmed_version": gettext_lazy("Newest version confirmed"),
        "confirmed_at": gettext_lazy("Confirmed at"),
        "due_on": gettext_lazy("Due"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            Column("full_name", label=_("Name"), classname="is-heading"),
            Column("department", label=_("Department")),
            Column("due_on", label=_("Due")),
            Column("confirmed_version", label=_("Newest version confirmed")),
            Column("confirmed_at", label=_("Confirmed at"), accessor=_when_confirmed),
        ]

    def get_base_queryset(self) -> Any:
        return people_asked(self.page)

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        """Each with the day of their own: who joined later has later days."""
        people, days = list(object_list), days_of(self.page)
        for person in people:
            person.due_on = days.get(person.pk)
        return people

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.kwargs["pk"]])

    def get_index_results_url(self) -> str:
        return reverse(self.index_results_url_name, args=[self.kwargs["pk"]])

    def get_header_more_buttons(self) -> list[Any]:
        url = reverse("blog_evidence", args=[self.kwargs["pk"]])
        button = Button(_("All confirmations"), url, icon_name="list-ul")
        return [*super().get_header_more_buttons(), button]

    def get_explanation(self) -> str:
        done, asked = progress(self.page)
        return _("%(done)s of %(asked)s have confirmed.") % {"done": done, "asked": asked}


class EvidenceView(EvidenceMixin, ReportView):
    """Every confirmation of the page ever made: who, which version, when."""

    kind = "evidence"
    index_url_name = "blog_evidence"
    index_results_url_name = "blog_evidence_results"
    page_title = gettext_lazy("Confirmations of reading")
    header_icon = "list-ul"
    model = Acknowledgement
    list_export = ["person_name", "person_email", "version", "language", "created_at"]
    export_headings = {
        "person_name": gettext_lazy("Name"),
        "person_email": gettext_lazy("E-mail address"),
        "version": gettext_lazy("Version"),
        "language": gettext_lazy("Language"),
        "created_at": gettext_lazy("Confirmed at"),
    }

    @property
    def columns(self) -> list[Column]:
        return [
            Column("person_name", label=_("Name"), classname="is-heading"),
            Column("person_email", label=_("E-mail address")),
            Column("version", label=_("Version")),
            Column("created_at", label=_("Confirmed at")),
        ]

    def get_base_queryset(self) -> Any:
        return Acknowledgement.objects.filter(page_id=self.page.pk).order_by("-created_at")

    def get_index_url(self) -> str:
        return reverse(self.index_url_name, args=[self.kwargs["pk"]])

    def get_index_results_url(self) -> str:
        return reverse(self.index_results_url_name, args=[self.kwargs["pk"]])
