"""Keeping subjects, with private notes and folders."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from social.following.actions import bookmark, folder_named, remove_bookmark
from social.following.forms import BookmarkForm
from social.following.kept import bookmarks_of, kept_by
from social.following.models import Bookmark, Folder
from social.people.requests import SignedInRequest
from social.people.views import safe_next
from social.subjects.keys import visible_subject_or_404

BOOKMARKS_PER_PAGE = 50


@require_POST
def toggle(request: SignedInRequest, kind: str, pk: int) -> HttpResponse:
    """Keep a subject, or stop keeping it."""
    user = request.user
    thing = visible_subject_or_404(user, kind, pk)
    kept = None
    if request.POST.get("keep"):
        kept = bookmark(user, thing)
    else:
        remove_bookmark(user, thing)
    if getattr(request, "htmx", False):
        context = {"kind": kind, "pk": pk, "bookmark": kept}
        return render(request, "social/following/bookmark_button.html", context)
    return redirect(safe_next(request))


@require_GET
def bookmarks(request: SignedInRequest) -> HttpResponse:
    """What I keep that I still see, all or one folder."""
    user = request.user
    folders = Folder.objects.filter(person=user)
    folder = folders.filter(pk=_number(request.GET.get("folder", ""))).first()
    page = Paginator(bookmarks_of(user, folder), BOOKMARKS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"kept": kept_by(user, page), "page_obj": page, "folders": folders, "folder": folder}
    return render(request, "social/following/bookmarks.html", context)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the note and the folder; a folder without bookmarks goes."""
    user = request.user
    kept = get_object_or_404(Bookmark.objects.visible_to(user), pk=pk)
    form = BookmarkForm(request.POST or None, instance=kept)
    if request.method == "POST" and form.is_valid():
        kept.folder = folder_named(user, form.cleaned_data["folder_name"])
        kept.save(update_fields=["note", "folder"])
        Folder.objects.filter(person=user, bookmarks=None).delete()
        messages.success(request, _("Saved."))
        return redirect("following:bookmarks")
    context = {"form": form, "bookmark": kept, "folders": Folder.objects.filter(person=user)}
    return render(request, "social/following/edit_bookmark.html", context)


@require_POST
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    get_object_or_404(Bookmark.objects.visible_to(request.user), pk=pk).delete()
    return redirect("following:bookmarks")
