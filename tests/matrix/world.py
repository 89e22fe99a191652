"""A house in which everything that can be closed to somebody exists, each with a secret word."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex
from wagtail.models import Comment as EditorsComment

from blog.events.models import EventIndexPage, EventPage
from blog.pages.models import NewsPage, PageUpdate
from blog.pages.proposals import propose
from blog.polls.models import Poll, PollOption
from social.comments import actions as talk
from social.comments.actions.uploads import upload
from social.subjects.models import Topic
from tests.factories import (
    make_guide,
    make_knowledge,
    make_news,
    make_person,
    make_project,
    make_question,
    restrict,
)
from tests.matrix.private import plant_private_rows
from tests.matrix.secrets import BOARD, CONTROLS, EDITORS, MANAGER, OUTSIDERS, Secrets


@dataclass
class World:
    secrets: Secrets
    people: dict[str, Any]
    clients: dict[str, Client]
    rows: dict[type[Model], list[Any]] = field(default_factory=dict)
    """Planted rows by model: what the arguments of routes are filled with."""

    def plant(self, *rows: Model) -> None:
        for row in rows:
            self.rows.setdefault(type(row), []).append(row)
            if isinstance(row, Page):
                self.rows.setdefault(Page, []).append(row)


def make_world() -> World:
    people = {
        "employee": make_person("Ewa", "Pracownik"),
        "board": make_person("Barbara", "Zarząd", groups=["Board"]),
        "manager": make_person("Kamil", "Społeczny", groups=["Community managers"]),
        "editor": make_person("Edyta", "Redaktor", groups=["Editors"]),
        "left": make_person("Lech", "Dawny"),
        "administrator": make_person("Ada", "Admin", is_superuser=True),
        "author": make_person("Olga", "Autorka", groups=["Board"]),
    }
    clients = {role: Client(raise_request_exception=False) for role in (*OUTSIDERS, *CONTROLS)}
    for role, client in clients.items():
        if role in people:
            client.force_login(people[role])
    type(people["left"]).objects.filter(pk=people["left"].pk).update(is_active=False)
    world = World(Secrets(), people, clients)
    _plant_closed_section(world)
    _plant_files(world)
    _plant_talk(world)
    _plant_drafts(world)
    plant_private_rows(world)
    _name_addresses(world)
    for page in world.rows[Page]:
        ReferenceIndex.create_or_update_for_object(page.specific)
    return world


def _name_addresses(world: World) -> None:
    """Addresses of their own words: who asks for one knows it, and is not told it."""
    for row in world.rows[Page]:
        page = Page.objects.get(pk=row.pk)
        if page.slug.startswith("zq") and page.slug != "zqslugx":
            title = page.slug.removeprefix("zq").removesuffix("x")
            words = world.secrets.words
            page.slug = world.secrets.word(f"{title}address", words.get(page.slug, BOARD))
            page.save(update_fields=["slug", "url_path"])
    for page in world.rows[Page]:
        page.refresh_from_db()


def _plant_closed_section(world: World) -> None:
    """A news page, a guide with a chapter, a project, an event, a question: for the board alone."""
    word, author = world.secrets.word, world.people["author"]
    news = make_news(word("before", BOARD), author=author, owner=author)  # its title until renamed
    restrict(news, "Board")
    news.title = news.draft_title = word("title", BOARD)
    news.slug = word("slug", BOARD)
    news.lead = word("lead", BOARD)
    news.body = [("text", f"<p>{word('body', BOARD)}</p>"), ("poll", _poll(world))]
    news.updates = [PageUpdate(date=timezone.localdate(), note=word("update", BOARD))]
    topic = Topic.objects.create(name=word("topic", BOARD), slug=word("topicslug", BOARD))
    news.topics.add(topic)
    news.save_revision(user=author, log_action=True).publish()
    editors_comment = EditorsComment.objects.create(
        page=news, user=author, text=word("editorscomment", BOARD), contentpath="title"
    )
    guide = make_guide(word("guide", BOARD), owner=author)
    restrict(guide, "Board")
    chapter = make_guide(word("chapter", BOARD), parent=guide, owner=author)
    project = make_project(word("project", BOARD), owner=author)
    restrict(project, "Board")
    lesson = make_knowledge(word("lesson", BOARD), project=project, owner=author)
    question = make_question(word("question", BOARD), owner=author, author=author)
    restrict(question, "Board")
    index = EventIndexPage.objects.get(locale__language_code="pl")
    event = EventPage(
        title=word("event", BOARD), place=word("place", BOARD), sign_up=True, owner=author,
        starts_at=timezone.now() + timedelta(days=3), ends_at=timezone.now() + timedelta(days=4),
    )  # fmt: skip
    index.add_child(instance=event)
    event.save_revision(user=author).publish()
    restrict(event, "Board")
    alias = guide.create_alias(update_slug=word("aliasslug", BOARD))
    Redirect.objects.create(old_path="/dawny-adres", redirect_page=news)
    SearchPromotion.objects.create(query=Query.get("plan"), page=news, sort_order=0)
    world.plant(news, guide, chapter, project, lesson, question, event, alias, editors_comment)
    world.plant(*Redirect.objects.all(), *Query.objects.all(), *news.revisions.all())


def _poll(world: World) -> Poll:
    poll = Poll.objects.create(question=world.secrets.word("poll", BOARD), is_anonymous=False)
    for number in ("one", "two"):
        PollOption.objects.create(poll=poll, text=world.secrets.word(f"option{number}", BOARD))
    world.plant(poll)
    return poll


def _plant_files(world: World) -> None:
    """A document and pictures on the closed page, and a collection for the board alone."""
    word, news = world.secrets.word, world.rows[NewsPage][0]
    Document, Image = get_document_model(), get_image_model()
    content = ContentFile(word("bytes", BOARD).encode(), name=f"{word('filename', BOARD)}.txt")
    document = Document.objects.create(title=word("document", BOARD), file=content)
    document.tags.add(word("doctag", BOARD))
    picture = get_test_image_file(filename=f"{word('picturefile', BOARD)}.png")
    image = Image.objects.create(title=word("picture", BOARD), file=picture)
    image.tags.add(word("picturetag", BOARD))
    news.body = [
        *((block.block_type, block.value) for block in news.body),
        ("download", {"document": document}),
    ]
    news.cover = image
    news.save_revision(user=world.people["author"]).publish()
    shelf = Collection.get_first_root_node().add_child(name=word("collection", BOARD))
    closed = CollectionViewRestriction.objects.create(collection=shelf, restriction_type="groups")
    closed.groups.add(Group.objects.get(name="Board"))
    kept = Document.objects.create(
        title=word("shelved", BOARD), collection=shelf,
        file=ContentFile(word("shelvedbytes", BOARD).encode(), name="kept.txt"),
    )  # fmt: skip
    world.plant(document, image, shelf, kept)


def _plant_talk(world: World) -> None:
    """Comments on the closed page, a hidden one on an open page, and what was said of it."""
    word, author, news = world.secrets.word, world.people["author"], world.rows[NewsPage][0]
    file = SimpleUploadedFile(
        f"{word('attached', BOARD)}.txt", word("attachedbytes", BOARD).encode()
    )
    attachment = upload(author, news, file, word("alt", BOARD))
    comment = talk.post_comment(author, news, word("comment", BOARD), attachments=[attachment])
    open_page = make_news("Jawna wiadomość", owner=author)
    hidden = talk.post_comment(author, open_page, word("hiddenold", MANAGER))
    talk.edit_comment(author, hidden, word("hidden", MANAGER))
    concern = talk.report(
        make_person("Wanda", "Świadek"), hidden, "unkind", word("concern", MANAGER)
    )
    talk.hide(world.people["manager"], hidden, word("hidereason", MANAGER))
    sanction = talk.pause(
        world.people["administrator"], world.people["author"], word("sanction", MANAGER),
        until=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    world.plant(comment, hidden, attachment, concern, sanction)


def _plant_drafts(world: World) -> None:
    """What is not published: a draft, a scheduled and an unpublished page, a proposal."""
    word, author = world.secrets.word, world.people["author"]
    draft = make_news(word("draft", EDITORS), live=False, owner=author)
    scheduled = make_news(word("scheduled", EDITORS), live=False, owner=author)
    scheduled.go_live_at = timezone.now() + timedelta(days=2)
    scheduled.save_revision(user=author).publish()
    gone = make_news(word("unpublished", EDITORS), owner=author)
    gone.unpublish()
    changed = make_news("Zmieniana wiadomość", owner=author)
    changed.lead = word("nextlead", EDITORS)
    changed.save_revision(user=author)
    inside = make_guide(word("closeddraft", BOARD), parent=world.rows[Page][1], live=False)
    proposal = propose(
        author, "news", title=word("proposal", EDITORS), lead="", topics=[],
        text=word("proposaltext", EDITORS),
    )  # fmt: skip
    world.plant(draft, scheduled, gone, changed, inside, proposal)
