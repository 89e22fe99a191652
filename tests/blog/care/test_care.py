"""Guides that stay true: owners, reviews, readers' feedback."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils.timezone import localdate as today

from blog.care.models import GuideFeedback, Review, ReviewEntry
from blog.care.reviews import care_of, confirm, delegate, may_review, postpone, remind_of_reviews
from blog.care.tasks import remind
from blog.pages.models import GuideIndexPage, GuidePage
from search.outbox.models import Change
from social.activity.models import Event, Verb
from social.following.models import FollowUp
from tests.factories import make_department, make_guide, make_person, restrict

pytestmark = pytest.mark.django_db


def test_owner_and_rhythm_come_from_the_nearest_page_above(employee, colleague) -> None:
    GuideIndexPage.objects.update(caretaker=colleague, review_months=12)
    guide = make_guide("Urlopy")
    chapter = make_guide("Wnioski", parent=guide)
    assert care_of(chapter).person == colleague
    assert care_of(chapter).months == 12
    guide = GuidePage.objects.get(pk=guide.pk)
    guide.caretaker, guide.review_months = employee, 3
    guide.save()
    assert (care_of(chapter).person, care_of(chapter).months) == (employee, 3)


def test_department_answers_by_its_head_and_leavers_by_nobody(employee, colleague) -> None:
    department = make_department("Kadry")
    department.head = colleague
    department.save()
    guide = make_guide(caretaker_department=department)
    assert care_of(guide).responsible == colleague
    own = make_guide(caretaker=employee)
    assert care_of(own).responsible == employee
    employee.is_active = False
    employee.save()
    assert care_of(GuidePage.objects.get(pk=own.pk)).responsible is None


def test_deleting_somebody_who_owns_fifty_guides_loses_none(employee) -> None:
    for _number in range(50):
        make_guide(caretaker=employee, author=employee)
    employee.delete()
    assert GuidePage.objects.filter(live=True).count() == 50
    assert care_of(GuidePage.objects.first()).responsible is None


def test_publication_sets_the_first_review_and_confirming_the_next(employee) -> None:
    guide = make_guide(caretaker=employee, review_months=6)
    review = Review.objects.get(page_id=guide.pk)
    assert review.next_on == today() + relativedelta(months=6)
    Review.objects.update(next_on=today() - timedelta(days=3))
    confirm(employee, guide)
    review.refresh_from_db()
    assert (review.reviewed_on, review.reviewed_by) == (today(), employee)
    assert review.next_on == today() + relativedelta(months=6)


def test_owner_is_reminded_once_in_two_weeks(employee) -> None:
    guide = make_guide("Urlopy", caretaker=employee, review_months=6)
    Review.objects.update(next_on=today())
    assert remind_of_reviews(today()) == 1
    assert remind_of_reviews(today()) == 0
    event = Event.objects.get(verb=Verb.TOLD, target=employee)
    assert event.page_id == guide.pk


def test_review_is_postponed_with_a_reason_or_passed_on(client_of, employee, colleague) -> None:
    guide = make_guide(caretaker=employee, review_months=6)
    client = client_of(employee)
    url = reverse("blog:review", args=[guide.pk])
    until = today() + timedelta(days=30)
    bad = client.post(url, {"action": "postponed", "until": until.isoformat(), "reason": ""})
    assert bad.status_code == 200
    assert not ReviewEntry.objects.exists()
    past = client.post(url, {"action": "postponed", "until": "2020-01-01", "reason": "x"})
    assert past.status_code == 200
    good = {"action": "postponed", "until": until.isoformat(), "reason": "Czekamy na ustawę"}
    assert client.post(url, good).status_code == 302
    assert Review.objects.get().next_on == until
    unknown = client.post(url, {"action": "delegated", "delegate": "nikt@example.com"})
    assert unknown.status_code == 200
    client.post(url, {"action": "delegated", "delegate": colleague.email})
    assert Review.objects.get().delegated_to == colleague
    assert may_review(colleague, guide)
    Review.objects.update(next_on=today())
    remind_of_reviews(today())
    assert Event.objects.filter(verb=Verb.TOLD, target=colleague).count() == 2


def test_only_those_who_answer_for_a_guide_review_it(client_of, employee, colleague) -> None:
    guide = make_guide(caretaker=employee)
    url = reverse("blog:review", args=[guide.pk])
    assert client_of(colleague).get(url).status_code == 403
    assert client_of(employee).get(url).status_code == 200


def test_overdue_guide_is_marked_and_a_reviewed_one_says_when(client_of, employee) -> None:
    guide = make_guide(caretaker=employee, review_months=6)
    Review.objects.update(next_on=today() - timedelta(days=1))
    assert "callout--warning" in client_of(employee).get(guide.url).content.decode()
    confirm(employee, guide)
    text = client_of(employee).get(guide.url).content.decode()
    assert "callout--warning" not in text
    assert "Przejrzano" in text or "Reviewed" in text


def test_what_is_wrong_reaches_the_owner_as_a_follow_up_once(
    client_of, employee, colleague
) -> None:
    guide = make_guide(caretaker=employee)
    url = reverse("blog:feedback", args=[guide.pk])
    client = client_of(colleague)
    for _twice in range(2):
        client.post(url, {"verdict": "outdated", "words": "Nowy formularz"})
    task = FollowUp.objects.get()
    assert task.assignee == employee
    assert "Nowy formularz" in task.note
    client.post(url, {"verdict": "helpful", "words": ""})
    assert GuideFeedback.objects.get().verdict == "helpful"
    assert FollowUp.objects.count() == 1


def test_feedback_needs_one_of_the_answers(client_of, employee) -> None:
    guide = make_guide()
    url = reverse("blog:feedback", args=[guide.pk])
    client_of(employee).post(url, {"verdict": "super"})
    client_of(employee).post(url, {"verdict": "helpful", "words": "x" * 501})
    assert not GuideFeedback.objects.exists()


def test_owner_deals_with_feedback(client_of, employee, colleague) -> None:
    guide = make_guide(caretaker=employee)
    said = GuideFeedback.objects.create(page=guide, person=colleague, verdict="outdated")
    url = reverse("blog:resolve-feedback", args=[said.pk])
    assert client_of(colleague).post(url).status_code == 403
    assert client_of(employee).post(url).status_code == 302
    said.refresh_from_db()
    assert said.resolved_by == employee


def test_decisions_stay_in_the_history(employee, colleague) -> None:
    guide = make_guide(caretaker=employee, review_months=6)
    postpone(employee, guide, today() + timedelta(days=5), "Urlop")
    delegate(employee, guide, colleague)
    confirm(colleague, guide)
    actions = ReviewEntry.objects.values_list("action", flat=True)
    assert list(actions) == ["confirmed", "delegated", "postponed"]
    assert make_person() is not None


def test_leaver_whom_a_review_was_passed_to_is_replaced_by_the_owner(employee, colleague) -> None:
    guide = make_guide(caretaker=employee, review_months=6)
    delegate(employee, guide, colleague)
    colleague.is_active = False
    colleague.save()
    Review.objects.update(next_on=today())
    assert remind_of_reviews(today()) == 1
    assert Event.objects.filter(verb=Verb.TOLD, target=employee).exists()


def test_review_is_not_passed_to_somebody_who_cannot_see_the_guide(
    client_of, employee, colleague
) -> None:
    guide = make_guide(caretaker=employee)
    restrict(guide, "Board")
    employee.groups.add(Group.objects.get(name="Board"))
    url = reverse("blog:review", args=[guide.pk])
    response = client_of(employee).post(url, {"action": "delegated", "delegate": colleague.email})
    assert response.status_code == 200
    assert Review.objects.get(page_id=guide.pk).delegated_to is None


def test_search_relies_less_on_an_overdue_guide_and_learns_of_it(employee) -> None:
    guide = make_guide(caretaker=employee, review_months=6)
    assert guide.get_search_authority() == 0.5
    confirm(employee, guide)
    assert guide.get_search_authority() == 1.0
    Review.objects.update(next_on=today() - timedelta(days=1))
    assert guide.get_search_authority() == 0.0
    Change.objects.all().delete()
    remind.call()
    assert str(guide.pk) in Change.objects.values_list("object_id", flat=True)
