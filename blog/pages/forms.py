"""Forms of the page editor and of the front end."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from blog.pages import lines
from blog.pages.canonical import is_canonical
from social.files import uses


class ContentPageForm(WagtailAdminPageForm):
    """What must hold between fields of a page."""

    def is_valid(self) -> bool:
        """The lines below the page are clean only after the page's own fields are."""
        is_valid = super().is_valid()
        if self.is_bound:
            self._check_files()
        if self.is_bound and is_canonical(self.instance):
            self._check_restriction()
            lines.check(self)
        formsets = [formset for formset in self.formsets.values() if formset.is_bound]
        return (
            is_valid
            and not self.errors
            and not any(formset.total_error_count() for formset in formsets)
        )

    def _check_files(self) -> None:
        """Nobody puts a file on a page that is closed to them. Raises PermissionDenied.

        Choosers do not offer such a file, so its key was written by hand, to see it on one's own
        page; showing the form again would tell its title.
        """
        sent = {name: self.cleaned_data.get(name) for name in ("cover", "body")}
        found = [
            (model, int(key))
            for name, value in sent.items()
            if value and name in self.fields
            for model, key in uses.files_of(self.instance._meta.get_field(name), value)
        ]
        if not uses.may_show(self.for_user, self.instance, found):
            raise PermissionDenied

    def _check_restriction(self) -> None:
        if self.cleaned_data.get("restricted") and not self._kept(
            "addressed_audiences", "audience"
        ):
            self.add_error(
                "restricted", _("Choose under “Addressed to” whose page it is, or nobody sees it.")
            )

    def _kept(self, formset: str, name: str) -> list[Any]:
        """Values of the lines that will be saved."""
        lines = self.formsets[formset].forms if formset in self.formsets else []
        cleaned = [line.cleaned_data for line in lines if hasattr(line, "cleaned_data")]
        return [data[name] for data in cleaned if data.get(name) and not data.get("DELETE")]
