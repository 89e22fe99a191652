"""Hints are told, end with their cause, and are judged against the tenth that is held out."""

import datetime as dt
from unittest import mock

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from social.activity.actions import company_day
from social.activity.messages import sentence_of, url_of
from social.activity.models import Event, Verb
from social.analytics.models import ReaderCount
from social.analytics.period import Period
from social.analytics.record.months import start_of
from social.community.models import Introduction, Item, Nudge, RoomSettings
from social.community.queue import actions as queue_actions
from social.community.queue import departments, guides, leaders, overload, rule
from social.community.queue.effects import effects
from social.community.queue.rule import Finding, stem
from social.community.queue.run import run
from social.community.refused import Refused
from social.community.volunteers import actions as volunteers_actions
from social.reactions.models import Reaction
from social.subjects.models import Topic
from tests import factories
from tests.html import tight
from tests.social.community.test_queue import LONG_AGO, NOW, ask, helper_in
from tests.social.company import event, holding_out

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_held_out():
    with holding_out():
        yield


def told(person):
    rows = Event.objects.filter(verb=Verb.TOLD, target=person).order_by("pk")
    with translation.override("en"):
        return [(sentence_of(one), url_of(one)) for one in rows]


def test_a_hint_reaches_inbox_and_mail_like_any_message_and_only_once(company):
    asker, helper = company.people[10], company.people[11]
    helper_in("KSeF", helper, company)
    ask(asker, "How?")
    run(NOW)
    run(NOW)
    assert told(helper) == [("A question that you could answer waits: “How?”.", "")]
    assert len(told(asker)) == 1
    assert not told(company.people[12])


def test_what_is_held_out_is_told_to_nobody(company):
    with (
        holding_out("helper-wanted", "unanswered"),
        mock.patch.object(rule, "ONE_IN", 1),
    ):
        helper_in("KSeF", company.people[11], company)
        ask(company.people[10])
        run(NOW)
    assert Nudge.objects.filter(held_out=True).count() == 2
    assert not Event.objects.filter(verb=Verb.TOLD).exists()


def test_nominations_and_introductions_are_told_to_whom_they_concern_alone(company):
    one, other = company.people[10], company.people[20]
    volunteers_actions.nominate(other, one, "Knows everybody")
    volunteers_actions.nominate(other, one, "Really everybody")
    mine = reverse("community:mine")
    assert told(one) == [("A colleague thinks you would be a good ambassador.", mine)]
    assert str(other) not in told(one)[0][0]
    topic = Topic.objects.create(name="KSeF", slug="ksef")
    found = Introduction.objects.create(first=one, second=other, topic=topic)
    volunteers_actions.answer_introduction(found, one, agrees=True)
    assert told(other)[0][0] == f"Would you like to meet {one}? You both answered about KSeF."
    volunteers_actions.answer_introduction(found, other, agrees=True)
    assert told(one)[-1][0] == f"{other} would like to talk with you about KSeF, too."


def test_a_no_to_an_introduction_is_told_to_nobody(company):
    one, other = company.people[10], company.people[20]
    topic = Topic.objects.create(name="KSeF", slug="ksef")
    found = Introduction.objects.create(first=one, second=other, topic=topic)
    volunteers_actions.answer_introduction(found, one, agrees=False)
    assert not Event.objects.filter(verb=Verb.TOLD).exists()


def test_putting_a_hint_away_is_no_success_of_the_hint(company, client_of, community_manager):
    old = NOW - dt.timedelta(days=20)
    for number in range(20):
        helped = number < 5
        Nudge.objects.create(
            rule="helper-wanted", key=f"question:page:{number}", person=company.people[number], sent_at=old,
            closed_at=old + dt.timedelta(hours=1),
            settled_at=old + dt.timedelta(days=2) if helped else None,
        )  # fmt: skip
        Item.objects.create(
            rule="unanswered", key=f"question:page:{number}", created_at=old, state=Item.State.DONE,
            resolved_at=old + dt.timedelta(hours=1), outcome=Item.Outcome.NO_CHANGE,
            data={"hours": 80},
        )  # fmt: skip
        Item.objects.create(
            rule="unanswered", key=f"held:{number}", created_at=old, held_out=True,
            settled_at=old + dt.timedelta(days=3),
        )  # fmt: skip
    with holding_out("helper-wanted", "unanswered"):
        found = {effect.rule: effect for effect in effects(NOW)}
    assert (found["helper-wanted"].hinted.share, found["helper-wanted"].held_out.share) == (
        25,
        None,
    )
    assert (found["unanswered"].hinted.share, found["unanswered"].held_out.share) == (0, 100)
    assert (found["unanswered"].points, found["unanswered"].is_clear) == (-100, True)
    assert found["helper-wanted"].points is None
    context = client_of(community_manager).get(reverse("community:outcomes")).context
    assert [(row["rule"], row["closed"], row["no_change"]) for _, row in context["kinds"]] == [
        ("unanswered", 20, 20)
    ]


def test_a_question_hinted_at_three_helpers_is_one_case(company):
    old = NOW - dt.timedelta(days=20)
    for number in range(10):
        for person in company.people[:3]:
            Nudge.objects.create(
                rule="helper-wanted", key=f"q:{number}", person=person, sent_at=old
            )
    with holding_out("helper-wanted"):
        assert effects(NOW)[0].hinted.cases == 10


def test_the_moment_of_settling_is_noted_for_closed_and_held_out_cases_too(company):
    page = ask(company.people[10])
    run(NOW)
    item = Item.objects.get(rule="unanswered")
    queue_actions.act_on(item, "done", company.people[0], {"outcome": "no-change"})
    run(NOW + dt.timedelta(hours=1))
    item.refresh_from_db()
    assert item.settled_at is None
    event(company.people[11], Verb.COMMENTED, page=page, when=NOW + dt.timedelta(hours=2))
    run(NOW + dt.timedelta(hours=3))
    item.refresh_from_db()
    assert (item.state, item.settled_at) == (Item.State.DONE, NOW + dt.timedelta(hours=3))


def test_what_goes_on_over_the_end_of_a_month_stays_one_line(company):
    event(company.of("Sales")[-1], Verb.COMMENTED, when=NOW - dt.timedelta(days=70))
    for days in (0, 32):
        run(NOW + dt.timedelta(days=days))
        line = Item.objects.get(rule="silent-department")
        assert (line.state, line.settled_at) == (Item.State.OPEN, None)


def test_open_lines_say_tonights_numbers_and_keep_a_day_that_a_person_set(
    company, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from social.community.queue import run as nudging

    today, pages = timezone.localdate(), [factories.make_news(str(n)) for n in range(4)]

    def found(days):
        day = today - dt.timedelta(days=9)
        return [
            Finding("review", f"page:{page.pk}", page.pk, {"days": days}, due_on=day)
            for page in pages
        ]

    nudging._queue(found(64), NOW)
    Item.objects.update(due_on=today)
    mine, closed = Item.objects.order_by("pk")[:2]
    Item.objects.filter(pk=mine.pk).update(acted_at=NOW)
    Item.objects.filter(pk=closed.pk).update(state=Item.State.DONE)
    with CaptureQueriesContext(connection) as one:
        nudging._keep_current("review", found(78)[:1], NOW)
    with django_assert_max_num_queries(len(one)):
        nudging._keep_current("review", found(78), NOW)
    with django_assert_max_num_queries(1):
        nudging._keep_current("review", found(78), NOW)
    rows = list(Item.objects.order_by("pk").values_list("data__days", "due_on"))
    dated = (78, today - dt.timedelta(days=9))
    assert rows == [(78, today), (64, today), dated, dated]


def test_a_question_in_the_queue_waits_longer_every_night(company):
    ask(company.people[10])
    run(NOW)
    before = Item.objects.get(rule="unanswered")
    run(NOW + dt.timedelta(days=7))
    after = Item.objects.get(rule="unanswered")
    assert after.data["hours"] > before.data["hours"]
    assert after.due_on == before.due_on


@pytest.mark.parametrize(
    ("key", "about"),
    [
        ("department:7:2026-11", "department:7"),
        ("department:7:2026-Q4", "department:7"),
        ("12:2026-48", "12"),
        ("12:14", "12:14"),
        ("question:page:2026", "question:page:2026"),
    ],
)
def test_the_stem_of_a_key_leaves_out_its_month(key, about):
    assert stem(key) == about


def answers(person, pages, when):
    for page in pages:
        event(person, Verb.COMMENTED, page=page, when=when)


def test_somebody_with_more_than_a_seventh_of_a_topic_may_share_and_only_the_topic_is_named(
    company,
):
    pages = [ask(company.people[0], f"Q{n}", when=NOW - dt.timedelta(days=9)) for n in range(10)]
    carrier, others = company.people[11], company.people[12:20]
    answers(carrier, pages[:2], NOW - dt.timedelta(days=5))
    for person in others:
        answers(person, pages[:1], NOW - dt.timedelta(days=5))
    found = list(overload.overloaded_helpers(NOW))
    topic = Topic.objects.get(name="KSeF").pk
    assert [one.data for one in found if one.queue] == [{"topic": topic}]
    assert [one.recipients for one in found if not one.queue] == [(carrier.pk,)]
    run(NOW)
    assert Nudge.objects.filter(rule="few-helpers").count() == 1


def test_three_times_ones_usual_help_is_much_and_the_same_as_ever_is_not(company):
    pages = [ask(company.people[0], f"Q{n}", topics=()) for n in range(6)]
    sudden, steady = company.people[11], company.people[12]
    answers(sudden, pages[:4], NOW - dt.timedelta(days=5))
    answers(steady, pages[:3], NOW - dt.timedelta(days=5))
    for month in range(1, 7):
        answers(steady, pages[:3], NOW - dt.timedelta(days=28 * month + 5))
    found = list(overload.overloaded_helpers(NOW))
    assert [one.recipients for one in found] == [(sudden.pk,)]


def test_a_question_that_became_a_guide_is_no_hint_any_more(company):
    page = ask(company.people[10])
    event(company.people[10], Verb.ANSWER_ACCEPTED, page=page, when=NOW)
    ReaderCount.objects.create(page=page, week=timezone.localdate(), readers=21)
    assert [one.page_id for one in guides.turn_into_guide(NOW)] == [page.pk]
    guide = factories.make_guide("Guide")
    guide.written_from = page
    guide.save()
    assert list(guides.turn_into_guide(NOW)) == []


def test_departments_that_could_meet_are_told_to_the_helper_at_home_in_the_topic(company):
    from social.analytics.record import rosters

    helper = company.people[12]
    helper_in("KSeF", helper, company)
    for name in ("Sales", "Plant"):
        person = company.of(name)[-1]
        page = factories.make_news(topics=("KSeF",), owner=person)
        event(person, Verb.PUBLISHED, page=page, when=LONG_AGO)
    rosters.freeze(Period.month(company_day(NOW)))
    (found,) = departments.strangers_with_common_topics(NOW)
    assert found.recipients == (helper.pk,)


@pytest.fixture
def asked_leader(company):
    leader, asker = company.people[0], company.people[10]
    page = factories.make_news("Plan", owner=leader)
    event(asker, Verb.MENTIONED, page=page, target=leader, when=LONG_AGO)
    return leader, page


def test_a_leader_reads_what_waits_and_handing_on_takes_it_off(asked_leader, client_of):
    leader, page = asked_leader
    run(NOW)
    html = client_of(leader).get(reverse("community:mine")).content.decode()
    assert "Plan" in html
    assert reverse("following:assign", args=["page", page.pk]) in html
    event(leader, Verb.ASSIGNED, page=page, when=NOW)
    assert list(leaders.leaders_inbox(NOW)) == []


def test_after_midnight_words_of_the_new_day_count_although_greenwich_still_has_the_old(
    asked_leader,
):
    leader, page = asked_leader
    said = start_of(timezone.localdate()) + dt.timedelta(minutes=10)
    event(leader, Verb.COMMENTED, page=page, when=said)
    assert list(leaders.leaders_inbox((said + dt.timedelta(minutes=1)).astimezone(dt.UTC))) == []


def test_thanks_stand_on_what_was_said_and_count_as_care(asked_leader, company, client_of):
    leader, page = asked_leader
    address = reverse("community:thanks", args=[page.pk])
    assert client_of(company.people[20]).post(address).status_code == 404
    assert client_of(leader).post(address).status_code == 302
    reaction = Reaction.objects.get()
    assert (reaction.person, reaction.kind, reaction.page_id) == (leader, "thanks", page.pk)
    assert list(leaders.leaders_inbox(timezone.now())) == []


@pytest.mark.parametrize("named", [True, False])
def test_reminding_reaches_whom_the_question_is_addressed_to_once_a_week(
    named, company, community_manager, client_of
):
    page = ask(company.people[10])
    if named:
        page.addressed_to = company.people[1]
        page.save()
    item = Item.objects.create(rule="board", key="b", page=page, data={"days": 6})
    client, address = client_of(community_manager), reverse("community:act", args=[item.pk])
    html = tight(client.get(reverse("community:queue")).content.decode())
    assert '<input type="hidden" name="act" value="remind">' in html
    leaders = company.people[1:2] if named else [p for p in company.people if p.level.is_board]
    for _ in range(2):
        client.post(address, {"act": "remind"})
    assert all(len(told(leader)) == 1 for leader in leaders)
    assert Event.objects.filter(verb=Verb.TOLD).count() == len(leaders)
    sentence, _url = told(company.people[1])[0]
    assert "How?" in sentence
    item.refresh_from_db()
    assert (item.owner, item.acted_at is None) == (community_manager, False)
    other = Item.objects.create(
        rule="review", key="b", page=factories.make_news(), data={"days": 6}
    )
    client.post(reverse("community:act", args=[other.pk]), {"act": "remind"})
    assert Event.objects.filter(verb=Verb.TOLD).count() == len(leaders)


def test_nobody_is_reminded_of_a_page_that_they_may_not_see(company, community_manager) -> None:
    page = ask(company.people[10])
    factories.restrict(page, "Editors")
    item = Item.objects.create(rule="board", key="b", page=page, data={"days": 6})
    with pytest.raises(Refused):
        leaders.remind_board(item, community_manager)
    assert not Event.objects.filter(verb=Verb.TOLD).exists()


def test_a_hint_about_a_page_that_was_closed_since_is_not_shown(company, client_of):
    page = ask(company.people[10], "Secret plans")
    run(NOW)
    factories.restrict(page, "Board")
    html = client_of(company.people[10]).get(reverse("community:mine")).content.decode()
    assert "Secret plans" not in html


def test_the_works_council_switch_hides_nominations_and_introductions(company, client_of):
    one, other = company.people[10], company.people[20]
    volunteers_actions.nominate(other, one, "Knows everybody")
    topic = Topic.objects.create(name="KSeF", slug="ksef")
    Introduction.objects.create(first=one, second=other, topic=topic)
    mine = reverse("community:mine")
    assert "Knows everybody" in client_of(one).get(mine).content.decode()
    RoomSettings.objects.create(pk=1, people_parts=False)
    html = client_of(one).get(mine).content.decode()
    assert "Knows everybody" not in html
    assert "KSeF" not in html
