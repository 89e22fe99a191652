"""Topics in the admin: one that stands only on closed pages does not exist."""

from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Page

from blog.closed.access import workable
from social.subjects.access import Person
from social.subjects.models import Topic


def topics_of_pages(user: Person) -> QuerySet[Topic]:
    """Topics of pages, drafts too, that this person may work on."""
    pages = Page.objects.filter(workable(user), contentpage__page_topics__tag=OuterRef("pk"))
    return Topic.objects.filter(Exists(pages))
