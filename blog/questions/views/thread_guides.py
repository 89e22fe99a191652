"""Making a guide of a solved conversation."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from blog.questions.thread_guides import draft_guide, parents_for, place_for
from social.comments.models import Comment
from social.people.requests import SignedInRequest


class GuideFromThreadForm(forms.Form):
    title = forms.CharField(label=_("Title of the guide"), max_length=200)
    parent = forms.TypedChoiceField(label=_("Where it belongs"), coerce=int)

    def __init__(self, *args: object, parents: list, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["parent"].choices = [  # type: ignore[attr-defined]
            (page.pk, "\u2003" * (page.depth - 3) + page.title) for page in parents
        ]


def new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Choose title and place; the draft opens in the editor."""
    user = request.user
    comment = get_object_or_404(Comment.objects.visible_to(user).select_related("page"), pk=pk)
    parents = parents_for(user)
    if not parents:
        raise PermissionDenied
    root = comment.root or comment
    initial = {
        "title": comment.page.title if root.level == 0 else root.excerpt[:120],
        "parent": place_for(comment, parents).pk,
    }
    form = GuideFromThreadForm(request.POST or None, parents=parents, initial=initial)
    if request.method == "POST" and form.is_valid():
        parent = next(page for page in parents if page.pk == form.cleaned_data["parent"])
        guide = draft_guide(user, comment, parent, form.cleaned_data["title"])
        return redirect("wagtailadmin_pages:edit", guide.pk)
    return render(
        request, "blog/questions/guide_from_thread.html", {"form": form, "comment": comment}
    )
