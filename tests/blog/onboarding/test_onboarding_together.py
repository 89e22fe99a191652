"""Onboarding as people do it together: questions and answers, two languages, coming back."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate as today
from wagtail.models import Locale

from blog.onboarding.assignment import assign_all, start
from blog.onboarding.cohorts import cohorts, tell_years
from blog.onboarding.journeys import ask, state_of, steps_of, tick
from blog.onboarding.models import Journey, OnboardingPathPage, PathAudience, PathStep
from blog.pages.models import GuideIndexPage
from social.activity.actions import record
from social.activity.messages import sentence_of, url_of
from social.activity.models import Event, Verb
from social.following.models import FollowUp
from social.people.audiences import rebuild
from tests.blog.admin import inline_formset, page_form
from tests.blog.onboarding.test_onboarding import step_line
from tests.factories import (
    make_audience,
    make_department,
    make_guide,
    make_news,
    make_page,
    make_person,
    restrict,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    return make_department("Zespół")


@pytest.fixture
def buddy(team):
    return make_person("Beata", "Bliska", department=team, start_date=today() - timedelta(days=900))


@pytest.fixture
def path(team):
    parent = GuideIndexPage.objects.get(locale__language_code="pl")
    page = make_page(OnboardingPathPage, "Pierwsze dni", parent=parent)
    PathStep.objects.create(path=page, kind="task", title="Odbierz kask")
    audience = make_audience("Nowi", departments=[team], started_within_days=90)
    PathAudience.objects.create(path=page, audience=audience)
    page = OnboardingPathPage.objects.get(pk=page.pk)
    page.save_revision().publish()
    return OnboardingPathPage.objects.get(pk=page.pk)


@pytest.fixture
def newcomer(team, buddy, path):
    person = make_person("Nela", "Nowa", department=team, start_date=today())
    assign_all()
    return person


@pytest.fixture
def journey(newcomer):
    return Journey.objects.get(person=newcomer)


@pytest.fixture
def english(path):
    page = path.copy_for_translation(Locale.objects.get(language_code="en"))
    page.title = "First days"
    step = page.steps.get()
    step.title = "Collect your helmet"
    page.steps.set([step])
    page.save_revision().publish()
    return OnboardingPathPage.objects.get(pk=page.pk)


def told(person) -> list[Event]:
    return list(Event.objects.filter(verb=Verb.TOLD, target=person).order_by("pk"))


# Questions ------------------------------------------------------------------------------------


def test_buddy_answers_and_the_newcomer_hears_it(client_of, newcomer, journey, buddy) -> None:
    [step] = steps_of(journey.path)
    url = reverse("onboarding:ask", args=[journey.pk, step.key])
    client_of(newcomer).post(url, {"words": "Jaki rozmiar?"})
    where = url_of(told(buddy)[-1])
    assert "Jaki rozmiar?" in client_of(buddy).get(where).content.decode()
    assert client_of(buddy).post(where, {"words": "Przymierz"}).status_code == 302
    assert "Przymierz" in sentence_of(told(newcomer)[-1])
    page = client_of(newcomer).get(url_of(told(newcomer)[-1])).content.decode()
    assert "Przymierz" in page
    assert "Beata Bliska" in page
    buddy.delete()
    page = (
        client_of(newcomer).get(reverse("onboarding:journey", args=[journey.pk])).content.decode()
    )
    assert "Osoba, która już tu nie pracuje:" in page


def test_owner_of_the_guide_answers_without_seeing_the_journey(
    client_of, journey, path, colleague, employee
) -> None:
    guide = make_guide("Urlopy", caretaker=colleague)
    step = PathStep.objects.create(path=path, kind="read", title="Urlopy", page=guide)
    ask(journey, step, "Ile mam dni?")
    where = url_of(told(colleague)[-1])
    assert client_of(colleague).get(where).status_code == 200
    whole = reverse("onboarding:journey", args=[journey.pk])
    assert client_of(colleague).get(whole).status_code == 404
    assert client_of(employee).get(where).status_code == 404
    assert client_of(journey.person).post(where, {"words": "Sama wiem"}).status_code == 404
    other = steps_of(path)[0]
    nothing = reverse("onboarding:answer", args=[journey.pk, other.key])
    assert client_of(colleague).get(nothing).status_code == 404


def test_empty_or_endless_answer_is_refused(client_of, journey, buddy) -> None:
    [step] = steps_of(journey.path)
    ask(journey, step, "Gdzie?")
    where = reverse("onboarding:answer", args=[journey.pk, step.key])
    for words in ("", "x" * 1001):
        assert client_of(buddy).post(where, {"words": words}).status_code == 200
    assert journey.progress.get().answered_at is None


def test_years_tell_answers_got_from_help_given(path) -> None:
    year, [step] = today().year - 2, steps_of(path)
    then = datetime(year, 3, 10, 12, tzinfo=UTC)
    people = [make_person(start_date=date(year, 3, 1)) for _ in range(12)]
    for number, person in enumerate(people):
        journey = Journey.objects.create(person=person, path=path, start_date=date(year, 3, 1))
        if number < 6:
            ask(journey, step, "Gdzie?")
            journey.progress.update(answer="W szatni", answered_at=then)
        else:
            found = record(people[0], Verb.FOUND_HELPFUL, make_news(), target=person)
            Event.objects.filter(pk=found.pk).update(created_at=then)
    tell_years()
    [cohort] = cohorts()
    assert (cohort.answered.text, cohort.helped.text) == ("około 50 %", "około 50 %")


def test_what_is_unclear_reaches_the_owner_of_the_page_once(
    client_of, newcomer, journey, path, colleague
) -> None:
    guide = make_guide(caretaker=colleague)
    step = PathStep.objects.create(path=path, kind="read", title="Urlopy", page=guide)
    url = reverse("onboarding:unclear", args=[journey.pk, step.key])
    for _twice in range(2):
        client_of(newcomer).post(url, {"words": "Co to limit?"})
    task = FollowUp.objects.get()
    assert task.assignee == colleague
    assert "Co to limit?" in task.note


# Languages ------------------------------------------------------------------------------------


def test_newcomer_walks_the_path_in_their_language(client_of, newcomer, journey, english) -> None:
    newcomer.language = "en"
    newcomer.save()
    client = client_of(newcomer)
    url = reverse("onboarding:journey", args=[journey.pk])
    for address in (url, "/en/"):
        assert "First days" in client.get(address).content.decode()
    assert "Collect your helmet" in client.get(url).content.decode()
    [step] = steps_of(journey.path)
    client.post(reverse("onboarding:tick", args=[journey.pk, step.key]))
    journey.refresh_from_db()
    assert journey.status == "finished"


def test_step_added_later_appears_in_the_other_language_to_be_translated(
    journey, path, english
) -> None:
    path.steps.add(PathStep(kind="task", title="Odbierz buty", stage="month"))
    path.save_revision().publish()
    english = OnboardingPathPage.objects.get(pk=english.pk)
    assert [step.title for step in steps_of(english)] == ["Collect your helmet", "Odbierz buty"]
    draft = english.get_latest_revision_as_object()
    assert {step.key for step in draft.steps.all()} == {step.key for step in steps_of(path)}
    for step in draft.steps.all():
        step.title = step.title.replace("Odbierz buty", "Collect your boots")
        step.save()
    draft.save_revision().publish()
    state = state_of(
        Journey.objects.get(pk=journey.pk), OnboardingPathPage.objects.get(pk=english.pk)
    )
    assert [item.step.title for item in state.steps] == [
        "Collect your helmet",
        "Collect your boots",
    ]
    for step in steps_of(path):
        tick(journey, step)
    journey.refresh_from_db()
    assert journey.status == "finished"


def test_step_removed_goes_from_the_other_language_too(journey, path, english) -> None:
    path.steps.set([PathStep(kind="task", title="Odbierz buty")])
    path.save_revision().publish()
    english = OnboardingPathPage.objects.get(pk=english.pk)
    assert [step.title for step in steps_of(english)] == ["Odbierz buty"]
    assert not english.has_unpublished_changes


def test_steps_are_not_added_in_the_translation(client_of, editor, english) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[english.pk])
    form = page_form(
        "First days",
        slug=english.slug,
        steps=inline_formset([step_line(title="Only here")]),
        assigned_audiences=inline_formset([]),
    )
    response = client_of(editor).post(edit, form | {"action-publish": "1"})
    assert response.status_code == 200
    assert not PathStep.objects.filter(title="Only here").exists()


def test_audiences_of_a_path_are_kept_on_the_first_version_and_outlive_it(
    path, english, team
) -> None:
    assert not english.assigned_audiences.exists()
    path.delete()
    english = OnboardingPathPage.objects.get(pk=english.pk)
    assert english.assigned_audiences.get().audience.name == "Nowi"


# Visibility, coming back ----------------------------------------------------------------------


def test_step_links_only_to_what_the_newcomer_may_open(client_of, newcomer, journey, path) -> None:
    guide = make_guide("Tajny poradnik")
    restrict(guide, "Board")
    PathStep.objects.create(path=path, kind="read", title="Przeczytaj", page=guide)
    text = client_of(newcomer).get(reverse("onboarding:journey", args=[journey.pk]))
    assert "tajny-poradnik" not in text.content.decode()


def test_who_comes_back_goes_on_where_they_ended(newcomer, journey, path) -> None:
    extra = PathStep.objects.create(path=path, kind="task", title="Drugi")
    tick(journey, steps_of(path)[0])
    newcomer.is_active = False
    newcomer.save()
    journey.refresh_from_db()
    assert journey.status == "closed"
    newcomer.is_active = True
    newcomer.save()
    rebuild()
    assign_all()
    journey.refresh_from_db()
    assert journey.status == "walking"
    assert state_of(journey).done == 1
    assert start(newcomer, path).pk == journey.pk
    assert extra.key in {step.key for step in steps_of(path)}
