"""What became of one's mails to Rynek, and what is still to be decided about them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.models import Page

from social.comments.models import Comment
from social.following.versions import readable_versions
from social.notifications.incoming import held
from social.notifications.incoming.addresses import renew_space_addresses
from social.notifications.incoming.publishing import Returned
from social.notifications.models import IncomingMail, MailDraft
from social.people.requests import SignedInRequest

MAILS_PER_PAGE = 30
LONGEST_TITLE = 90  # characters of a mail by which its writer knows it again
Outcome = IncomingMail.Outcome
# What became of a mail, said to whom it is about.
OUTCOMES: dict[str, str | Promise] = {
    Outcome.RECEIVED: gettext_lazy("It was received"),
    Outcome.COMMENT: gettext_lazy("It became a comment"),
    Outcome.DRAFT: gettext_lazy("It became a draft"),
    Outcome.BOUNCED: gettext_lazy("It was sent back to you"),
    Outcome.HELD: gettext_lazy("It waits for your decision"),
    Outcome.THROWN: gettext_lazy("You threw it away"),
}


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
def mails(request: SignedInRequest) -> HttpResponse:
    """One's mails, the latest first: what became of each, and what was left out of it."""
    user = request.user
    mine = IncomingMail.objects.of(user).exclude(outcome=Outcome.IGNORED)
    page = Paginator(mine, MAILS_PER_PAGE).get_page(request.GET.get("page"))
    about = readable_versions(user, [mail.page_id for mail in page if mail.page_id])
    rows = [_row(mail, about.get(mail.page_id or 0)) for mail in page]
    return render(request, "social/notifications/mails.html", {"page_obj": page, "rows": rows})


def _row(mail: IncomingMail, about: Page | None) -> dict[str, Any]:
    """A line of the list. A held mail is known by its words, any other by what it is about."""
    words = Truncator((mail.proposal or mail.text).strip()).chars(LONGEST_TITLE)
    became = OUTCOMES[mail.outcome]
    return {
        "mail": mail,
        "title": words or (about.title if about else became),
        "about": about if words else None,
        "became": became,
        "is_held": mail.outcome == Outcome.HELD,
    }


@require_http_methods(["GET", "POST"])
def mail(request: SignedInRequest, pk: int) -> HttpResponse:
    """One mail: what was left out of it and, while it is held back, what becomes of it."""
    user = request.user
    mine = get_object_or_404(IncomingMail.objects.of(user).exclude(outcome=Outcome.IGNORED), pk=pk)
    is_held = mine.outcome == Outcome.HELD
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
        "became": OUTCOMES[mine.outcome],
        "is_held": is_held,
        "is_comment": mine.outcome == Outcome.COMMENT,
        "is_bounced": mine.outcome == Outcome.BOUNCED,
        "reason": held.REASONS.get(mine.reason, ""),
        "about": page,
        "is_draft": mine.subject_kind == held.SPACE,
    }
    return render(request, "social/notifications/mail.html", context)


def _publish(request: SignedInRequest, mine: IncomingMail, form: WordsForm) -> HttpResponse | None:
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
def renew_addresses(request: SignedInRequest) -> HttpResponse:
    """End one's addresses for forwarding mails, which somebody may have seen."""
    renew_space_addresses(request.user)
    messages.success(
        request, _("Your addresses for forwarding are new. You find them on the pages.")
    )
    return redirect(reverse("notifications:preferences"))
