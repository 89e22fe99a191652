"""Files that stay closed after the page that showed them, and freeing them."""

from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from social.files import uses
from social.files.access import kept_closed


def freeable(user: Any, model: type[Model]) -> QuerySet[Any]:
    """The closed files that this person may free: one's own, or all for an administrator."""
    files = kept_closed(model)
    return files if user.is_superuser else files.filter(uploaded_by_user=user)


@require_safe
def closed_files(request: HttpRequest) -> HttpResponse:
    """What no page shows any more and a closed page has shown."""
    rows = [
        (kind, file)
        for kind, model in uses.file_kinds().items()
        for file in freeable(request.user, model).select_related("uploaded_by_user", "collection")[
            :500
        ]
    ]
    return render(request, "social/files/closed.html", {"rows": rows})


@require_POST
def free(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """From now on the file follows its collection, as if no closed page had shown it."""
    model = uses.file_kinds().get(kind)
    if model is None:
        raise Http404
    file = get_object_or_404(freeable(request.user, model), pk=pk)
    uses.free(file, request.user)
    messages.success(request, _("“%(title)s” is free.") % {"title": file.title})
    return redirect("files_closed")
