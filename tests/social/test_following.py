"""Following: levels, inheritance, what is followed automatically."""

import pytest
from django.db import IntegrityError, transaction

from social.activity.actions import record
from social.activity.models import Event, Verb
from social.following.actions import Thread, set_level, unfollow
from social.following.levels import standing
from social.following.models import Follow, Level
from social.following.models.follows import Kind
from social.subjects.keys import Subject
from social.subjects.models import Topic
from tests.factories import make_department, make_guide, make_news

pytestmark = pytest.mark.django_db


def test_following_is_inherited_down_the_tree_and_overridden_below(employee) -> None:
    guide = make_guide("Sprzęt")
    chapter = make_guide("Laptopy", parent=guide)
    set_level(employee, guide, Level.EVERYTHING)
    inherited = standing(employee, chapter)
    assert (inherited.level, inherited.is_inherited) == (Level.EVERYTHING, True)
    set_level(employee, chapter, Level.MUTED)
    assert standing(employee, chapter).level == Level.MUTED
    assert standing(employee, guide).level == Level.EVERYTHING
    unfollow(employee, chapter)
    assert standing(employee, chapter).level == Level.EVERYTHING


def test_following_a_section_covers_its_other_language(employee) -> None:
    polish, english = make_news("Po polsku"), make_news("In English", language="en")
    set_level(employee, polish.get_parent(), Level.NEW)
    assert standing(employee, english).level == Level.NEW


def test_levels_cost_a_constant_number_of_queries(employee, django_assert_num_queries) -> None:
    page = make_guide()
    for _ in range(6):
        page = make_guide(parent=page)
        set_level(employee, page)
    with django_assert_num_queries(2):
        standing(employee, page)


def test_one_follow_for_each_person_and_thing(employee, colleague) -> None:
    page, topic, department = make_news(), Topic.objects.create(name="bhp"), make_department()
    for thing in (page, colleague, topic, department, Thread(7, page.pk)):
        set_level(employee, thing, Level.NEW)
        set_level(employee, thing, Level.EVERYTHING)
    assert Follow.objects.filter(person=employee).count() == 5
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(person=employee, kind=Kind.PAGE, page_id=page.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(person=employee, kind=Kind.PERSON, colleague=employee)
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(person=employee, kind=Kind.TOPIC, page_id=page.pk)


def test_following_is_recorded_once_and_muting_is_not(employee, colleague) -> None:
    set_level(employee, colleague)
    set_level(employee, colleague, Level.NEW)
    set_level(employee, make_news(), Level.MUTED)
    followed = Event.objects.filter(verb=Verb.FOLLOWED)
    assert [(e.actor, e.target) for e in followed] == [(employee, colleague)]


def test_authors_follow_what_they_publish(employee) -> None:
    page = make_news(author=employee, owner=employee)
    follow = Follow.objects.get(person=employee, page=page)
    assert follow.is_automatic and follow.level == Level.EVERYTHING


def test_people_follow_conversations_they_write_in_unless_they_choose_otherwise(
    employee, colleague
) -> None:
    page = make_news()
    said = Subject("comment", 77, page.pk)
    record(employee, Verb.COMMENTED, said, data={"thread": 77})
    assert Follow.objects.get(person=employee).thread_id == 77
    record(colleague, Verb.COMMENTED, said, data={"thread": 77, "followup": False})
    assert not Follow.objects.filter(person=colleague).exists()


def test_a_chosen_level_is_never_changed_automatically(employee) -> None:
    page = make_news()
    set_level(employee, Thread(77, page.pk), Level.MUTED)
    record(employee, Verb.REPLIED, Subject("comment", 78, page.pk), data={"thread": 77})
    assert Follow.objects.get(person=employee).level == Level.MUTED
