"""A house full of things that are closed to those who are not on the board, each with a word of its own.

Every such word begins with `zqxvk`, so that one look at an answer tells; no token does by chance.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    TaskState,
    Workflow,
)

from blog.events.models import EventIndexPage, EventPage
from blog.newsletters.models import Newsletter, NewsletterItem
from blog.pages.models import Campaign, PageUpdate
from blog.polls.models import Poll, PollOption
from blog.reading.models import MustRead
from search.page.models import Exclusion
from social.comments.actions import post_comment, report
from social.people.models import Audience
from tests.factories import (
    make_audience,
    make_guide,
    make_knowledge,
    make_news,
    make_page,
    make_person,
    make_project,
    make_question,
    restrict,
)

# A word of what is closed, not the three letters that are searched for.
WORD = re.compile(rb"zqxvk[a-z]", re.IGNORECASE)


@dataclass
class World:
    """What is closed, and pages that are not and lead to it."""

    pages: list[Page]
    lists: list[Page]

    @property
    def asked(self) -> list[Page]:
        """One of each kind, for addresses that are about one page."""
        kinds = ("sekcja", "wieści", "zgłoszona", "moja", "starytytuł", "szkic", "plan")
        words = tuple(f"Zqxvk{kind}" for kind in kinds)
        return [page for page in self.pages if page.title.startswith(words)]


def build(people: list[Any]) -> World:
    """The world as it is after a while; `people` worked on some of it before it was closed."""
    owner = make_person("Olga", "Zarządna", groups=["Board", "Editors"])
    board: Audience = make_audience("Rada", levels=[])
    section = make_guide("Zqxvksekcja", text="zqxvkcialo", owner=owner, topics=("Zqxvktemat",))
    poll = Poll.objects.create(question="Zqxvkpytanie?", question_en="Zqxvkquestion?")
    PollOption.objects.create(poll=poll, text="Zqxvkopcja", text_en="Zqxvkoption")
    child = make_guide("Zqxvkrozdział", parent=section, owner=owner)
    child.body = [("text", "<p>zqxvktekst</p>"), ("poll", poll)]
    child.save_revision(user=owner).publish()
    child.title = "Zqxvkstarytytuł"
    child.save_revision(user=owner).publish()
    draft = make_guide("Zqxvkszkic", parent=section, live=False, owner=owner)
    planned = make_guide("Zqxvkplan", parent=section, live=False, owner=owner)
    planned.go_live_at = timezone.now() + timedelta(days=2)
    planned.save_revision(user=owner).publish()
    ended = make_guide("Zqxvkzdjęta", parent=section, owner=owner)
    ended.unpublish()
    news = make_news("Zqxvkwieści", text="zqxvklead", owner=owner)
    project = make_project("Zqxvkprojekt", owner=owner)
    knowledge = make_knowledge("Zqxvkwiedza", project=project, owner=owner)
    question = make_question("Zqxvkzapytanie", owner=owner)
    where = EventIndexPage.objects.get(locale__language_code="pl")
    starts = timezone.now() + timedelta(days=3)
    times = {"starts_at": starts, "ends_at": starts + timedelta(hours=1)}
    event = make_page(
        EventPage, "Zqxvkwydarzenie", parent=where, owner=owner, place="Zqxvksala", **times
    )
    topic_draft = make_news("Zqxvkztematem", owner=owner)
    topic_draft.topics.add("Zqxvktematszkicu")
    topic_draft.save_revision(user=owner)
    submitted = make_news("Zqxvkzgłoszona", live=False, owner=owner)
    workflow = Workflow.objects.first()
    assert workflow is not None
    workflow.start(submitted, owner)
    mine = []
    for person in people:
        page = make_news(f"Zqxvkmoja{person.pk}", owner=owner)
        page.title += "a"
        page.save_revision(user=person, log_action=True).publish(user=person)
        Page.objects.filter(pk=page.pk).update(locked=True, locked_by=person)
        asked = make_news(f"Zqxvkprośba{person.pk}", live=False, owner=owner)
        asked.save_revision(user=owner)
        workflow.start(asked, person)
        mine += [page, asked]
    closed = [section, news, project, question, event, topic_draft, submitted, *mine]
    for page in closed:
        restrict(page, "Board")
    english = Locale.objects.get(language_code="en")
    translated = news.copy_for_translation(english)
    alias = child.create_alias(parent=section.get_parent(), update_slug="zqxvkalias")
    gone = make_news("Zqxvkusunięta", owner=owner)
    restrict(gone, "Board")
    gone.delete(user=owner)
    comment = post_comment(owner, news, "zqxvkkomentarz")
    log(instance=comment, action="comments.approve", user=owner)
    log(instance=poll, action="wagtail.create", user=owner)
    collection = Collection.get_first_root_node().add_child(name="Zqxvkzbiór")
    gate = CollectionViewRestriction.objects.create(
        collection=collection, restriction_type="groups"
    )
    gate.groups.add(Group.objects.get(name="Board"))
    report(make_person("Rita", groups=["Board"]), comment, "rude")
    pages = [*closed, child, draft, planned, ended, knowledge, translated, alias]
    _name_them(pages, owner, board)
    open_page = _open_page(child, owner)
    return World(
        pages=[Page.objects.get(pk=page.pk) for page in pages],
        lists=[
            section.get_parent(),
            news.get_parent(),
            where,
            Page.objects.get(depth=1),
            open_page,
        ],
    )


def _name_them(pages: list[Page], owner: Any, board: Audience) -> None:
    """Things elsewhere that point at closed pages: titles that come round the corner."""
    page = pages[1]
    Redirect.objects.create(old_path="/stary", redirect_page=page)
    query = Query.get("budżet")
    SearchPromotion.objects.create(query=query, page=page, sort_order=0)
    Exclusion.objects.create(phrase="urlop", page=page)
    campaign = Campaign.objects.create(name="Wiosna")
    type(page).objects.filter(pk=page.pk).update(campaign=campaign)
    newsletter = Newsletter.objects.create(subject_pl="List", subject_en="Letter", audience=board)
    NewsletterItem.objects.create(newsletter=newsletter, page=page)
    MustRead.objects.create(page=page, audience=board, due_on=timezone.localdate())
    PageUpdate.objects.create(page=page, note="Zqxvkzmiana")


def _open_page(child: Page, owner: Any) -> Page:
    """A page for everybody that leads to a closed one."""
    page = make_news("Jawna", owner=owner)
    page.body = [
        ("text", f'<p><a linktype="page" id="{child.pk}">dalej</a></p>'),
        ("related_pages", {"title": "Zobacz", "pages": [child]}),
    ]
    page.save_revision(user=owner).publish()
    return page


def routes(patterns: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Every route of the admin, with the name of its view."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern) and route.startswith("admin/"):
            yield route, f"{space}{pattern.name}"


ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
PAGE_ARGUMENTS = {"page_id", "parent_page_id", "page_to_move_id", "page_pk"}
SNIPPET = re.compile(r"admin/snippets/(?:choose/)?(\w+)/(\w+)/")
FIRST_FEW = 4


def addresses(world: World, route: str, view: str) -> Iterator[str]:
    """The route filled in with everything that could make it tell something."""
    route = route.replace(r"^(?P<pk>\d+)", "<pk>").replace("^", "").replace("$", "")
    route = re.sub(r"\(\?P<revision_id_a>.*?\)", "<revision_id_a>", route)
    route = re.sub(r"\(\?P<revision_id_b>.*?\)", "<revision_id_b>", route)
    route = route.replace(r"\.\.\.", "...")
    names = ARGUMENT.findall(route)
    if any(sign in route for sign in "(*"):
        return
    for values in _values(world, route, view, names):
        parts = ARGUMENT.split(route)  # text and names of arguments by turns
        filled = [str(values[part]) if place % 2 else part for place, part in enumerate(parts)]
        yield "/" + "".join(filled)


def _values(world: World, route: str, view: str, names: list[str]) -> Iterator[dict[str, Any]]:
    pages = world.asked + world.lists
    if view == "wagtailadmin_pages:move_confirm":
        for page in world.asked[:3]:
            yield {"page_to_move_id": page.pk, "destination_id": world.lists[0].pk}
            yield {"page_to_move_id": world.lists[-1].pk, "destination_id": page.pk}
    elif view == "wagtail_bulk_action":
        for action in ("delete", "move", "publish", "unpublish"):
            yield {"app_label": "wagtailcore", "model_name": "page", "action": action}
    elif view.startswith("wagtailadmin_editing_sessions:ping"):
        for page in world.asked:
            model = page.specific_class._meta
            yield {
                "app_label": model.app_label,
                "model_name": model.model_name,
                "object_id": page.pk,
                "session_id": 0,
            }
    elif found := SNIPPET.match(route):
        for row in apps.get_model(found[1], found[2])._base_manager.all()[:FIRST_FEW]:
            yield {"pk": row.pk}
            if not names:
                return
    elif PAGE_ARGUMENTS & set(names) or "pk" in names and "pages" in route:
        for page in pages:
            if page.latest_revision_id or "revision_id" not in names:
                yield _of_page(page)
    elif names == ["app_name", "model_name"]:
        yield {"app_name": "subjects", "model_name": "topic"}
        yield {"app_name": "pages", "model_name": "guidepage"}
    elif {"content_type_model_name", "model_name"} & set(names):
        for app, model in (
            *(("pages", name) for name in ("guidepage", "newspage", "projectpage")),
            ("events", "eventpage"),
        ):
            yield {
                "content_type_app_name": app,
                "content_type_model_name": model,
                "app_name": app,
                "app_label": app,
                "model_name": model,
                "pk": 1,
            }
    else:
        for number in range(1, FIRST_FEW) if names else [0]:
            yield dict.fromkeys(names, number)


def _of_page(page: Page) -> dict[str, Any]:
    state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).first()
    return {
        **dict.fromkeys([*PAGE_ARGUMENTS, "pk"], page.pk),
        "parent_pk": page.get_parent().pk if page.depth > 1 else page.pk,
        "revision_id": page.latest_revision_id or 0,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": state.pk if state else 0,
        "task_id": state.task_id if state else 0,
        "workflow_state_id": state.workflow_state_id if state else 0,
        "workflow_pk": 1,
        "action_name": "approve",
        "content_type_app_name": page.specific_class._meta.app_label,
        "content_type_model_name": page.specific_class._meta.model_name,
    }


QUERIES = ("", "?q=zqxvk", "?export=csv", "?export=xlsx")


def queries(world: World, view: str, address: str) -> Iterator[str]:
    """Parameters that make lists tell more."""
    ids = urlencode([("id", page.pk) for page in world.pages])
    if view == "wagtail_bulk_action":
        yield from (f"?{ids}", "?id=all", *(f"?id={page.pk}" for page in world.pages[:4]))
        yield from (f"?id=all&childOf={page.pk}" for page in world.lists)
        yield f"?id=all&childOf={world.pages[0].pk}"
        yield f"?id={world.lists[0].pk}"
    elif view.endswith("chosen_multiple"):
        yield from (f"?{ids}", *(f"?id={page.pk}" for page in world.pages[:4]))
    elif view == "wagtailadmin_choose_page_search":
        types = ("", "&page_type=blog.guidepage", "&multiple=1", "&user_perms=move_to")
        yield from (f"?q={word}{kind}" for word in ("zqxvk", "") for kind in types)
    elif "tag-autocomplete" in address:
        yield "?term=zqxvk"
    elif view.startswith("wagtailadmin_api:"):
        yield from ("?fields=*&limit=20", "?search=zqxvk", "?child_of=1&for_explorer=1")
    elif re.search(r"\d", address.replace("404", "")):
        yield ""
    else:
        yield from QUERIES


def telling(answer: Any) -> str:
    """Where a word of what is closed stands in an answer: its body, unpacked, or its headers."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"".join(parts.read(name) for name in parts.namelist())
    headers = "".join(f"{key}{value}" for key, value in answer.headers.items())
    found = WORD.search(content) or WORD.search(headers.encode())
    return (
        found.string[found.start() - 80 : found.end() + 20].decode(errors="replace")
        if found
        else ""
    )


def state_of(world: World) -> list[Any]:
    """What nobody may have changed: sections may be moved and renamed with all that is in them."""
    pages = list(Page.objects.filter(pk__in=[page.pk for page in world.pages]).order_by("pk"))
    facts = ("slug", "title", "live", "locked", "latest_revision_id", "owner_id", "go_live_at")
    gates = PageViewRestriction.objects.filter(page__in=pages).order_by("pk")
    parents = dict(Page.objects.filter(numchild__gt=0).values_list("path", "pk"))
    return [
        *(
            [parents.get(page.path[: -page.steplen])] + [getattr(page, fact) for fact in facts]
            for page in pages
        ),
        *gates.values_list("page", "restriction_type", "groups"),
    ]


# Addresses about a page that answer a GET to nobody, not even to those who may see the page.
ONLY_BY_POST = {
    *("wagtailadmin_pages:lock", "wagtailadmin_pages:unlock"),
    *(
        "wagtailadmin_pages:set_page_position",
        "wagtailadmin_api:pages:action",
        "blog_who",
        "wagtailadmin_editing_sessions:ping",
    ),
}


def is_about_closed(world: World, address: str) -> bool:
    keys = {str(page.pk) for page in world.pages}
    return (
        "/pages/" in address
        and "/find/" not in address
        and bool(keys & set(re.findall(r"\d+", address)))
    )


def forms(world: World, view: str) -> Iterator[dict[str, Any]]:
    """What could be sent to a view: nothing, and what would do harm if it worked."""
    yield {}
    there = world.lists[0].pk
    if view.endswith("set_privacy"):
        yield {"restriction_type": "none"}
    if view.endswith(("unpublish", "delete", "wagtail_bulk_action")):
        yield {"include_descendants": "on", "chooser": there, "next": "/admin/"}
    if view.endswith("copy"):
        yield {
            "new_title": "Kopia",
            "new_slug": "kopia",
            "new_parent_page": there,
            "copy_subpages": "on",
            "publish_copies": "on",
        }
    if view.endswith("move_confirm"):
        yield {"open": "on"}
    if view.endswith("edit"):
        yield {"title": "Zmieniona", "slug": "zmieniona", "action-publish": "1"}
