"""The personal feed: grouped, paged, complete, and only what one may see."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from social.activity.actions import company_day, record
from social.activity.deeds import deed_of, said
from social.activity.models import Event, Verb
from social.comments.actions import delete_comment, hide, post_comment
from social.following.actions import set_level
from social.following.feed import PER_PAGE, feed, look
from social.following.models import Level
from social.notifications.models import Occasion
from social.people.models import User
from tests.factories import make_department, make_guide, make_news, make_person, restrict

pytestmark = pytest.mark.django_db


def titles(person, **kwargs) -> list[str]:
    return [entry.page.title for entry in feed(person, **kwargs).entries]


def test_the_feed_groups_what_several_people_do_with_a_page(employee) -> None:
    page = make_news("Wyniki")
    set_level(employee, page)
    for _ in range(5):
        post_comment(make_person(), page, "Brawo")
    talk = [entry for entry in feed(employee).entries if entry.verb == Verb.COMMENTED]
    assert len(talk) == 1 and talk[0].people == 5
    assert "4" in talk[0].text


def test_those_whose_words_are_gone_are_not_counted(employee, colleague, community_manager) -> None:
    page, writer, hidden_one = make_news("Wyniki"), make_person(), make_person()
    set_level(employee, page)
    set_level(community_manager, page)
    delete_comment(colleague, post_comment(colleague, page, "Nie chciałem"))
    said = post_comment(hidden_one, page, "Bzdura")
    hide(community_manager, said, "Nieuprzejme")
    post_comment(writer, page, "Brawo")
    for reader in (employee, community_manager):
        [talk] = [entry for entry in feed(reader).entries if entry.verb == Verb.COMMENTED]
        assert talk.people == 1 and talk.actors == [writer]


def test_following_brings_pages_below_and_levels_narrow_it(employee, colleague) -> None:
    guide = make_guide("Sprzęt")
    loud, quiet = make_guide("Laptopy", parent=guide), make_guide("Telefony", parent=guide)
    set_level(employee, guide, Level.NEW)
    set_level(employee, quiet, Level.MUTED)
    post_comment(colleague, loud, "Komentarz")
    found = feed(employee).entries
    assert {(entry.page.title, entry.verb) for entry in found} == {
        ("Sprzęt", "published"),
        ("Laptopy", "published"),
    }


def test_people_topics_and_departments_bring_their_events(employee) -> None:
    department = make_department("Produkcja")
    author = make_person(department=make_department("Linia 2", department))
    by_person, by_department = make_person(), make_person()
    page = make_news("O bezpieczeństwie", topics=("bhp",))
    post_comment(author, make_news("Inna"), "Słowo")
    set_level(by_person, author)
    set_level(by_department, department)
    set_level(employee, page.topics.first())
    assert titles(by_person) == titles(by_department) == ["Inna"]
    assert titles(employee) == ["O bezpieczeństwie"]


def test_the_feed_shows_nothing_restricted_deleted_or_own(employee, colleague) -> None:
    page, secret = make_news("Jawna"), make_news("Tajna")
    for thing in (page, secret):
        set_level(employee, thing)
    restrict(secret, "Board")
    said = post_comment(colleague, page, "Nie chciałem")
    delete_comment(colleague, said)
    post_comment(employee, page, "Moje własne")
    found = feed(employee).entries
    assert [(entry.page.title, entry.verb) for entry in found] == [("Jawna", "published")]


def test_every_entry_appears_once_and_the_feed_ends(employee) -> None:
    section = make_news().get_parent()
    set_level(employee, section)
    now = timezone.now()
    pages = [make_news(f"N{n}") for n in range(8)]
    people = [make_person() for _ in range(4)]
    for number in range(60):
        event = record(people[number % 4], Verb.UPDATED, pages[(number * 5) % 8])
        moment = now - timedelta(hours=number)
        Event.objects.filter(pk=event.pk).update(created_at=moment, day=company_day(moment))
    seen, cursor = [], ""
    for _ in range(30):
        screen = feed(employee, cursor)
        seen += [entry.key for entry in screen.entries]
        cursor = screen.next
        if not cursor:
            break
    assert not cursor and len(seen) == len(set(seen))
    wanted = Event.objects.filter(verb=Verb.UPDATED).values_list("day", "page_id").distinct()
    assert {(day, page) for day, page, verb in seen if verb == "updated"} == set(wanted)


def test_nonsense_in_the_address_is_ignored(client_of, employee) -> None:
    client = client_of(employee)
    for before in ("x", "1e400-1", "-", "99999999999999999999-1", "1-x"):
        assert client.get(reverse("following:feed"), {"before": before}).status_code == 200


def test_what_is_new_since_the_last_visit_is_marked(employee) -> None:
    page = make_news()
    set_level(employee, page)
    start = timezone.now()
    assert look(employee, start - timedelta(hours=2)) is None
    since = look(employee, start)
    assert since == start - timedelta(hours=2)
    assert look(employee, start + timedelta(minutes=5)) == since
    assert all(entry.is_new for entry in feed(employee, new_since=since).entries)
    later = look(employee, start + timedelta(hours=1))
    assert not feed(employee, new_since=later).has_new


def test_the_start_page_shows_the_feed_in_a_constant_number_of_queries(
    client_of, employee, colleague, django_assert_max_num_queries
) -> None:
    page = make_news("Pierwsza")
    set_level(employee, page.get_parent())
    post_comment(colleague, page, "Słowo")
    client = client_of(employee)
    assert "Pierwsza" in client.get("/pl/").content.decode()
    fresh = User.objects.get(pk=employee.pk)
    with django_assert_max_num_queries(40) as few:
        feed(fresh)
    for number in range(PER_PAGE * 2):
        post_comment(make_person(), make_news(f"Kolejna {number}"), "Słowo")
    fresh = User.objects.get(pk=employee.pk)
    with django_assert_max_num_queries(len(few)):
        feed(fresh)


@pytest.mark.parametrize(("people", "verb"), [(1, "komentuje"), (2, "komentują"), (5, "komentują")])
def test_several_people_do_things_in_the_plural(people, verb) -> None:
    """Also “Anna i 4 inne osoby”: five of them are no reason for the singular."""
    with override("pl"):
        assert said(deed_of(Verb.COMMENTED).in_feed, people) == verb
        assert deed_of(Verb.COMMENTED).sentence(Occasion.COMMENT, people) == verb
