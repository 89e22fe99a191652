"""The ledger: each person and event is decided once, and says why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from social.activity.actions import record
from social.activity.models import Event, Verb
from social.following.actions import Thread, set_level
from social.following.models import Level
from social.notifications.decide import decide, decide_undecided
from social.notifications.models import (
    Channel,
    Decision,
    Delivery,
    Notice,
    Occasion,
    PersonalSettings,
    Timing,
    Undecided,
    WhyMe,
)
from social.notifications.occasions import DEFAULTS, Choice
from social.notifications.preferences import choose
from social.subjects.keys import Subject
from tests.factories import make_department, make_guide, make_news, make_person, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture
def happen(django_capture_on_commit_callbacks):
    """Record an event and run what it causes: `happen(actor, verb, subject, target=…)`."""

    def record_and_decide(*args, **kwargs) -> Event:
        with django_capture_on_commit_callbacks(execute=True):
            return record(*args, **kwargs)

    return record_and_decide


def comment(page, pk: int = 501) -> Subject:
    return Subject("comment", pk, page.pk)


def decision(person, event) -> str | None:
    found = Notice.objects.filter(person=person, event=event).first()
    return found.decision if found else None


def test_every_occasion_has_a_default() -> None:
    assert set(DEFAULTS) == set(Occasion)


def test_a_follower_hears_of_a_comment_in_the_inbox_and_the_next_digest(
    happen, employee, colleague
) -> None:
    page = make_news()
    set_level(employee, page)
    event = happen(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
    notice = Notice.objects.get(person=employee, event=event)
    assert (notice.decision, notice.why, notice.in_inbox) == (Decision.TOLD, WhyMe.PAGE, True)
    delivery = notice.deliveries.get()
    assert (delivery.channel, delivery.timing) == (Channel.MAIL, Timing.DAILY)
    assert not Undecided.objects.filter(event=event).exists()


def test_an_answer_to_me_comes_at_once_and_only_once(happen, employee, colleague) -> None:
    page = make_news()
    set_level(employee, Thread(501, page.pk))
    event = happen(
        colleague, Verb.REPLIED, comment(page, 502), target=employee, data={"thread": 501}
    )
    notice = Notice.objects.get(person=employee)
    assert (notice.event, notice.occasion) == (event, Occasion.REPLY)
    assert notice.deliveries.get().timing == Timing.INSTANT


def test_a_mention_in_a_followed_conversation_is_told_as_the_mention_only(
    employee, colleague, django_capture_on_commit_callbacks
) -> None:
    page = make_news()
    set_level(employee, page)
    with django_capture_on_commit_callbacks(execute=True):
        said = record(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
        named = record(colleague, Verb.MENTIONED, comment(page), target=employee)
    assert decision(employee, said) == Decision.TWICE
    assert decision(employee, named) == Decision.TOLD


def test_levels_decide_what_followers_hear(happen, colleague) -> None:
    guide = make_guide()
    people = {level: make_person() for level in Level}
    for level, person in people.items():
        set_level(person, guide, level)
    said = happen(colleague, Verb.COMMENTED, comment(guide), data={"thread": 501})
    chapter = make_guide(parent=guide)
    new = happen(colleague, Verb.PUBLISHED, chapter)
    assert {level: decision(person, said) for level, person in people.items()} == {
        Level.EVERYTHING: Decision.TOLD,
        Level.NEW: Decision.LESS,
        Level.MENTIONS: Decision.LESS,
        Level.MUTED: Decision.MUTED,
    }
    assert decision(people[Level.NEW], new) == Decision.TOLD
    assert decision(people[Level.MENTIONS], new) == Decision.LESS


def test_a_mention_reaches_those_who_asked_for_mentions_but_not_those_who_muted(
    happen, employee, colleague
) -> None:
    page = make_news()
    set_level(employee, page, Level.MENTIONS)
    set_level(colleague, page, Level.MUTED)
    author = make_person()
    first = happen(author, Verb.MENTIONED, comment(page), target=employee)
    second = happen(author, Verb.MENTIONED, comment(page), target=colleague)
    assert decision(employee, first) == Decision.TOLD
    assert decision(colleague, second) == Decision.MUTED


def test_a_task_reaches_even_those_who_muted_the_page(happen, employee, colleague) -> None:
    page = make_news()
    set_level(employee, page, Level.MUTED)
    event = happen(colleague, Verb.ASSIGNED, page, target=employee)
    assert decision(employee, event) == Decision.TOLD


def test_nobody_is_told_of_what_they_did_or_may_not_see(happen, employee, colleague) -> None:
    page = make_news()
    set_level(employee, page)
    set_level(colleague, page)
    restrict(page, "Board")
    colleague.groups.add(colleague.groups.model.objects.get(name="Board"))
    event = happen(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
    assert decision(employee, event) == Decision.RESTRICTED
    assert decision(colleague, event) == Decision.OWN
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(in_inbox=True).exists()


def test_what_is_switched_off_is_written_down_as_unwanted(happen, employee, colleague) -> None:
    page = make_news()
    set_level(employee, page)
    choose(employee, Occasion.COMMENT, Choice(False, Timing.NEVER))
    event = happen(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
    assert decision(employee, event) == Decision.UNWANTED


def test_followers_of_people_topics_and_departments_hear_of_new_pages(happen) -> None:
    department = make_department("Finanse")
    team = make_department("Księgowość", department)
    author = make_person(department=team)
    by_person, by_topic, by_department = make_person(), make_person(), make_person()
    page = make_news(topics=("podatki",))
    set_level(by_person, author)
    set_level(by_topic, page.topics.first())
    set_level(by_department, department)
    event = happen(author, Verb.PUBLISHED, page)
    whys = dict(Notice.objects.filter(event=event).values_list("person", "why"))
    assert whys == {
        by_person.pk: WhyMe.PERSON,
        by_topic.pk: WhyMe.TOPIC,
        by_department.pk: WhyMe.DEPARTMENT,
    }


def test_mentioning_a_team_tells_each_of_its_people(happen, colleague) -> None:
    department = make_department("IT")
    people = [make_person(department=department) for _ in range(3)]
    event = happen(
        colleague, Verb.MENTIONED, comment(make_news()), data={"department": department.pk}
    )
    told = Notice.objects.filter(event=event, occasion=Occasion.MENTION, decision=Decision.TOLD)
    assert set(told.values_list("person", flat=True)) == {person.pk for person in people}


def test_who_is_in_several_teams_that_a_comment_mentions_is_told_once(
    colleague, django_capture_on_commit_callbacks
) -> None:
    department = make_department("IT")
    team = make_department("Sieci", department)
    person, page = make_person(department=team), make_news()
    set_level(person, page)
    with django_capture_on_commit_callbacks(execute=True):
        said = record(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
        first = record(colleague, Verb.MENTIONED, comment(page), data={"department": department.pk})
        second = record(colleague, Verb.MENTIONED, comment(page), data={"department": team.pk})
        named = record(colleague, Verb.MENTIONED, comment(page), target=person)
    assert [decision(person, event) for event in (said, first, second, named)] == [
        Decision.TWICE,
        Decision.TOLD,
        Decision.TWICE,
        Decision.TWICE,
    ]


def test_deciding_again_changes_nothing(happen, employee, colleague) -> None:
    page = make_news()
    set_level(employee, page)
    event = happen(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
    assert decide(event) == 0
    assert Notice.objects.filter(event=event, person=employee).count() == 1


def test_what_is_held_back_says_by_what(happen, employee, colleague) -> None:
    now = timezone.localtime()
    PersonalSettings.objects.create(
        person=employee,
        quiet_from=(now - timedelta(hours=1)).time(),
        quiet_until=(now + timedelta(hours=1)).time(),
    )
    today = timezone.localdate()
    PersonalSettings.objects.create(
        person=colleague, absent_from=today, absent_until=today + timedelta(days=3)
    )
    page, author, free = make_news(), make_person(), make_person()
    for person in (employee, colleague, free):
        happen(author, Verb.ASSIGNED, page, target=person)
    held = dict(Delivery.objects.values_list("person", "held_by"))
    assert held == {employee.pk: "quiet", colleague.pk: "absence", free.pk: ""}


def test_an_event_whose_task_was_lost_is_decided_by_the_clock(employee, colleague) -> None:
    page = make_news()
    set_level(employee, page)
    event = record(colleague, Verb.COMMENTED, comment(page), data={"thread": 501})
    assert not Notice.objects.filter(event=event).exists()
    decide_undecided()
    assert decision(employee, event) == Decision.TOLD
    assert not Undecided.objects.exists()


def test_deciding_costs_the_same_for_ten_people_as_for_a_hundred(
    colleague, django_assert_max_num_queries
) -> None:
    page = make_news()
    for _ in range(10):
        set_level(make_person(), page)
    with django_assert_max_num_queries(40) as few:
        decide(record(colleague, Verb.COMMENTED, comment(page), data={"thread": 501}))
    for _ in range(90):
        set_level(make_person(), page)
    event = record(colleague, Verb.COMMENTED, comment(page, 502), data={"thread": 502})
    with django_assert_max_num_queries(len(few)):
        decide(event)
    assert Notice.objects.filter(event=event).exclude(person=colleague).count() == 100
