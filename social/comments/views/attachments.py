"""Uploading while one writes, and serving to those who may see."""

from typing import Any

from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from social.comments import actions
from social.comments.actions import Refused
from social.comments.models import Attachment, Comment
from social.people.requests import SignedInRequest
from social.subjects.access import visible_page_or_404


@require_POST
def upload(request: SignedInRequest, page_id: int) -> HttpResponse:
    """Keep one file; answers with what the composer shows of it."""
    page = visible_page_or_404(request, page_id)
    uploaded = request.FILES.get("file")
    if uploaded is None:
        return JsonResponse({"error": ""}, status=400)
    try:
        attachment = actions.upload(
            request.user,
            page,
            uploaded,
            _description(request),
        )
    except Refused as refusal:
        return JsonResponse({"error": str(refusal.message)}, status=422)
    return JsonResponse(
        {
            "key": str(attachment.key),
            "name": attachment.name,
            "url": attachment.get_absolute_url(),
            "is_image": attachment.is_image,
        }
    )


def _description(request: SignedInRequest) -> str:
    return request.POST.get("description", "").replace("\x00", "")[:300]


@require_POST
def describe(request: SignedInRequest, key: Any) -> HttpResponse:
    """Describe one's own picture for people who cannot see it."""
    attachment = get_object_or_404(Attachment, key=key, uploaded_by=request.user)
    attachment.description = _description(request)
    attachment.save(update_fields=["description"])
    return HttpResponse(status=204)


@require_safe
def serve(request: SignedInRequest, key: Any) -> HttpResponse | FileResponse:
    """The file, for those who may read its comment, and for who uploaded it before that."""
    comments = Comment.objects.visible_to(request.user).order_by().values("pk")
    allowed = Q(comment__in=comments) | Q(comment__isnull=True, uploaded_by=request.user.pk)
    attachment = Attachment.objects.filter(allowed, key=key).first()
    if attachment is None:
        raise Http404
    # The file of a key never changes; whether one may see it is asked each time.
    etag = quote_etag(str(attachment.key))
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file,
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=attachment.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
