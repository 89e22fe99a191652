"""Nothing restricted shows through: every role, every restricted object, every surface of search.

Each secret holds words that occur nowhere else. A surface leaks if its answer to anybody outside
differs by such a word, by the secret's address, or by a count.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex

from search.engine.scoring import PREFIX_ALONE_LIMIT
from search.extraction.actions import read_document
from search.page import log
from search.page.request import from_query
from social.people.models import Skill
from tests.factories import (
    make_guide,
    make_knowledge,
    make_news,
    make_person,
    make_project,
    restrict,
)
from tests.social.conversation import say

pytestmark = pytest.mark.django_db

SECRET_WORDS = (
    "orzechowiec",  # in the title of a page
    "kasztanowiec",  # in a body
    "jarzębina",  # below a restricted page
    "modrzewiowy",  # in a draft
    "wierzbinowy",  # in a comment on a restricted page
    "bukszpan",  # a topic of restricted pages only
    "cyprysik",  # in a document on a restricted page
    "zimozielony",  # the name of a restricted project
    "czeremcha",  # in a hidden comment
)
COMMON = "drzewostan"  # in everything, open or secret


@dataclass
class World:
    """Everything secret, and who is inside."""

    insider: object
    outsiders: dict[str, object]
    addresses: list[str]
    keys: list[str]


@pytest.fixture
def world(fresh_index, employee, editor, community_manager) -> World:
    author = make_person("Tajny", "Autor")
    page = make_news(
        f"Plan orzechowiec {COMMON}", text=f"kasztanowiec {COMMON}", author=author,
        topics=("bukszpan",),
    )  # fmt: skip
    guide = make_guide(f"Poufne {COMMON}")
    chapter = make_guide(f"Rozdział {COMMON}", text="jarzębina", parent=guide, author=author)
    project = make_project(f"Zimozielony {COMMON}", author=author)
    lesson = make_knowledge(f"Lekcja {COMMON}", project=project, author=author)
    draft = make_news(f"Szkic modrzewiowy {COMMON}", live=False, author=author)
    comment = say(author, page, f"wierzbinowy {COMMON}")
    for secret in (page, guide, project):
        restrict(secret, "Board")
    document = get_document_model().objects.create(
        title=f"Akt {COMMON}", file=ContentFile(f"cyprysik {COMMON}".encode(), name="akt.txt")
    )
    chapter.body = [("text", "jarzębina"), ("download", {"document": document})]
    chapter.save_revision().publish()
    ReferenceIndex.create_or_update_for_object(chapter)
    text = read_document(document)
    open_page = make_news(f"Jawne {COMMON}", text=COMMON, author=employee)
    hidden = say(make_person(), open_page, f"czeremcha {COMMON}")
    type(hidden).objects.filter(pk=hidden.pk).update(is_public=False)
    SearchPromotion.objects.create(query=Query.get(COMMON), page=page, sort_order=0)
    fresh_index()
    return World(
        insider=make_person(groups=["Board"]),
        outsiders={
            "employee": employee,
            "editor": editor,
            "community manager": community_manager,
        },
        addresses=[page.url, chapter.url, project.url, lesson.url, comment.get_absolute_url()],
        keys=[f"page:{p.pk}" for p in (page, guide, chapter, project, lesson, draft)]
        + [f"comment:{comment.pk}", f"comment:{hidden.pk}", f"document:{text.pk}"],
    )


def surfaces(client, words: list[str]) -> Iterator[tuple[str, str]]:
    """The answers of every surface to queries that a curious person would try."""
    for word in words:
        typo = word[:3] + "x" + word[4:]
        for query in (word, typo, word[:5], f'"{word}"', f"{COMMON} {word}", f"topic:{word}"):
            yield f"results {query}", client.get("/search/", {"q": query}).content.decode()
        for end in (3, 5, len(word)):
            panel = client.get("/search/panel/", {"q": word[:end]})
            yield f"panel {word[:end]}", panel.content.decode()
        asked = client.get("/questions/similar/", {"title": f"Kto zna {word}"})
        yield f"similar questions {word}", asked.content.decode()
        yield f"people {word}", client.get("/people/", {"q": word}).content.decode()
        for name in ("project", "author", "type", "topic"):
            asked = client.get("/search/", {"q": f"{COMMON} {name}:{word[:6]}"})
            yield f"filter {name}:{word}", asked.content.decode()


def echoes(text: str, query_words: list[str]) -> str:
    """The answer without what the reader typed, which pages repeat to the reader."""
    text = text.lower().replace("<mark>", "").replace("</mark>", "")
    for label in ("value=", "<title>", "href=", "data-query=", "„", "“"):
        text = "\n".join(
            line for line in text.replace("><", ">\n<").splitlines() if label not in line
        )
    return text


@pytest.mark.parametrize("role", ["employee", "editor", "community manager"])
def test_no_surface_tells_outsiders_of_secrets(world: World, client_of: Callable, role) -> None:
    client = client_of(world.outsiders[role])
    for surface, answer in surfaces(client, list(SECRET_WORDS)):
        for address in world.addresses:
            assert f'"{address}"' not in answer, (surface, address)
        shown = echoes(answer, list(SECRET_WORDS))
        assert "tajny autor" not in shown, surface
    answer = client.get("/search/", {"q": COMMON}).context["answer"]
    titles = {hit.title for hit in answer.hits}
    assert titles == {f"Jawne {COMMON}"}, titles
    assert answer.total == 1
    assert not answer.promoted
    for facet in answer.facets:
        assert sum(option.count for option in facet.options) <= 1, facet
    assert {span.count for span in answer.spans} == {1}
    assert "Tajny Autor" not in {str(expert.person) for expert in answer.experts}


@pytest.mark.parametrize("role", ["employee", "editor", "community manager"])
def test_spelling_help_never_offers_a_secret_word(world: World, client_of: Callable, role) -> None:
    client = client_of(world.outsiders[role])
    for word in SECRET_WORDS:
        typo = word[:3] + "x" + word[4:]
        assert not client.get("/search/", {"q": typo}).context["answer"].similar, word


def test_a_secret_word_or_phrase_is_answered_like_one_that_nobody_wrote(
    world: World, client_of: Callable, fresh_index: Callable
) -> None:
    """Else guesses could be checked: by help with spelling that stays away, or a phrase that holds."""
    open_words = " ".join(f"{word[:-1]}q" for word in SECRET_WORDS)
    make_news("Zwykłe", text=f"{open_words} {COMMON}")
    fresh_index()
    client = client_of(world.outsiders["employee"])

    def told(query: str) -> tuple:
        answer = client.get("/search/", {"q": query}).context["answer"]
        titles = sorted(hit.title for hit in answer.hits)
        return answer.total, titles, list(answer.similar), answer.is_relaxed

    def suggested(query: str) -> list[str]:
        panel = client.get("/search/panel/", {"q": query}).context
        return [hit.title for group in panel["groups"] for hit in group.hits]

    for word in SECRET_WORDS:
        made_up = f"{word[:-1]}v"
        total, _titles, similar, _relaxed = told(word)
        assert total and similar == [f"{word[:-1]}q"], word
        assert told(word)[:2] == told(made_up)[:2], word
        for query in ("{}", f"{COMMON} {{}}", f"{{}} {COMMON}", "{} niczyj", f"{COMMON[:6]} {{}}"):
            assert suggested(query.format(word)) == suggested(query.format(made_up)), (query, word)
        for phrase in (f'"{COMMON} {{}}"', f'"{{}} {COMMON}"'):
            assert told(phrase.format(word)) == told(phrase.format(made_up)), (phrase, word)


def test_how_often_a_word_stands_in_secrets_changes_nothing_that_is_found(
    client_of: Callable, fresh_index: Callable, employee
) -> None:
    """A common word is not looked for by its first letters: common for whom?"""
    make_news("Jawne", text="kasztanowiec")
    for stem in ("kasztanowce", "orzechowce"):
        make_news(f"Podobne {stem}", text=f"{stem[:5]}wyzowany")
    for number in range(PREFIX_ALONE_LIMIT + 1):
        restrict(make_news(f"Tajne {number}", text="kasztanowiec orzechowiec"), "Board")
    fresh_index()
    client = client_of(employee)

    def found(query: str) -> tuple[list[str], list[str]]:
        answer = client.get("/search/", {"q": query}).context["answer"]
        panel = client.get("/search/panel/", {"q": query}).context
        suggested = [hit.title for group in panel["groups"] for hit in group.hits]
        return sorted(hit.title for hit in answer.hits), sorted(suggested)

    rare = ["Jawne", "Podobne kasztanowce"]
    for query in ("kasztanowiec", '"kasztanowiec nikogo"'):
        assert found(query) == (rare, rare), query
    for query in ("orzechowiec", '"orzechowiec nikogo"'):
        assert found(query) == (["Podobne orzechowce"], ["Podobne orzechowce"]), query


def test_the_insider_finds_what_the_outsiders_do_not(world: World, client_of: Callable) -> None:
    client = client_of(world.insider)
    for word in set(SECRET_WORDS) - {"modrzewiowy", "czeremcha", "bukszpan"}:
        assert client.get("/search/", {"q": word}).context["answer"].total, word


def test_the_explanation_is_the_same_for_secrets_and_for_nothing(
    world: World, client_of: Callable, employee
) -> None:
    client = client_of(employee)

    def explained(address: str):
        found = client.get("/search/why/", {"q": COMMON, "address": address})
        return found.context["explained"].sentences

    nothing = explained("page:99999999")
    for address in [*world.keys, *world.addresses]:
        assert explained(address) == nothing, address


def test_the_look_into_the_index_shows_managers_only_what_they_see(
    world: World, client_of: Callable, community_manager
) -> None:
    client = client_of(community_manager)
    for key in world.keys:
        page = client.get("/admin/search/indexed/", {"address": key})
        assert page.context["document"] is None, key


def test_reports_hide_queries_of_few_people(world: World, client_of: Callable, employee) -> None:
    log.remember(from_query({"q": "orzechowiec"}, employee), employee, 0)
    manager = client_of(world.outsiders["community manager"])
    for show in ("frequent", "nothing", "unopened"):
        page = manager.get("/admin/search/queries/", {"show": show}).content.decode()
        assert "orzechowiec" not in page


def test_a_skill_that_matches_does_not_reveal_those_who_left(
    world: World, client_of: Callable, employee
) -> None:
    gone = make_person("Dawny", "Pracownik", is_active=False)
    gone.skills.add(Skill.objects.create(name="Dendrologia"))
    page = client_of(employee).get("/search/", {"q": "dendrologia"}).content.decode()
    assert "Dawny" not in page
