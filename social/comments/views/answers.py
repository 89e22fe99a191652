"""Accepting answers and marking questions."""

from collections.abc import Callable

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from social.comments import actions
from social.comments.actions import Refused
from social.comments.models import Comment
from social.comments.views.reading import comment_or_404, version_to_read
from social.comments.views.writing import comment_response, refused
from social.people.models import User
from social.people.requests import SignedInRequest


def _do(
    request: SignedInRequest, pk: int, deed: Callable[[User, Comment], Comment]
) -> HttpResponse:
    comment = comment_or_404(request, pk)
    page = version_to_read(request, comment.page_id)
    try:
        comment = deed(request.user, comment)
    except Refused as refusal:
        return refused(request, page, refusal)
    return comment_response(request, comment, page)


@require_POST
def accept(request: SignedInRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.accept_answer)


@require_POST
def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    return _do(request, pk, actions.withdraw_answer)


@require_POST
def mark_question(request: SignedInRequest, pk: int) -> HttpResponse:
    wanted = request.POST.get("is_question", "1") == "1"
    return _do(request, pk, lambda user, comment: actions.mark_question(user, comment, wanted))
