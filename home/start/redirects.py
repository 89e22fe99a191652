"""Old addresses, which tell new ones only to those who may see what lies there."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.utils import translation
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.models import Page, Site

from social.subjects.access import can_see


class ReadersRedirectMiddleware(RedirectMiddleware):
    """An address has a page's name in it: a redirect to a closed page is as unknown as the page."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer = super().process_response(request, response)
        if answer is response or not isinstance(answer, HttpResponseRedirectBase):
            return answer
        page = page_at(request, answer.url)
        return answer if page is None or can_see(request.user, page) else response


def page_at(request: HttpRequest, address: str) -> Page | None:
    """The page that an address of ours names, published or not; None for anything else."""
    path = urlsplit(address).path
    site = Site.find_for_request(request)
    language = translation.get_language_from_path(path)
    if site is None or language is None:
        return None
    with translation.override(language):
        root = site.root_page.localized
    parts = [part for part in path.split("/") if part][1:]
    url_path = root.url_path + "".join(f"{part}/" for part in parts)
    return Page.objects.filter(url_path=url_path).first()
