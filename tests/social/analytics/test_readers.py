"""Readers are people: nobody counts twice as long as names are known, and never who took part."""

import datetime as dt
from unittest import mock

import pytest
from django.utils import timezone

from social.activity.models import Event, Verb
from social.analytics import refresh
from social.analytics.models import ReaderCount
from social.analytics.period import Period
from social.analytics.record import readers, rosters
from social.analytics.record.month import facts_of
from social.analytics.record.months import following, last_closed
from social.analytics.record.readers import count_readers, monday_of
from social.community.queue import guides
from social.people.models import User
from tests import factories
from tests.social.company import at, event

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
MONDAY = monday_of(TODAY)


def days(many):
    return dt.timedelta(days=many)


def view(page, people, *moments):
    for person in people:
        for day in moments:
            event(person, Verb.VIEWED, page=page, when=at(day))


def counted_on(day):
    with mock.patch.object(readers.timezone, "localdate", return_value=day):
        count_readers()


def weeks_of(page):
    rows = ReaderCount.objects.filter(page=page).order_by("week")
    return [((MONDAY - row.week).days // 7, row.readers) for row in rows]


def test_a_reader_counts_in_the_first_week_only_however_often_it_is_counted(company):
    page, (one, two, three) = factories.make_guide("Guide"), company.people[:3]
    view(page, [one], MONDAY - days(28), MONDAY - days(27), MONDAY - days(14), MONDAY - days(7))
    view(page, [two], MONDAY - days(13), MONDAY - days(7))
    counted_on(MONDAY - days(14))
    assert weeks_of(page) == [(4, 1)]
    counted_on(MONDAY)
    counted_on(MONDAY)
    assert weeks_of(page) == [(4, 1), (2, 1)]
    view(page, [three], MONDAY)
    counted_on(MONDAY + days(6))  # the running week waits
    assert ReaderCount.objects.filter(page=page).people() == {page.pk: 2}


def test_who_comes_back_after_their_name_was_forgotten_counts_again_up_to_everybody(company):
    page, person = factories.make_guide("Guide"), company.people[0]
    view(page, [person], TODAY - days(60))
    refresh.refresh()
    view(page, [person], MONDAY - days(3))
    ReaderCount.objects.filter(week__gte=MONDAY - days(14)).delete()
    counted_on(MONDAY)
    assert ReaderCount.objects.filter(page=page).people() == {page.pk: 2}
    ReaderCount.objects.filter(page=page).update(readers=200)
    everybody = User.objects.active().count()
    assert ReaderCount.objects.filter(page=page).people() == {page.pk: everybody}


def solved_question(company, day):
    asker, helper = company.people[10:12]
    page = factories.make_question("How?", owner=asker)
    Event.objects.filter(page=page).delete()
    event(asker, Verb.PUBLISHED, page=page, when=at(day - days(2)))
    event(helper, Verb.COMMENTED, page=page, when=at(day - days(1)))
    event(asker, Verb.ANSWER_ACCEPTED, page=page, target=helper, when=at(day))
    return page


def test_a4_counts_people_who_read_from_day_28_to_89_and_took_no_part(company):
    period = last_closed()
    rosters.freeze(Period.month(period))
    solved = monday_of(period) - days(87)  # its 90th day: Wednesday of the month's first week
    page = solved_question(company, solved)
    asker, helper, early, from_28, to_89, late, often, *_ = company.people[10:]
    view(page, [asker, helper], solved + days(40))
    view(page, [early], solved - days(1), solved + days(27))
    view(page, [from_28], solved + days(3), solved + days(28))
    view(page, [to_89], solved + days(89))
    view(page, [late], solved + days(90))
    view(page, [often], solved + days(30), solved + days(31), solved + days(60))
    next_one = solved_question(company, monday_of(following(period)) - days(90))
    view(next_one, [often], monday_of(period))
    # Accepted again, another answer: what was found long ago is not found anew.
    event(asker, Verb.ANSWER_ACCEPTED, page=page, target=helper, when=at(solved + days(14)))
    count_readers()
    reuse = facts_of(Period.month(period), rosters.roster_of(Period.month(period))).reuse
    assert reuse.readers.tolist() == [3]
    assert [rosters.roster_of(Period.month(period)).keys[at_] for at_ in reuse.author] == [
        helper.pk
    ]


def test_a_stale_guide_is_read_by_ten_people_not_ten_times(company):
    few, many = factories.make_guide("Few"), factories.make_guide("Many")
    for page in (few, many):
        page.last_published_at = timezone.now() - days(400)
        page.save()
    view(few, company.people[:9], TODAY - days(3), TODAY - days(12), TODAY - days(20))
    view(many, company.people[:10], TODAY - days(2), TODAY - days(25))
    found = list(guides.stale_guides(timezone.now()))
    assert [(one.page_id, one.data["readers"]) for one in found] == [(many.pk, 10)]
