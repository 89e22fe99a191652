"""Pages open whatever is stored, and forms say what is wrong before it is."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone

from blog.onboarding.models import PathStep
from blog.reading.models import MustRead
from blog.reading.must_read import asked_of
from ground import stored
from social.activity.actions import record
from social.activity.models import Event, Verb
from social.comments.models import ConversationSettings
from social.community.models import Item, Nudge, RoomSettings
from social.people.audiences import rebuild, refresh_person
from social.people.models import AudienceRule, Department
from tests.factories import make_audience, make_department, make_news, make_person

pytestmark = pytest.mark.django_db
SHAPELESS = ["", "Warszawa", "{}", None, -1, [], 7, {"people": "x", "topic": {}, "pages": 5}]
HUGE = 2_000_000_000


def test_spans_stay_within_a_century() -> None:
    assert stored.days(14) == timedelta(days=14)
    for number in (HUGE, -HUGE, 10**18):
        assert timezone.now() + stored.days(number)
        assert timezone.now() - stored.minutes(number)


def test_numbers_of_a_list_or_of_one_value() -> None:
    assert stored.numbers([1, "x", None, True, {"a": 1}, 2]) == [1, 2]
    assert stored.numbers(5) == [5]
    for nothing in (None, "5", {}, True, 1.5):
        assert stored.numbers(nothing) == []


@pytest.mark.parametrize("value", ["Warszawa", "", 5, [1], None])
def test_what_is_no_object_reads_as_an_empty_one(value: Any) -> None:
    event = record(None, Verb.REMINDED, make_news(), target=make_person(), data={"follow_up": 1})
    assert Event.objects.get(data__follow_up=1).data == {"follow_up": 1}
    assert Event.objects.annotate(one=F("data__follow_up")).get(pk=event.pk).one == 1
    if value is not None:
        Event.objects.filter(pk=event.pk).update(data=value)
        assert Event.objects.get(pk=event.pk).data == {}
    with pytest.raises(ValidationError):
        Event(data=value).clean_fields(exclude=["actor", "day"])


@pytest.mark.parametrize("data", SHAPELESS)
def test_the_community_room_opens(client_of, community_manager, employee, data: Any) -> None:
    settings = RoomSettings.objects.create(pk=1)
    day, now = timezone.localdate(), timezone.now()
    for rule in (
        "helper-wanted",
        "newcomers",
        "silent-department",
        "few-helpers",
        "guide-wanted",
        "could-meet",
        "search",
    ):
        item = Item.objects.create(rule=rule, key=rule, due_on=day)
        hint = Nudge.objects.create(rule=rule[:4], key=rule, person=employee, sent_at=now)
        if data is not None:
            Item.objects.filter(pk=item.pk).update(data=data)
            Nudge.objects.filter(pk=hint.pk).update(data=data)
    if data is not None:
        RoomSettings.objects.filter(pk=settings.pk).update(weights=data, summary=data)
    for address in ("/community/", "/community/queue/", "/community/volunteers/"):
        assert client_of(community_manager).get(address).status_code == 200, address
    assert client_of(employee).get("/community/me/").status_code == 200


def test_numbers_of_days_far_beyond_sense(client_of, employee, home) -> None:
    page = make_news("Nowina")
    crew = make_audience("Wszyscy")
    rebuild()
    MustRead.objects.create(page_id=page.pk, audience=crew, due_on=timezone.localdate())
    MustRead.objects.update(
        days_for_newcomers=HUGE, asked_since=timezone.now() - timedelta(days=30)
    )
    AudienceRule.objects.update(started_within_days=HUGE)
    ConversationSettings.current().save()
    ConversationSettings.objects.update(
        close_after_days=HUGE, edit_minutes=HUGE, new_person_days=HUGE
    )
    assert asked_of(employee)
    refresh_person(employee)
    client = client_of(employee)
    for address in ("/pl/", page.url):
        assert client.get(address).status_code == 200


def test_a_step_of_an_unknown_stage_is_due_at_the_end() -> None:
    day = timezone.localdate()
    assert PathStep(stage="Warszawa").due_on(day) == day + timedelta(days=89)
    assert PathStep(due_day=HUGE).due_on(day)


def test_departments_of_the_same_name_have_addresses_of_their_own() -> None:
    for name in ("Zakupy", "Zakupy", "😀", "😀", "Z" * 120, "Z" * 120):
        make_department(name)
    slugs = list(Department.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 6
    assert all(slugs)
