"""What administrators opened that is closed to others, and would be to them as colleagues."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from blog.closed.access import is_outsider, works_on_all
from blog.closed.models import ClosedVisit

AGAIN = timedelta(minutes=10)  # within it, the same opened again is the same visit
PINGS = ("wagtailadmin_editing_sessions:", "blog_who")  # what the editor's page asks by itself


def note_visits(request: HttpRequest, pages: list[Page]) -> None:
    """Note which of these closed pages were opened, and how. Two queries for each page.

    Nothing for people of the page: who see it, its author and its owner.
    """
    user = request.user
    view = request.resolver_match.view_name if request.resolver_match else ""
    if not user.is_authenticated or not works_on_all(user) or view.startswith(PINGS):
        return
    for page in pages:
        if not is_outsider(user, page):
            continue
        deed = f"{request.method} {view}"[:100]
        lately = ClosedVisit.objects.filter(at__gt=timezone.now() - AGAIN)
        if not lately.filter(page=page, person=user, deed=deed).exists():
            title = page.draft_title or page.title
            ClosedVisit.objects.create(page=page, title=title, person=user, deed=deed)
