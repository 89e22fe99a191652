"""What onboarding adds to Wagtail's admin."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail import hooks

from blog.onboarding.models import Journey
from social.people.models import User


@hooks.register("before_delete_user")
def warn_of_newcomers(request: HttpRequest, person: User) -> None:
    """Deleting a buddy loses no journey; another buddy is looked for by night."""
    count = Journey.objects.walking().filter(buddy=person).count()
    if request.method == "GET" and count:
        words = ngettext(
            "%(person)s is the buddy of %(n)s newcomer, who gets another one of the same department "
            "by night, if there is one.",
            "%(person)s is the buddy of %(n)s newcomers, who get another one of the same department "
            "by night, if there is one.",
            count,
        )
        messages.warning(request, words % {"person": person, "n": count})
