"""What changes in the database reaches the index through the outbox."""

from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page

from blog.pages.models import GuidePage, NewsPage
from search.outbox.drain import drain
from search.outbox.models import Change
from search.page.answer import Answer, answer
from search.page.request import from_query
from social.people.models import User
from social.subjects.models import Topic
from tests.factories import make_page, make_person, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(rebuild: Any) -> Any:
    """An index of the empty house; `index()` drains the outbox into it."""
    rebuild()
    Change.objects.all().delete()

    def run() -> None:
        while drain():
            pass

    return run


def ask(typed: str, user: Any) -> Answer:
    """Ask as in a new request: what a person may see is looked up anew."""
    reader = User.objects.get(pk=user.pk)
    return answer(from_query({"q": typed}, reader), reader)


def found(typed: str, user: Any) -> list[str]:
    return [hit.title for hit in ask(typed, user).hits]


def test_a_saved_page_is_found_after_the_drain_and_not_written_before(
    employee: Any, index: Any, django_assert_num_queries: Any
) -> None:
    make_page(NewsPage, "Jubileusz firmy")
    assert found("jubileusz", employee) == []
    index()
    assert found("jubileusz", employee) == ["Jubileusz firmy"]
    assert not Change.objects.exists()


def test_an_edit_replaces_the_old_words(employee: Any, index: Any) -> None:
    page = make_page(NewsPage, "Zdezaktualizowany tytuł")
    index()
    page.title = "Świeży nagłówek"
    page.save_revision().publish()
    index()
    assert found("zdezaktualizowany", employee) == []
    assert found("nagłówek", employee) == ["Świeży nagłówek"]


def test_unpublishing_and_deleting_count_nowhere_even_before_the_drain(
    employee: Any, index: Any
) -> None:
    withdrawn = make_page(NewsPage, "Wycofany komunikat kwantowy")
    deleted = make_page(NewsPage, "Usunięty komunikat kwantowy")
    index()
    withdrawn.unpublish()
    deleted.delete()
    results = ask("kwantowy", employee)
    assert (results.total, list(results.hits), list(results.facets)) == (0, [], [])
    assert {span.count for span in results.spans} == {0}
    index()
    assert ask("kwantowy", employee).total == 0


def test_a_moved_section_takes_its_pages_along(employee: Any, index: Any) -> None:
    section = make_page(GuidePage, "Dział")
    child = make_page(GuidePage, "Poufny kwarcyt", parent=section)
    closed = make_page(GuidePage, "Zarząd")
    restrict(closed)
    index()
    assert found("kwarcyt", employee) == ["Poufny kwarcyt"]
    section.move(closed, pos="last-child")
    assert ask("kwarcyt", employee).total == 0  # before the drain
    index()
    assert ask("kwarcyt", employee).total == 0
    child.refresh_from_db()
    child.move(closed.get_parent(), pos="last-child")
    index()
    assert ask("kwarcyt", employee).total == 0  # it takes the section's restriction along
    child.view_restrictions.all().delete()
    assert found("kwarcyt", employee) == ["Poufny kwarcyt"]


def test_a_renamed_topic_is_found_on_the_pages_that_have_it(employee: Any, index: Any) -> None:
    make_page(NewsPage, "Komunikat", topics=("Kadry",))
    index()
    topic = Topic.objects.get(name="Kadry")
    topic.name = "Personel"
    topic.save()
    index()
    assert set(found("personel", employee)) == {"Komunikat", "Personel"}  # the topic, too
    topic.delete()
    index()
    assert found("personel", employee) == []


def test_a_rolled_back_change_leaves_nothing(employee: Any, index: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        make_person("Wycofana", "Osoba")
        raise RuntimeError
    assert not Change.objects.filter(model="people.user").exists()


def test_changes_during_a_rebuild_are_in_the_new_index(
    employee: Any, index: Any, whoosh: Any
) -> None:
    old = make_page(NewsPage, "Odchodzący wpis")
    index()
    builder = whoosh.rebuilder_class(whoosh.get_index_for_model(Page))
    building = builder.start()
    building.add_items(NewsPage, NewsPage.get_indexed_objects())
    make_page(NewsPage, "Wpis w trakcie")
    old.delete()
    index()  # goes to the live index, and into the journal of the one being built
    builder.finish()
    assert found("wpis", employee) == ["Wpis w trakcie"]


def test_a_drain_that_dies_before_forgetting_loses_and_doubles_nothing(
    employee: Any, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_page(NewsPage, "Odporny wpis")

    def die(self: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("django.db.models.query.QuerySet.delete", die)
        with pytest.raises(KeyboardInterrupt):
            drain()
    assert Change.objects.exists()
    index()
    assert ask("odporny", employee).total == 1


def test_a_page_that_cannot_be_read_does_not_stop_the_others(
    employee: Any, index: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = make_page(NewsPage, "Zły wpis")
    make_page(NewsPage, "Dobry wpis")
    broken = NewsPage.get_search_language if hasattr(NewsPage, "get_search_language") else None

    def language(self: Any) -> str:
        if self.pk == bad.pk:
            raise ValueError("broken")
        return broken(self) if broken else "pl"

    monkeypatch.setattr(NewsPage, "get_search_language", language, raising=False)
    index()
    assert found("wpis", employee) == ["Dobry wpis"]


def test_indexing_takes_one_commit_for_many_changes(index: Any, whoosh: Any) -> None:
    for number in range(5):
        make_person("Nowa", f"Osoba{number}")
    before = whoosh.folder.stamp()[1]
    index()
    assert whoosh.folder.stamp()[1] == before + 1
