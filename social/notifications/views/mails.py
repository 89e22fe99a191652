"""What became of one's mails to Rynek, and what is still to be decided about them."""

from typing import cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from social.comments.models import Comment
from social.following.versions import readable_versions
from social.notifications.incoming import held
from social.notifications.incoming.addresses import renew_space_addresses
from social.notifications.incoming.publishing import Returned
from social.notifications.models import IncomingMail, MailDraft
from social.people.models import User

MAILS_PER_PAGE = 30


class WordsForm(forms.Form):
    """What is published of a mail that was held back."""

    words = forms.CharField(
        label=gettext_lazy("Only this"),
        help_text=gettext_lazy("What we take for your own words. Change it as you like."),
        required=False,
        max_length=held.LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """One's mails, the latest first: what became of each, and what was left out of it."""
    mine = IncomingMail.objects.of(cast(User, request.user)).exclude(
        outcome=IncomingMail.Outcome.IGNORED
    )
    page = Paginator(mine, MAILS_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "social/notifications/mails.html", {"page_obj": page})


@require_http_methods(["GET", "POST"])
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail: what was left out of it and, while it is held back, what becomes of it."""
    user = cast(User, request.user)
    mine = get_object_or_404(
        IncomingMail.objects.of(user).exclude(outcome=IncomingMail.Outcome.IGNORED), pk=pk
    )
    is_held = mine.outcome == IncomingMail.Outcome.HELD
    form = WordsForm(request.POST or None, initial={"words": mine.proposal})
    if request.method == "POST":
        if not is_held:
            messages.info(request, _("This mail was decided about already."))
            return redirect("notifications:mails")
        if request.POST.get("deed") == "drop":
            held.throw_away(mine)
            messages.success(request, _("The mail is gone."))
            return redirect("notifications:mails")
        if form.is_valid() and (done := _publish(request, mine, form)):
            return done
    page = readable_versions(user, [mine.page_id]).get(mine.page_id) if mine.page_id else None
    context = {
        "mail": mine,
        "form": form,
        "is_held": is_held,
        "reason": held.REASONS.get(mine.reason, ""),
        "about": page,
        "is_draft": mine.subject_kind == held.SPACE,
    }
    return render(request, "social/notifications/mail.html", context)


def _publish(request: HttpRequest, mine: IncomingMail, form: WordsForm) -> HttpResponse | None:
    """Publish the whole mail or the words in the form; None if it may not be, with errors."""
    is_all = request.POST.get("deed") == "all"
    words = mine.text if is_all else form.cleaned_data["words"]
    try:
        made, left_out = held.publish(mine, words)
    except Returned as reason:
        form.add_error("words" if not is_all else None, str(reason.words))
        return None
    for why in left_out:
        messages.warning(request, why)
    if isinstance(made, MailDraft):
        return redirect("notifications:draft", made.pk)
    messages.success(request, _("It is published."))
    return redirect(_address_of(made))


def _address_of(comment: Comment) -> str:
    return str(comment.get_absolute_url())


@require_POST
def renew_addresses(request: HttpRequest) -> HttpResponse:
    """End one's addresses for forwarding mails, which somebody may have seen."""
    renew_space_addresses(cast(User, request.user))
    messages.success(
        request, _("Your addresses for forwarding are new. You find them on the pages.")
    )
    return redirect(reverse("notifications:preferences"))
