"""Months are counted once, from events, with the roster of their first day."""

import datetime as dt
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from social.activity.models import Event, Verb
from social.analytics import refresh
from social.analytics.metrics.registry import METRICS
from social.analytics.models import Fill, MetricCell, ReaderCount, RosterEntry
from social.analytics.period import Period
from social.analytics.record import events, rosters
from social.analytics.record.month import facts_of
from social.analytics.record.months import following, last_closed, month_of
from social.analytics.record.questions import asked_during, first_answers, solved_moments
from social.community.models import Pulse as PulseRound
from social.community.models import RoomSettings
from social.notifications.models import Decision, Notice, Occasion, WhyMe
from social.people.models import Level
from tests import factories
from tests.social.analytics.numbers import numbers
from tests.social.company import Company, at, event, last_month

pytestmark = pytest.mark.django_db


def cells(code, part=""):
    return {cell.cell: cell for cell in numbers(code, part, last_closed())}


def test_a_closed_month_is_counted_once_and_a_second_run_changes_nothing(company):
    company.talk()
    assert refresh.refresh() >= 1
    before = numbers()
    assert refresh.refresh() == 0
    assert numbers() == before
    assert len(rosters.roster_of(Period.last_closed())) == len(company.people)


def test_the_running_month_is_never_shown(company):
    company.talk(when=timezone.now())
    refresh.refresh()
    assert not numbers(period=month_of(timezone.localdate()))


def test_an_interrupted_refresh_goes_on_where_it_stopped(company, monkeypatch):
    company.talk(when=at(following(last_closed(), -1) + dt.timedelta(days=9)))
    company.talk()
    filled = []

    def fail_second(period):
        if filled:
            raise RuntimeError("power cut")
        filled.append(period)
        original(period)

    original = refresh.fill_month
    monkeypatch.setattr(refresh, "fill_month", fail_second)
    with pytest.raises(RuntimeError):
        refresh.refresh()
    assert Fill.objects.count() == 1
    monkeypatch.setattr(refresh, "fill_month", original)
    assert refresh.refresh() == 1
    assert Fill.objects.count() == 2


def test_progress_ends_at_one(company):
    company.talk()
    seen = []
    refresh.refresh(seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_somebody_who_moved_counts_where_they_were_then(company):
    mover = company.of("Sales")[-1]
    event(mover, Verb.COMMENTED, when=at(last_month(2)))
    mover.department = company.units[1]
    mover.save()
    rosters.freeze(Period.last_closed())
    entry = RosterEntry.objects.get(person=mover, period=last_closed())
    assert entry.unit == company.units[0]


def test_the_roster_of_a_month_is_frozen(company):
    period = last_closed()
    rosters.freeze(Period.month(period))
    mover = company.of("Sales")[-1]
    mover.department = company.units[1]
    mover.save()
    rosters.freeze(Period.month(period))
    assert RosterEntry.objects.get(person=mover, period=period).unit == company.units[0]


def test_leavers_and_later_joiners_are_not_in_the_month(company):
    period = last_closed()
    gone, new, left_later = company.people[:3]
    gone.end_date, gone.is_active = period - dt.timedelta(days=1), False
    new.start_date = period + dt.timedelta(days=3)
    left_later.end_date, left_later.is_active = period + dt.timedelta(days=9), False
    for person in (gone, new, left_later):
        person.save()
    rosters.freeze(Period.month(period))
    people = set(RosterEntry.objects.filter(period=period).values_list("person_id", flat=True))
    assert gone.pk not in people
    assert new.pk not in people
    assert left_later.pk in people


def test_events_of_a_merged_account_are_left_out_quietly(company):
    company.talk()
    gone = company.people[0]
    gone.delete()
    refresh.refresh()
    assert cells("C4")["firm"].value
    assert len(rosters.roster_of(Period.last_closed())) == len(company.people) - 1


def test_closed_sections_mass_mail_and_views_never_make_ties(company):
    one, two, three = company.people[:3]
    page = factories.make_news("Secret", owner=two)
    factories.restrict(page, "Board")
    for a, b in ((one, two), (two, one)):
        event(a, Verb.COMMENTED, page=page, target=b)
        event(a, Verb.MENTIONED, target=three, audience_size=11)
        event(three, Verb.MENTIONED, target=a, audience_size=11)
    event(one, Verb.VIEWED, page=factories.make_news(owner=three), target=three)
    rosters.freeze(Period.last_closed())
    roster = rosters.roster_of(Period.last_closed())
    counts = events.contact_counts(roster, Period.last_closed())
    assert counts.nnz == 0


def test_a_comment_without_target_is_towards_the_owner_of_the_page(company):
    one, two = company.people[:2]
    event(one, Verb.COMMENTED, page=factories.make_news(owner=two))
    rosters.freeze(Period.last_closed())
    roster = rosters.roster_of(Period.last_closed())
    counts = events.contact_counts(roster, Period.last_closed())
    index = roster.index
    assert counts[index[one.pk], index[two.pk]] == 1


def test_questions_answers_and_solutions_are_read_from_events(company):
    asker, helper = company.of("Sales")[5], company.of("Plant")[5]
    page = factories.make_question("How?", owner=asker)
    Event.objects.all().delete()
    asked = at(last_closed(), 8) + dt.timedelta(days=-2)
    event(asker, Verb.PUBLISHED, page=page, when=asked)
    event(asker, Verb.COMMENTED, page=page, when=asked + dt.timedelta(hours=1))
    event(helper, Verb.COMMENTED, page=page, when=asked + dt.timedelta(hours=2))
    event(asker, Verb.ANSWER_ACCEPTED, page=page, target=helper, when=asked + dt.timedelta(days=3))
    rosters.freeze(Period.last_closed())
    facts = facts_of(Period.last_closed(), rosters.roster_of(Period.last_closed()))
    assert facts.questions is not None
    assert len(facts.questions.asker) == 1
    assert facts.questions.answered_after[0] <= 2
    assert facts.solutions is not None
    assert facts.solutions.solved.tolist() == [True]


def test_a_question_in_a_comment_is_answered_by_replies_to_it(company):
    asker, helper = company.people[5], company.people[6]
    page = factories.make_news(owner=company.people[7])
    asked = at(last_month(3), 9)
    event(asker, Verb.ASKED, page=page, subject_kind="comment", subject_id=77, when=asked)
    event(helper, Verb.COMMENTED, page=page, subject_kind="comment", subject_id=78, when=asked)
    found = asked_during(Period.last_closed())
    assert first_answers(found) == {}
    later = asked + dt.timedelta(hours=3)
    event(
        helper,
        Verb.REPLIED,
        page=page,
        subject_kind="comment",
        subject_id=79,
        when=later,
        data={"parent": 77},
    )
    assert first_answers(found) == {"question:comment:77": later}


def test_leaders_own_replies_count_and_repeated_texts_do_not(company):
    leader, one, two = company.of("Sales")[0], company.of("Plant")[8], company.of("Plant")[9]
    first, second = factories.make_news(owner=leader), factories.make_news(owner=leader)
    asked = at(last_month(4), 9)
    for person, page in ((one, first), (two, second)):
        event(person, Verb.COMMENTED, page=page, target=leader, when=asked)
    event(leader, Verb.REPLIED, page=first, target=one, when=asked + dt.timedelta(hours=1))
    event(
        leader,
        Verb.REPLIED,
        page=second,
        target=two,
        when=asked + dt.timedelta(hours=1),
        data={"repeats": True},
    )
    rosters.freeze(Period.last_closed())
    facts = facts_of(Period.last_closed(), rosters.roster_of(Period.last_closed()))
    assert METRICS["B1"].compute(facts)[0].value == 0.5


def test_names_of_views_are_forgotten_after_thirty_days_but_counts_stay(company):
    page, today = factories.make_guide("Guide"), timezone.localdate()
    event(company.people[0], Verb.VIEWED, page=page, when=at(today - dt.timedelta(days=45)))
    event(company.people[1], Verb.VIEWED, page=page, when=at(today - dt.timedelta(days=45)))
    event(company.people[2], Verb.VIEWED, page=page, when=at(today - dt.timedelta(days=3)))
    refresh.refresh()
    named = Event.objects.filter(verb=Verb.VIEWED, actor__isnull=False)
    assert [one.actor for one in named] == [company.people[2]]
    assert Event.objects.filter(verb=Verb.VIEWED, actor_department__isnull=False).count() == 3
    assert ReaderCount.objects.get(page=page, readers=2)


def test_names_are_forgotten_day_by_day_and_a_run_that_was_cut_short_goes_on(company):
    page, today = factories.make_guide("Guide"), timezone.localdate()
    for ago, many in ((60, 2), (45, 3), (31, 1), (30, 4)):
        for person in company.people[:many]:
            event(person, Verb.VIEWED, page=page, when=at(today - dt.timedelta(days=ago)))
    named = Event.objects.filter(verb=Verb.VIEWED, actor__isnull=False)
    original, days = QuerySet.update, []

    def cut_short(rows, **values):
        if values == {"actor": None}:
            if len(days) == 16:
                raise RuntimeError("power cut")
            days.append(1)
        return original(rows, **values)

    with mock.patch.object(QuerySet, "update", cut_short), pytest.raises(RuntimeError):
        refresh.forget_names_of_old_views(today)
    assert named.count() == 5  # sixteen days: those of day 60 and day 45 are done
    assert refresh.forget_names_of_old_views(today) == 1
    assert named.count() == 4
    assert refresh.forget_names_of_old_views(today) == 0


def test_two_pulse_rounds_that_close_in_one_month_are_added_up(company):
    period = last_closed()
    for opens, closes, invited, answer, many in ((1, 3, 20, 5, 8), (4, 20, 30, 3, 12)):
        pulse = PulseRound.objects.create(
            opens_on=period.replace(day=opens),
            closes_on=period.replace(day=closes),
            invited=invited,
        )
        for item in range(8):
            pulse.tallies.create(item=item, answer=answer, count=many)
    rosters.freeze(Period.month(period))
    found = facts_of(Period.month(period), rosters.roster_of(Period.month(period))).pulse
    assert (found.sheets, found.invited, found.voters) == (20, 50, 12)
    assert found.mean(tuple(range(8))) == (8 * 5 + 12 * 3) / 20


def test_c3_counts_what_a_newcomer_did_in_the_first_thirty_days_and_not_until_the_months_end(
    company,
):
    period = last_closed()
    new, other, *colleagues = company.of("Sales")[5:10] + company.of("Plant")[5:8]
    for person, day in ((new, 1), (other, 8)):
        person.start_date = period + dt.timedelta(days=day - 30)
        person.save()

    def meet(person, colleague, here, back):
        for a, b, day in ((person, colleague, here), (colleague, person, back)):
            event(a, Verb.REPLIED, target=b, when=at(person.start_date + dt.timedelta(days=day)))

    meet(new, colleagues[0], 3, 4)
    meet(new, colleagues[-1], 28, 29)
    meet(new, colleagues[1], 29, 30)  # the answer came a day late
    meet(new, colleagues[2], 31, 31)
    meet(other, colleagues[0], 31, 31)
    meet(other, colleagues[-2], 20, 22)
    event(new, Verb.REPLIED, target=colleagues[-3], when=at(new.start_date))
    rosters.freeze(Period.month(period))
    roster = rosters.roster_of(Period.month(period))
    found = facts_of(Period.month(period), roster).newcomers
    rows = zip(found.person, found.contacts.tolist(), found.outside.tolist(), strict=True)
    assert {roster.keys[one]: numbers for one, *numbers in rows} == {
        new.pk: [2, 1],
        other.pk: [1, 1],
    }


def test_a5_waits_for_the_seventh_day_of_each_notice(company):
    period, end = last_closed(), following(last_closed())
    person = company.people[0]

    def tell(day, read_after=None):
        Notice.objects.create(
            person=person,
            event=event(company.people[1], Verb.TOLD, target=person, when=at(day)),
            occasion=Occasion.OTHER,
            why=WhyMe.DIRECTED,
            decision=Decision.TOLD,
            created_at=at(day),
            read_at=read_after and at(day) + read_after,
        )

    tell(period - dt.timedelta(days=8), dt.timedelta(days=1))  # ripe the month before
    tell(period - dt.timedelta(days=7), dt.timedelta(days=1))
    tell(period, dt.timedelta(days=7))
    tell(period, dt.timedelta(days=8))
    tell(end - dt.timedelta(days=8))
    tell(end - dt.timedelta(days=7))  # its seventh day is the first of the next month
    rosters.freeze(Period.month(period))
    roster = rosters.roster_of(Period.month(period))
    found = facts_of(Period.month(period), roster)
    at_ = roster.index[person.pk]
    assert (found.notices[at_], found.notices_ripe[at_], found.notices_opened[at_]) == (4, 4, 2)


def test_the_database_refuses_a_suppressed_cell_with_a_number():
    with pytest.raises(IntegrityError), transaction.atomic():
        MetricCell.objects.create(
            metric="A1", period=last_closed(), cell="firm", value=0.5, suppressed=True
        )


def test_the_database_refuses_looser_privacy_limits():
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomSettings.objects.create(pk=1, least_people=9)


def test_stricter_limits_hide_more(company):
    company.talk()
    RoomSettings.objects.create(pk=1, least_people=40)
    refresh.refresh()
    assert cells("C4")["firm"].suppressed


def test_facts_take_the_same_number_of_queries_for_more_people(company, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    company.talk()
    period = last_closed()
    rosters.freeze(Period.month(period))
    with CaptureQueriesContext(
        connection,
    ) as few:
        facts_of(Period.month(period), rosters.roster_of(Period.month(period)))
    RosterEntry.objects.all().delete()
    more = [
        factories.make_person(
            f"New{n}",
            department=company.units[0],
            level=company.staff,
            start_date=dt.date(2020, 1, 1),
        )
        for n in range(10)
    ]
    company.people += more
    company.talk()
    rosters.freeze(Period.month(period))
    with django_assert_num_queries(len(few)):
        facts_of(Period.month(period), rosters.roster_of(Period.month(period)))


def test_a_company_without_events_has_nothing_to_count():
    Company(size=2, tiny=1)
    assert refresh.refresh() == 0


def test_questions_put_directly_to_a_person_count_too(company):
    asker, helper = company.people[5], company.people[6]
    asked = at(last_month(3), 9)
    event(asker, Verb.ASKED, target=helper, when=asked)
    event(asker, Verb.ASKED, target=company.people[7], when=asked)
    event(helper, Verb.REPLIED, target=asker, when=asked + dt.timedelta(hours=2))
    event(asker, Verb.ANSWER_ACCEPTED, target=helper, when=asked + dt.timedelta(hours=3))
    found = asked_during(Period.last_closed())
    assert list(first_answers(found).values()) == [asked + dt.timedelta(hours=2)]
    assert list(solved_moments(found).values()) == [asked + dt.timedelta(hours=3)]


def test_directors_are_leaders_when_the_room_says_so(company):
    director = Level.objects.create(name="Director", rank=5)
    person = company.people[10]
    person.level = director
    person.save()
    assert rosters.leading_levels() == {company.board.pk}
    RoomSettings.objects.create(pk=1, leaders_from=director)
    assert rosters.leading_levels() == {company.board.pk, director.pk}
