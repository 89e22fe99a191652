"""Own profile, volunteering, nomination, introductions, objection, audit, pulse, own data."""

import datetime as dt
import json

import pytest
from django.urls import reverse
from django.utils import timezone

from social.analytics import refresh
from social.analytics.analysis.planner import Wishes
from social.analytics.models import Objection
from social.analytics.period import Period
from social.analytics.record import rosters
from social.analytics.record.months import last_closed
from social.community.mine import actions as mine_actions
from social.community.models import (
    Ambassador,
    Introduction,
    Look,
    Nomination,
    Nudge,
    Pulse,
    PulseReply,
    PulseTally,
    RoomSettings,
    Standing,
)
from social.community.pulse import actions as pulse_actions
from social.community.volunteers import actions as volunteers_actions
from social.community.volunteers import standings, teams
from social.subjects.models import Topic
from tests.social.analytics.numbers import numbers
from tests.social.company import Company, at

pytestmark = pytest.mark.django_db

YESTERDAY = timezone.now() - dt.timedelta(days=1)


@pytest.fixture
def busy(db):
    """Enough people and interactions for the gate to open."""
    company = Company(size=55, tiny=4)
    company.talk(times=5, when=YESTERDAY)
    return company


def volunteer(person, **fields):
    return volunteers_actions.volunteer(person, Ambassador(words="I like people.", **fields))


def test_the_gate_stays_closed_without_enough_data(company):
    company.talk(when=YESTERDAY)
    standings.refresh()
    assert not standings.present().gate.is_open
    assert Standing.objects.exists()
    assert not any(standing.evidence for standing in Standing.objects.all())


def test_everybody_sees_their_own_evidence_and_only_their_own(busy, client_of):
    standings.refresh()
    person, other = busy.people[0], busy.people[1]
    html = client_of(person).get(reverse("community:mine")).content.decode()
    assert "100 interactions" in html or "100 interakcji" in html
    assert other.full_name not in html


def test_managers_see_volunteers_only(busy, community_manager, client_of):
    standings.refresh()
    offered, silent = busy.people[3], busy.people[4]
    volunteer(offered)
    html = client_of(community_manager).get(reverse("community:volunteers")).content.decode()
    assert offered.full_name in html
    assert silent.full_name not in html


def test_a_helper_who_is_no_candidate_has_no_card(busy, community_manager, client_of):
    volunteer(busy.people[3], is_candidate=False, is_helper=True)
    html = client_of(community_manager).get(reverse("community:volunteers")).content.decode()
    assert busy.people[3].full_name not in html


def test_withdrawn_and_expired_volunteers_disappear(busy, community_manager):
    gone, late = busy.people[3], busy.people[4]
    volunteer(gone)
    volunteers_actions.withdraw(gone)
    volunteer(late)
    Ambassador.objects.filter(person=late).update(
        expires_on=timezone.localdate() - dt.timedelta(days=1)
    )
    assert not Ambassador.objects.visible_to(community_manager).exists()


def test_volunteering_lasts_twelve_months(company):
    found = volunteer(company.people[0])
    assert 360 <= (found.expires_on - timezone.localdate()).days <= 366


def test_a_volunteers_words_are_kept_when_something_is_missing(company, client_of):
    person = company.people[5]
    answer = client_of(person).post(
        reverse("community:volunteer"), {"words": "I know both halls", "likes_new_tools": "on"}
    )
    html = answer.content.decode()
    assert "I know both halls" in html
    assert "is_candidate" in answer.context["form"].errors
    assert not Ambassador.objects.exists()


def test_other_people_cannot_see_who_volunteers(company):
    volunteer(company.people[0])
    assert not Ambassador.objects.visible_to(company.people[1]).exists()
    assert Ambassador.objects.visible_to(company.people[0]).exists()


def test_looks_at_cards_are_in_the_audit_trail_and_the_person_reads_them(
    busy, community_manager, client_of
):
    person = busy.people[3]
    volunteer(person)
    client_of(community_manager).get(reverse("community:volunteers"))
    look = Look.objects.get(person=person)
    assert (look.viewer, look.place) == (community_manager, "cards")
    html = client_of(person).get(reverse("community:recorded")).content.decode()
    assert str(community_manager) in html


def test_objecting_removes_a_person_from_everything_about_people(
    busy, community_manager, client_of
):
    person = busy.people[3]
    standings.refresh()
    volunteer(person)
    Nudge.objects.create(rule="few-helpers", key="x", person=person)
    volunteers_actions.nominate(busy.people[5], person, "kind")
    client_of(person).post(reverse("community:objection"))
    assert Objection.objects.filter(person=person).exists()
    for model in (Standing, Ambassador, Nudge, Nomination):
        assert not model.objects.filter(person=person).exists()
    assert person.pk not in standings.present().roster.keys
    standings.refresh()
    assert not Standing.objects.filter(person=person).exists()
    html = client_of(community_manager).get(reverse("community:volunteers")).content.decode()
    assert person.full_name not in html


def test_an_objection_recomputes_the_others_without_the_ties(busy):
    person = busy.people[0]
    standings.refresh()
    before = dict(Standing.objects.values_list("person_id", "contacts"))
    mine_actions.object_to_analysis(person)
    standings.refresh()
    after = dict(Standing.objects.values_list("person_id", "contacts"))
    assert person.pk not in after
    assert sum(before.values()) - sum(after.values()) == 2 * before[person.pk]


def test_months_counted_after_an_objection_leave_the_person_out(company):
    company.talk()
    mine_actions.object_to_analysis(company.people[0])
    refresh.refresh()
    assert numbers("C4", "")[-1].value
    assert len(rosters.roster_of(Period.last_closed())) == len(company.people) - 1


def test_an_objection_can_be_withdrawn_and_bars_volunteering_until_then(company, client_of):
    person = company.people[0]
    client = client_of(person)
    client.post(reverse("community:objection"))
    client.post(reverse("community:volunteer"), {"words": "me", "is_candidate": "on"})
    assert not Ambassador.objects.exists()
    client.post(reverse("community:objection"), {"withdraw": "1"})
    client.post(reverse("community:volunteer"), {"words": "me", "is_candidate": "on"})
    assert Ambassador.objects.get().person == person


def test_a_nomination_is_seen_by_the_nominated_person_alone(company, community_manager, client_of):
    one, other = company.people[:2]
    address = reverse("community:nominate", args=[other.pk])
    client_of(one).post(address, {"reason": "She explains well"})
    assert "She explains well" in client_of(other).get(reverse("community:mine")).content.decode()
    html = client_of(community_manager).get(reverse("community:volunteers")).content.decode()
    assert other.full_name not in html
    found = Nomination.objects.get()
    client_of(one).post(reverse("community:nomination", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == Nomination.State.WAITING
    client_of(other).post(reverse("community:nomination", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == Nomination.State.DECLINED


def test_nobody_nominates_themselves_and_an_objection_stays_secret(company, client_of):
    one, other = company.people[:2]
    own = reverse("community:nominate", args=[one.pk])
    assert client_of(one).get(own).status_code == 404
    mine_actions.object_to_analysis(other)
    address = reverse("community:nominate", args=[other.pk])
    response = client_of(one).post(address, {"reason": "nice"})
    assert response.status_code == 302
    assert not Nomination.objects.exists()


def test_an_introduction_needs_two_yeses_and_a_no_is_never_told(company, client_of):
    one, other, third = company.people[:3]
    topic = Topic.objects.create(name="KSeF", slug="ksef")
    found = Introduction.objects.create(first=one, second=other, topic=topic)
    mine = reverse("community:mine")
    assert "KSeF" in client_of(one).get(mine).content.decode()
    assert "KSeF" not in client_of(other).get(mine).content.decode()
    answer = reverse("community:introduction", args=[found.pk])
    assert client_of(third).post(answer, {"yes": "1"}).status_code == 404
    assert client_of(other).post(answer, {"yes": "1"}).status_code == 404
    client_of(one).post(answer, {"yes": "1"})
    assert "KSeF" in client_of(other).get(mine).content.decode()
    client_of(other).post(answer, {"yes": "1"})
    found.refresh_from_db()
    assert found.is_made


def test_the_planner_takes_volunteers_and_keeps_to_the_wishes(busy):
    for person in busy.people[::3]:
        volunteer(person)
    offered = set(Ambassador.objects.values_list("person_id", flat=True))
    proposal = teams.propose(5, Wishes(per_department=2, every_level=True), least_people=10)
    team = [member.person for member in proposal.members]
    assert {person.pk for person in team} <= offered
    assert max(sum(p.department == unit for p in team) for unit in busy.units) <= 2
    assert {person.level for person in team} == {busy.board, busy.staff}
    assert 0 < proposal.random <= 1
    assert {group.name for group in proposal.departments if group.share is None} >= {"Lab"}


def test_the_planner_page_says_when_there_is_not_enough_data(company, community_manager, client_of):
    html = client_of(community_manager).get(reverse("community:planner"), {"size": 3}).content
    assert b"<table" not in html


def pulse_answers(value=4):
    return {f"item{n}": value for n in range(8)}


def test_the_pulse_keeps_sums_and_nothing_that_links_them_to_people(company, client_of):
    pulse = pulse_actions.open_pulse(2)
    address = reverse("community:pulse")
    for person, answer in zip(company.people[:3], (5, 5, 1), strict=True):
        client_of(person).post(address, pulse_answers(answer))
    assert PulseTally.objects.get(pulse=pulse, item=0, answer=5).count == 2
    assert PulseTally.objects.filter(pulse=pulse).count() == 16
    for model in (PulseTally, PulseReply):
        kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
        assert not kinds & {"DateTimeField", "DateField", "TimeField", "UUIDField"}
    tally_fields = {field.name for field in PulseTally._meta.get_fields()}
    assert tally_fields == {"id", "pulse", "item", "answer", "count"}


def test_nobody_answers_the_pulse_twice_or_in_part(company, client_of):
    pulse_actions.open_pulse(2)
    client, address = client_of(company.people[0]), reverse("community:pulse")
    part = pulse_answers()
    del part["item7"]
    assert client.post(address, part).status_code == 200
    assert not PulseTally.objects.exists()
    client.post(address, pulse_answers())
    client.post(address, pulse_answers())
    assert PulseTally.objects.get(item=0).count == 1


def test_pulse_results_appear_when_the_round_has_closed_and_enough_answered(company):
    closed = last_closed()
    pulse = Pulse.objects.create(
        opens_on=closed, closes_on=closed + dt.timedelta(days=14), invited=len(company.people)
    )
    for person in company.people[:12]:
        pulse_actions.answer_pulse(pulse, person, [4] * 8)
    company.talk()
    refresh.refresh()
    cell = numbers("C7", "")[-1]
    assert cell.value == 4.0


def test_own_data_names_everything_and_nobody_elses(company, client_of):
    one, other = company.people[:2]
    company.talk(when=at(last_closed()))
    volunteer(other)
    data = json.loads(client_of(one).get(reverse("community:recorded-export")).content)
    assert data["person"]["email"] == one.email
    assert len(data["events"]) > 0
    assert data["volunteering"] == []
    assert other.email not in json.dumps(data)


def test_hints_can_be_put_away_or_muted_by_their_reader_only(company, client_of):
    one, other = company.people[:2]
    first = Nudge.objects.create(rule="few-helpers", key="a", person=one)
    second = Nudge.objects.create(rule="few-helpers", key="b", person=one)
    address = reverse("community:hint", args=[first.pk])
    assert client_of(other).post(address).status_code == 404
    client_of(one).post(address, {"mute": "1"})
    second.refresh_from_db()
    assert second.closed_at is not None


def test_switching_people_parts_off_deletes_standings(busy):
    standings.refresh()
    assert Standing.objects.exists()
    RoomSettings.objects.create(pk=1, people_parts=False)
    standings.refresh()
    assert not Standing.objects.exists()


def test_own_data_reaches_into_all_rooms_without_secrets(company, client_of):
    from blog.events.models import CalendarToken
    from social.following.models import Follow

    one, other = company.people[:2]
    Follow.objects.create(person=one, kind="person", colleague=other)
    Follow.objects.create(person=other, kind="person", colleague=one)
    CalendarToken.objects.create(person=one)
    client = client_of(one)
    whole = json.loads(client.get(reverse("community:recorded-export")).content)
    data = whole["elsewhere"]
    assert [row["person_id"] for row in data["Co obserwujesz"]] == [one.pk]
    assert whole["counted"]["Osoby, które Cię obserwują"] == 1
    assert not any("token" in name for name in data["Twój adres kalendarza"][0])
    html = client.get(reverse("community:recorded")).content.decode()
    assert "Co obserwujesz" in html
