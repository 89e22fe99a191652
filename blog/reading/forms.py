"""Must-reads in the page editor."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel, Panel

from blog.pages.panels import SharedPanel

MUST_READ_ERRORS = {
    "audience": _("Choose who must confirm reading."),
    "due_on": _("Say by which day."),
}


def panel() -> Panel:
    return SharedPanel(
        [InlinePanel("must_reads", label=_("must-read"))],
        heading=_("Must be read"),
        icon="success",
    )


def check_must_reads(form: Any) -> None:
    """What must hold in the lines of a page's form."""
    for line in form.formsets["must_reads"].forms if "must_reads" in form.formsets else []:
        data = getattr(line, "cleaned_data", {})
        due_on = data.get("due_on")
        for name, words in MUST_READ_ERRORS.items():
            if name in line.errors and not line.data.get(line.add_prefix(name)):
                line.errors[name] = line.error_class([words])
        is_new = line.instance.pk is None and line.has_changed()
        if is_new and due_on and due_on < timezone.localdate():
            line.add_error("due_on", _("This day has passed."))
