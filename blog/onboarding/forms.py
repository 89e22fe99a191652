"""What must hold for a path as a whole."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from blog.pages.canonical import is_canonical
from blog.pages.forms import ContentPageForm


class PathForm(ContentPageForm):
    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        lines = self.formsets["steps"].forms if "steps" in self.formsets else []
        for line in lines:
            page = getattr(line, "cleaned_data", {}).get("page")
            if page is not None and self._leads_here(page):
                line.add_error("page", _("The path would lead to itself. Choose another page."))
                is_valid = False
            if self._is_new_in_translation(line):
                words = _("Add steps in the language that existed first; they appear here then.")
                line.add_error("title", words)
                is_valid = False
        return is_valid

    def _is_new_in_translation(self, line: Any) -> bool:
        is_new = line.instance.pk is None and line.has_changed()
        return is_new and not is_canonical(self.instance)

    def _leads_here(self, page: Page) -> bool:
        """Whether a step's page is this path, or a path from which one comes back to it."""
        from blog.onboarding.models import PathStep

        if self.instance.pk is None:
            return False
        wanted = self.instance.translation_key
        seen: set[Any] = set()
        waiting = {page.translation_key}
        while waiting:
            if wanted in waiting:
                return True
            seen |= waiting
            steps = PathStep.objects.filter(path__translation_key__in=waiting)
            waiting = set(steps.values_list("page__translation_key", flat=True)) - seen - {None}
        return False
