"""Topics: pages about one thing, across sections."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from blog.pages.models import ContentPage
from social.subjects.models import Topic

PAGES_PER_PAGE = 20


def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """All pages about a topic."""
    found = get_object_or_404(Topic.objects.visible_to(request.user), slug=slug)
    pages = ContentPage.objects.filter(page_topics__tag=found).visible_to(request.user)
    pages = pages.in_language(get_language(), request.user).newest_first().for_cards()
    items = Paginator(pages, PAGES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "blog/pages/topic.html", {"topic": found, "items": items})
