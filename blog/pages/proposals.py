"""Proposals: anybody writes news or a guide on the site; editors approve it in Wagtail."""

from typing import Any

import nh3
from bs4 import BeautifulSoup
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page, TaskState, WorkflowState

from blog.pages.models import ContentPage, GuideIndexPage, GuidePage, NewsIndexPage, NewsPage
from social.activity.messages import tell
from social.comments.typed import typed_markdown
from social.people.models import User

KINDS: dict[str, tuple[type[ContentPage], type[Page]]] = {
    "news": (NewsPage, NewsIndexPage),
    "guide": (GuidePage, GuideIndexPage),
}
_ALLOWED = {"p", "h2", "h3", "h4", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br", "hr"}
_markdown = typed_markdown().disable(["image"])


class NothingToSubmitTo(Exception):
    """The place to publish in does not exist in that language."""


def to_rich_text(text: str) -> str:
    """What somebody typed, with simple Markdown, as the HTML of a rich text block."""
    html = _markdown.render(text).replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    return nh3.clean(html, tags=_ALLOWED, attributes={"a": {"href"}}, link_rel=None)


def as_typed(html: str) -> str:
    """Rich text back as the simple Markdown that its author typed."""
    soup = BeautifulSoup(html, "html.parser")
    for mark, tags in (("**", ["b", "strong"]), ("*", ["i", "em"])):
        for tag in soup.find_all(tags):
            tag.replace_with(f"{mark}{tag.get_text()}{mark}")
    for tag in soup.find_all("a"):
        address = tag.get("href")
        tag.replace_with(f"[{tag.get_text()}]({address})" if address else tag.get_text())
    for tag in soup.find_all(["ul", "ol"]):
        mark = "1. " if tag.name == "ol" else "- "
        tag.string = "\n".join(mark + item.get_text().strip() for item in tag.find_all("li"))
    for tag in soup.find_all(["h2", "h3", "h4"]):
        tag.insert(0, "#" * int(tag.name[1]) + " ")
    parts = [tag.get_text().strip() for tag in soup.children if tag.get_text().strip()]
    return "\n\n".join(parts)


@transaction.atomic
def propose(user: User, kind: str, *, title: str, lead: str, text: str, topics: list[str]) -> Any:
    """A draft in its section, handed to the approval that Wagtail has for that place."""
    model, index_model = KINDS[kind]
    language = user.preferred_language
    indexes: Any = index_model.objects.select_related("locale").order_by("pk")
    index = indexes.filter(locale__language_code=language).first() or indexes.first()
    if index is None:
        raise NothingToSubmitTo(kind)
    page = model(
        title=title,
        lead=lead,
        body=[("text", to_rich_text(text))],
        owner=user,
        author=user,
        live=False,
        locale=index.locale,
    )
    page.topics.add(*topics)
    index.add_child(instance=page)
    page.save_revision(user=user, log_action=True)
    _submit(page, user)
    return page


@transaction.atomic
def revise(
    user: User, page: ContentPage, *, title: str, lead: str, text: str, topics: list[str]
) -> Any:
    """The author's next version of a proposal that came back; it goes to approval again."""
    draft = page.get_latest_revision_as_object()
    draft.title, draft.lead = title, lead
    draft.body = _with_text(draft.body, to_rich_text(text))
    draft.topics.set(topics, clear=True)
    draft.save_revision(user=user, log_action=True)
    _submit(page, user)
    return page


def _with_text(body: Any, html: str) -> list[tuple[str, Any]]:
    """The new text where the old one began; pictures and the like that an editor added stay."""
    blocks, is_placed = [], False
    for block in body:
        if block.block_type != "text":
            blocks.append((block.block_type, block.value))
        elif not is_placed:
            blocks.append(("text", html))
            is_placed = True
    return blocks if is_placed else [("text", html), *blocks]


def _submit(page: Page, user: User) -> None:
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    elif state is None and (workflow := page.get_workflow()):
        workflow.start(page, user)


def proposals_of(user: User) -> QuerySet[Any]:
    """What somebody proposed and what became of it, the newest first."""
    states = WorkflowState.objects.filter(requested_by=user)
    ids = [int(pk) for pk in states.values_list("object_id", flat=True) if str(pk).isdecimal()]
    pages = ContentPage.objects.filter(pk__in=ids, owner=user)
    return pages.select_related("locale", "latest_revision").order_by("-pk")


def with_outcomes(pages: list[Any]) -> list[Any]:
    """The same pages with `state`, `reason` and `reviewer` of the latest decision. Two queries."""
    ids = [str(page.pk) for page in pages]
    states = WorkflowState.objects.filter(object_id__in=ids).order_by("created_at")
    by_page = {state.object_id: state for state in states}
    tasks = TaskState.objects.filter(workflow_state__in=[s.pk for s in by_page.values()])
    last = {
        task.workflow_state_id: task
        for task in tasks.select_related("finished_by").order_by("started_at")
    }
    for page in pages:
        page.state = by_page.get(str(page.pk))
        task = last.get(page.state.pk) if page.state else None
        page.reason = task.comment if task else ""
        page.reviewer = task.finished_by if task else None
        page.may_revise = bool(
            page.state and page.state.status == WorkflowState.STATUS_NEEDS_CHANGES
        )
    return pages


def tell_outcome(state: WorkflowState, *, published: bool, actor: User | None) -> None:
    """The author hears what became of a proposal, with the reason."""
    page = state.content_object.specific
    author = state.requested_by
    if not isinstance(page, ContentPage) or author is None or author == actor:
        return
    if published:
        tell(author, "proposal-published", page, actor=actor, title=page.title)
    else:
        task = TaskState.objects.filter(workflow_state=state).order_by("-started_at").first()
        reason = task.comment if task else ""
        tell(author, "proposal-returned", actor=actor, title=page.draft_title, reason=reason)


def tell_ended(state: WorkflowState, actor: User | None) -> None:
    """Approval was cut short: an editor published the page directly, or put it aside."""
    page = ContentPage.objects.filter(pk=state.object_id).first()
    if page is not None and page.live:
        tell_outcome(state, published=True, actor=actor)
    elif page is not None:
        _tell_closed(state, page, actor)


def tell_deleted(page: Page) -> None:
    """A proposal that waits, or came back, is deleted: its author hears that too."""
    open_states = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)
    for state in WorkflowState.objects.filter(object_id=str(page.pk), status__in=open_states):
        if not page.live:
            _tell_closed(state, page, None)


def _tell_closed(state: WorkflowState, page: Page, actor: User | None) -> None:
    author = state.requested_by
    if author is not None and author != actor:
        tell(author, "proposal-closed", actor=actor, title=page.draft_title)
