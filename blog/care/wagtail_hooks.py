"""Care in Wagtail's admin."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from blog.care.reports import CareReportView
from blog.pages import report_menu
from blog.pages.models import GuideIndexPage, GuidePage
from social.people.models import User

report_menu.register(902, "care", CareReportView, _("Care of guides"), "history")


@hooks.register("before_delete_user")
def warn_of_guides(request: HttpRequest, person: User) -> None:
    """Deleting somebody who looks after guides loses none, but leaves them without an owner."""
    if request.method != "GET":
        return
    models: tuple[Any, ...] = (GuidePage, GuideIndexPage)
    count = sum(model.objects.filter(caretaker=person).count() for model in models)
    if count:
        words = ngettext(
            "%(person)s looks after %(n)s guide or section. It stays, but nobody will hear from its "
            "readers: give it to somebody else first, or clear “active” instead of deleting.",
            "%(person)s looks after %(n)s guides or sections. They stay, but nobody will hear from "
            "their readers: give them to somebody else first, or clear “active” instead of deleting.",
            count,
        )
        messages.warning(request, words % {"person": person, "n": count})
