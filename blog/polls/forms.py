"""The form of a poll in Wagtail's admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm


class PollForm(WagtailAdminModelForm):
    """What people have voted for is not taken away under their hands."""

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        lines = self.formsets["options"].forms if "options" in self.formsets else []
        if self.is_bound and self.instance.has_votes:
            for line in lines:
                if getattr(line, "cleaned_data", {}).get("DELETE") and line.instance.pk:
                    words = _("People have voted already, so “%(option)s” has to stay.")
                    self.add_error(None, words % {"option": line.instance.text})
        return is_valid and not self.errors
