"""Hints: whom they reach, how often, and the tenth that is only watched."""

import datetime as dt
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone

from social.activity.actions import company_day
from social.activity.models import Event, Verb
from social.analytics.period import Period
from social.analytics.record import rosters
from social.analytics.record.months import last_closed
from social.community.models import Ambassador, Item, Mute, Nudge, RoomSettings
from social.community.queue import departments, leaders, newcomers, rule
from social.community.queue.rule import Finding
from social.community.queue.run import run
from social.community.volunteers import actions
from social.following.models import FollowUp
from tests import factories
from tests.social.analytics.numbers import tell
from tests.social.company import at, event, holding_out

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LONG_AGO = NOW - dt.timedelta(days=25)  # 72 working hours are nine working days


@pytest.fixture(autouse=True)
def nothing_held_out():
    with holding_out():
        yield


def ask(person, title="How?", when=LONG_AGO, topics=("KSeF",)):
    page = factories.make_question(title, owner=person, topics=topics)
    Event.objects.filter(page=page).delete()
    event(person, Verb.PUBLISHED, page=page, when=when)
    return page


def helper_in(topic, person, company):
    """Somebody who offered help and answered a question of the topic before."""
    old = ask(company.people[-1], f"Old {person.pk}", when=NOW - dt.timedelta(days=100))
    event(person, Verb.COMMENTED, page=old, when=NOW - dt.timedelta(days=99))
    return actions.volunteer(person, Ambassador(words="x", is_helper=True))


def test_open_questions_reach_volunteers_who_know_the_topic_and_no_others(company):
    asker, helper, silent = company.people[10], company.people[11], company.people[12]
    helper_in("KSeF", helper, company)
    actions.volunteer(silent, Ambassador(words="x", is_helper=True))
    page = ask(asker)
    run(NOW)
    hints = Nudge.objects.filter(rule="helper-wanted", page=page)
    assert [hint.person for hint in hints] == [helper]


def test_a_helper_hears_of_two_questions_a_week(company):
    helper_in("KSeF", company.people[11], company)
    for number in range(4):
        ask(company.people[10], f"Q{number}")
    run(NOW)
    assert Nudge.objects.filter(rule="helper-wanted", person=company.people[11]).count() == 2
    run(NOW)
    assert Nudge.objects.filter(rule="helper-wanted", person=company.people[11]).count() == 2


def test_after_three_days_the_author_hears_and_the_queue_has_it_once(company):
    page = ask(company.people[10])
    run(NOW)
    run(NOW)
    item = Item.objects.get(rule="unanswered")
    assert item.page_id == page.pk
    assert [hint.person for hint in Nudge.objects.filter(rule="unanswered")] == [company.people[10]]


def test_an_answer_settles_the_item_and_marks_the_helper_as_acting(company):
    helper = company.people[11]
    helper_in("KSeF", helper, company)
    page = ask(company.people[10])
    run(NOW)
    event(helper, Verb.COMMENTED, page=page, when=NOW + dt.timedelta(hours=1))
    run(NOW + dt.timedelta(hours=2))
    item = Item.objects.get(rule="unanswered")
    assert item.state == Item.State.SOLVED
    assert Nudge.objects.get(rule="helper-wanted", person=helper).acted_at is not None


def test_the_askers_own_comment_is_no_answer(company):
    page = ask(company.people[10])
    event(company.people[10], Verb.COMMENTED, page=page, when=NOW)
    run(NOW)
    assert Item.objects.filter(rule="unanswered", state=Item.State.OPEN).exists()


def test_about_a_tenth_is_held_out_and_only_watched(company):
    with holding_out("unanswered"):
        held = sum(Finding("unanswered", f"question:page:{n}").held_out for n in range(3000))
        assert 240 <= held <= 360
        assert not Finding("leader-awaited", "question:page:1").held_out
        with mock.patch.object(rule, "ONE_IN", 1):
            ask(company.people[10])
            run(NOW)
    item = Item.objects.get(rule="unanswered")
    assert item.held_out
    assert not Item.objects.waiting().filter(rule="unanswered").exists()
    assert not Nudge.objects.for_person(company.people[10]).exists()


def test_a_newcomer_hears_and_the_manager_sees_a_count_of_ten_at_least(company, community_manager):
    new = company.people[5]
    new.start_date = timezone.localdate() - dt.timedelta(days=15)
    new.save()
    buddy = actions.volunteer(company.people[6], Ambassador(words="x", is_buddy=True))
    mine, buddys = list(newcomers.lonely_newcomers(NOW))
    assert (mine.recipients, mine.queue) == ((new.pk,), False)
    assert mine.data["people"] == [buddy.person_id]
    assert (buddys.recipients, buddys.queue) == ((buddy.person_id,), False)
    assert buddys.data == {"people": [new.pk]}
    assert buddys.held_out == mine.held_out
    for person in company.people[10:20]:
        person.start_date = new.start_date
        person.save()
    counts = [one for one in newcomers.lonely_newcomers(NOW) if one.queue]
    assert [one.data for one in counts] == [{"count": 11}]
    RoomSettings.objects.create(pk=1, least_people=12)
    assert not [one for one in newcomers.lonely_newcomers(NOW) if one.queue]


def test_nobody_but_the_leader_hears_of_unanswered_items(company, community_manager):
    leader, asker = company.people[0], company.people[10]
    page = factories.make_news("Plan", owner=leader)
    event(asker, Verb.MENTIONED, page=page, target=leader, when=LONG_AGO)
    run(NOW)
    hint = Nudge.objects.get(rule="leader-awaited")
    assert hint.person == leader
    assert hint.data["pages"] == [page.pk]
    assert not Item.objects.filter(rule="leader-awaited").exists()
    event(leader, Verb.REPLIED, page=page, target=asker, when=NOW)
    assert list(leaders.leaders_inbox(NOW)) == []


def test_a_quiet_department_is_named_from_ten_people_on(company):
    week = NOW - dt.timedelta(days=60)
    for name in ("Sales", "Plant", "Lab"):
        event(company.of(name)[-1], Verb.COMMENTED, when=week)
    event(company.of("Plant")[-1], Verb.COMMENTED, when=NOW - dt.timedelta(days=8))
    rosters.freeze(Period.month(company_day(NOW)))
    found = {one.data["department"] for one in departments.silent_departments(NOW)}
    assert company.units[0].pk in found
    assert company.units[2].pk not in found


def test_a_room_that_asks_for_more_people_hears_of_no_smaller_department(company):
    """Sales and Plant have fifteen people each."""
    for name in ("Sales", "Plant"):
        person = company.of(name)[-1]
        page = factories.make_news(topics=("KSeF",), owner=person)
        event(person, Verb.PUBLISHED, page=page, when=NOW - dt.timedelta(days=60))
    rosters.freeze(Period.month(company_day(NOW)))
    room = RoomSettings.objects.create(pk=1, least_people=15)
    assert len(list(departments.silent_departments(NOW))) == 2
    assert len(list(departments.strangers_with_common_topics(NOW))) == 1
    room.least_people = 16
    room.save()
    assert list(departments.silent_departments(NOW)) == []
    assert list(departments.strangers_with_common_topics(NOW)) == []


def test_a_department_that_knows_no_ambassador_comes_up_once_a_quarter(company):
    unit = company.units[0]
    tell(
        metric="C8",
        period=last_closed(),
        cell=f"department:{unit.pk}",
        value=0.3,
        n=15,
        contributors=9,
    )
    run(NOW)
    run(NOW)
    item = Item.objects.get(rule="ambassador-unknown")
    assert item.data == {"department": unit.pk, "share": 30}
    assert not Nudge.objects.filter(rule="ambassador-unknown").exists()


def test_no_item_in_the_queue_is_about_a_person(company):
    ask(company.people[10])
    run(NOW)
    names = {person.full_name for person in company.people}
    ids = {person.pk for person in company.people}
    for item in Item.objects.all():
        assert not any(name in str(item.data) for name in names)
        assert not ids & {value for key, value in item.data.items() if key == "person"}


def test_muted_hints_are_not_made(company):
    Mute.objects.create(rule="unanswered", person=company.people[10])
    ask(company.people[10])
    run(NOW)
    assert not Nudge.objects.filter(rule="unanswered").exists()
    assert Item.objects.filter(rule="unanswered").exists()


def test_rules_about_people_are_silent_while_people_parts_are_off(company):
    RoomSettings.objects.create(pk=1, people_parts=False)
    event(
        company.people[10],
        Verb.MENTIONED,
        page=factories.make_news(),
        target=company.people[0],
        when=LONG_AGO,
    )
    run(NOW)
    assert not Nudge.objects.filter(rule="leader-awaited").exists()


def test_the_manager_asks_helpers_assigns_postpones_and_closes(
    company, community_manager, client_of
):
    helper = company.people[11]
    helper_in("KSeF", helper, company)
    ask(company.people[10])
    run(NOW)
    Nudge.objects.filter(rule="helper-wanted").delete()
    item = Item.objects.get(rule="unanswered")
    client, address = client_of(community_manager), reverse("community:act", args=[item.pk])
    client.post(address, {"act": "ask"})
    assert Nudge.objects.get(rule="helper-wanted").person == helper
    client.post(address, {"act": "assign", "owner": community_manager.pk})
    client.post(address, {"act": "postpone", "due_on": "2000-01-01", "note": "x"})
    item.refresh_from_db()
    assert (item.owner, item.hidden_until) == (community_manager, None)
    later = timezone.localdate() + dt.timedelta(days=5)
    client.post(address, {"act": "postpone", "due_on": later.isoformat(), "note": "holidays"})
    assert not Item.objects.waiting().filter(rule="unanswered").exists()
    client.post(address, {"act": "done", "outcome": "helped"})
    item.refresh_from_db()
    assert (item.state, item.outcome) == (Item.State.DONE, Item.Outcome.HELPED)


def test_items_on_pages_that_a_manager_may_not_see_stay_hidden(company, community_manager):
    page = ask(company.people[10])
    run(NOW)
    assert Item.objects.visible_to(community_manager).filter(rule="unanswered").exists()
    factories.restrict(page, "Board")
    community_manager.__dict__.pop("_closed_paths", None)
    assert not Item.objects.visible_to(community_manager).filter(rule="unanswered").exists()


def weekly_mail_on(day: dt.date) -> int:
    """What the worker does on that day; returns how many mails went out."""
    from social.community.queue import mail
    from social.notifications.mail import outbox

    with mock.patch.object(mail.timezone, "localdate", return_value=day):
        mail.send_weekly()
    return outbox.send_waiting()


def test_the_weekly_mail_goes_to_managers_once_in_each_week(company, community_manager, mailoutbox):
    """Whatever the workers, the clock and a night without a worker do."""
    ask(company.people[10])
    run(NOW)
    assert weekly_mail_on(dt.date(2026, 11, 23)) == 1
    assert mailoutbox[0].to == [community_manager.email]
    assert "How?" in mailoutbox[0].body
    assert "One-Click" in mailoutbox[0].extra_headers["List-Unsubscribe-Post"]
    for day in (23, 24, 22, 23, 29):  # a second worker, a clock set back over a year of weeks
        assert weekly_mail_on(dt.date(2026, 11, day)) == (1 if day == 22 else 0)
    assert weekly_mail_on(dt.date(2026, 12, 1)) == 1, "Monday was missed: it is made up"


def test_a_manager_may_stop_the_weekly_mail_for_themselves(
    company, community_manager, mailoutbox, client
):
    ask(company.people[10])
    run(NOW)
    weekly_mail_on(dt.date(2026, 11, 23))
    header = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    assert client.post(
        header.partition("/notifications")[1] + header.partition("/notifications")[2]
    )
    assert weekly_mail_on(dt.date(2026, 11, 30)) == 0


def test_the_weekly_mail_counts_the_whole_queue_and_leads_to_each_line(
    company, community_manager, mailoutbox, settings
):
    settings.RYNEK_BASE_URL = "https://rynek.example"
    pages = [factories.make_news(f"Page {number}") for number in range(12)]
    for page in pages:
        Item.objects.create(
            rule="review",
            key=str(page.pk),
            page=page,
            data={"days": 3},
            due_on=dt.date(2026, 1, 22),
        )
    line = Item.objects.create(
        rule="few-helpers", key="t", data={}, due_on=timezone.localdate() + dt.timedelta(days=3)
    )
    community_manager.language = "en"
    community_manager.save()
    weekly_mail_on(dt.date(2026, 11, 23))
    sent = mailoutbox[0]
    assert "13 things" in sent.subject
    assert sent.body.count("Review overdue") == 2
    assert "Overdue since 22 January 2026" in sent.body
    assert reverse("community:draft", args=[line.pk]) in sent.body
    assert sent.body.count("https://rynek.example/") == 5
    assert "And 10 more lines." in sent.body


def test_a_line_says_the_year_and_whether_its_day_is_over(company, community_manager, client_of):
    page = factories.make_news()
    Item.objects.create(
        rule="review", key="x", page=page, data={"days": 3}, due_on=dt.date(2026, 1, 22)
    )
    later = timezone.localdate() + dt.timedelta(days=400)
    Item.objects.create(rule="review", key="y", page=page, data={"days": 3}, due_on=later)
    client = client_of(community_manager)
    client.cookies["django_language"] = "en"
    html = client.get(reverse("community:queue")).content.decode()
    assert "overdue since 22 January 2026" in html
    assert f"until {later.day} {later:%B} {later.year}" in html


def test_two_departments_that_write_about_the_same_and_do_not_talk(company):
    for name in ("Sales", "Plant"):
        page = factories.make_news(topics=("KSeF",), owner=company.of(name)[-1])
        event(
            company.of(name)[-1],
            Verb.PUBLISHED,
            page=page,
            when=at(timezone.localdate() - dt.timedelta(days=20)),
        )
    rosters.freeze(Period.month(company_day(NOW)))
    found = list(departments.strangers_with_common_topics(NOW))
    assert [(one.data["department"], one.data["other"]) for one in found] == [
        (company.units[0].pk, company.units[1].pk)
    ]


def test_assigning_gives_the_new_owner_a_follow_up(company, community_manager, client_of):
    other = factories.make_person("Olga", groups=["Community managers"])
    page = ask(company.people[10])
    run(NOW)
    item = Item.objects.get(rule="unanswered")
    address = reverse("community:act", args=[item.pk])
    client_of(community_manager).post(address, {"act": "assign", "owner": other.pk})
    task = FollowUp.objects.get()
    assert (task.creator, task.assignee, task.page_id) == (community_manager, other, page.pk)


def test_only_questions_are_put_to_helpers(company, community_manager, client_of):
    helper_in("KSeF", company.people[11], company)
    page = ask(company.people[10])
    item = Item.objects.create(rule="review", key="x", page=page, data={"days": 3})
    address = reverse("community:act", args=[item.pk])
    client_of(community_manager).post(address, {"act": "ask"})
    item.refresh_from_db()
    assert not Nudge.objects.exists()
    assert (item.acted_at, item.owner) == (None, None)
