"""What the arguments of each route are filled with: where a route has its place in the matrix."""

import re
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page, Revision, Site, Task, TaskState, Workflow

from blog.care.models import GuideFeedback
from blog.events.models import EventPage
from blog.newsletters.models import Newsletter
from blog.onboarding.models import Journey
from blog.pages.models import GuidePage, NewsPage
from blog.polls.models import Poll
from search.page.models import SearchSettings
from social.comments.models import Attachment, Comment, Sanction
from social.community.models import Introduction, Item, Nomination, Nudge, Report
from social.following.models import Bookmark, FollowUp
from social.notifications.models import IncomingMail, MailDraft, PushSubscription
from social.people.models import Audience, Department, Skill, User
from social.subjects.models import Topic
from tests.matrix.routes import Route

# Arguments that mean the same everywhere.
MODELS: dict[str, type[Model]] = {
    "page_id": Page, "parent_page_id": Page, "page_to_move_id": Page, "page_pk": Page,
    "image_id": get_image_model(), "document_id": get_document_model(),
    "doc_id": get_document_model(), "collection_id": Collection, "destination_id": Page,
    "revision_id": Revision, "revision_id_a": Revision, "task_id": Task, "workflow_pk": Workflow,
    "task_state_id": TaskState, "redirect_id": Redirect, "query_id": Query,
}  # fmt: skip
# Whose `pk` a route speaks of, where its view does not name a model.
PK: dict[str, type[Model]] = {
    "events/<int:pk>": EventPage, "polls/": Poll, "guides/from/": Comment,
    "guides/feedback/": GuideFeedback, "guides/": GuidePage, "pages/": Page,
    "proposals/<int:pk>": Page, "onboarding/": Journey, "people/<int:pk>": User,
    "comments/": Comment, "bookmarks/<int:pk>": Bookmark, "follow-ups/<int:pk>": FollowUp,
    "notifications/push/": PushSubscription, "notifications/drafts/": MailDraft,
    "community/queue/": Item, "community/volunteers/": User, "community/reports/": Report,
    "community/me/hints/": Nudge, "community/me/thanks/": Nudge,
    "community/me/nominations/": Nomination, "community/me/introductions/": Introduction,
    "community/nominate/": User, "admin/pages/": Page, "admin/api/main/^pages": Page,
    "admin/api/main/^documents": get_document_model(), "admin/api/main/^images": get_image_model(),
    "admin/workflows/tasks": Task, "admin/workflows/": Workflow, "admin/newsletters/": Newsletter,
    "admin/conversation/comments/": Comment, "admin/conversation/sanctions/": Sanction,
    "admin/audiences/": Audience, "admin/settings/": SearchSettings,
    "admin/translation/submit/snippet": Topic, "admin/groups/": Group, "admin/locales/": Locale,
    "admin/sites/": Site, "admin/users/": User, "admin/page-chooser": Page,
    "following/": Page, "bookmarks/<slug": Page, "follow-ups/remind": Page,
    "follow-ups/assign": Page, "reactions/": Page, "admin/documents/chooser": get_document_model(),
    "admin/images/chooser": get_image_model(),
    "documents/authenticate": Collection,
    "admin/files/closed/": get_image_model(), "notifications/mails/": IncomingMail,
}  # fmt: skip
WORDS: dict[str, str] = {
    "kind": "page", "subject_kind": "page", "app_name": "pages", "app_label": "wagtailcore",
    "model_name": "page", "action": "delete", "action_name": "approve", "uidb64": "MQ",
    "token": "x-y", "content_type_app_name": "pages", "content_type_model_name": "newspage",
    "filter_spec": "width-100", "provider": "mailgun", "name": "answered-questions", "form": "csv",
    "session_id": "1", "uploaded_file_id": "1", "workflow_state_id": "1", "entry_pk": "1",
    "restriction_id": "1", "page_view_restriction_id": "1", "revision_id_b": "latest",
    "object_id": "1", "path": "x.png", "rest": "1/1/",
}  # fmt: skip
# Where an argument means something else.
SPECIAL: tuple[tuple[str, dict[str, str]], ...] = (
    ("proposals/new/", {"kind": "news"}),
    ("sign-in/as/", {"key": "employee"}),
    ("admin/settings/", {"app_name": "search_page", "model_name": "searchsettings"}),
    ("admin/translation/submit/snippet", {"app_label": "subjects", "model_name": "topic"}),
    ("admin/pages/create/", {"app_label": "pages", "model_name": "newspage"}),
    ("admin/tag-autocomplete/", {"app_name": "subjects", "model_name": "topic"}),
    ("admin/workflows/tasks/add/", {"app_label": "pages", "model_name": "approvaltask"}),
    ("admin/conversation/comments/", {"key": "hide"}),
    ("admin/files/closed/", {"kind": "image"}),
)
MOST_ROWS = 4  # planted rows tried for each route


def fillings(world: Any, route: Route) -> Iterator[dict[str, Any]]:
    """Values for the arguments of a route, several times; raises KeyError for one without a place."""
    arguments = route.arguments
    if not arguments:
        yield {}
        return
    fixed = WORDS | next((v for start, v in SPECIAL if route.pattern.startswith(start)), {})
    pools = {name: _pool(world, route, name, fixed) for name in arguments}
    for at in range(min(MOST_ROWS, max(len(pool) for pool in pools.values()))):
        values = {name: pool[at % len(pool)] for name, pool in pools.items()}
        yield _matching(world, values, at)


def _pool(world: Any, route: Route, name: str, fixed: dict[str, str]) -> list[Any]:
    if "documents/^" in route.pattern and name == r"(\d+)":
        return [row.pk for row in world.rows[get_document_model()]]
    if route.pattern.startswith("proposals/<"):
        return [row.pk for row in world.rows[Page] if row.title.startswith("zqproposal")]
    if name.startswith("((?:"):
        return [row.url_path.split("/", 2)[2] for row in world.rows[Page]]
    if name == "(.*)":
        return [row.filename for row in world.rows[get_document_model()]]
    if route.name == "home:media":
        return media_paths(world)
    if name in {"key", "token", "slug"} and (own := _keys(world, route, name)):
        return own
    model = MODELS.get(name)
    if name in {"pk", "page_id", "parent_pk"} and model is None:
        by_path = next((m for start, m in PK.items() if route.pattern.startswith(start)), None)
        model = by_path or route.model
    if model is not None:
        return _keys_of(world, model)
    return [fixed[name]]


def _keys(world: Any, route: Route, name: str) -> list[Any]:
    if route.pattern.startswith("attachments/"):
        return [row.key for row in world.rows[Attachment]]
    if route.pattern.startswith("topics/"):
        return list(Topic.objects.values_list("slug", flat=True))
    if "/steps/" in route.pattern:
        return [row.step_key for journey in world.rows[Journey] for row in journey.progress.all()]
    if route.pattern.startswith(("events/feed", "calendar/")):
        return ["0" * 40]
    return []


def _keys_of(world: Any, model: type[Model]) -> list[Any]:
    rows = world.rows.get(model) or list(model._default_manager.order_by("pk")[:2])
    if model is Page:
        drafts = [row for row in rows if not row.live]
        aliases = [row for row in rows if row.alias_of_id]
        rows = [rows[0], drafts[0], rows[2], aliases[0]]
    return [row.pk for row in rows] or [1]


def _matching(world: Any, values: dict[str, Any], at: int) -> dict[str, Any]:
    """Revisions and states belong to the page beside them, or the view would say 404 of itself."""
    page = values.get("page_id") or (values.get("pk") if "revision_id_a" in values else None)
    if page is not None:
        revisions = Page.objects.get(pk=page).specific.revisions.order_by("pk")
        for name in {"revision_id", "revision_id_a"} & values.keys():
            values[name] = (revisions.first() or Revision(pk=0)).pk
    return values


def media_paths(world: Any) -> list[str]:
    """Originals and renditions of pictures, documents and attachments by their plain names."""
    paths = []
    for image in world.rows[get_image_model()]:
        paths += [image.file.name, image.get_rendition("width-50").file.name]
    paths += [document.file.name for document in world.rows[get_document_model()]]
    return paths + [row.file.name for row in world.rows[Attachment]]


# More questions to routes that take them in the query: `{page}` and the like are planted ids.
QUESTIONS: tuple[tuple[str, str], ...] = (
    ("admin/bulk/", "?id={page}&next=/admin/"),
    ("admin/pages/search/", "?q=zq"),
    ("admin/choose-page/search/", "?q=zq"),
    ("admin/choose-page/chosen-multiple/", "?id={page}"),
    ("admin/tag-autocomplete/", "?term=zq"),
    ("admin/images/", "?q=zq"),
    ("admin/documents/", "?q=zq"),
    ("admin/reports/", "?export=csv"),
    ("admin/reports/", "?export=xlsx"),
    ("admin/pages/usage/", "?export=xlsx"),
    ("search/", "?q=zq"),
    ("search/panel/", "?q=zq"),
    ("people/", "?q=zq"),
    ("questions/similar/", "?title=zq"),
    ("conversation/", "?q=zq"),
)


def questions(world: Any, pattern: str) -> Iterator[str]:
    for start, query in QUESTIONS:
        if re.match(re.escape(start), pattern):
            yield query.format(page=world.rows[NewsPage][0].pk)


__all__ = ["fillings", "media_paths", "questions", "Department", "Skill"]
