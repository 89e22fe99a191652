"""Onboarding paths: steps, journeys, buddies, cohorts, and what happens when things change."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate as today
from wagtail.models import Locale

from blog.onboarding.assignment import assign_all, start
from blog.onboarding.cohorts import cohorts, steps, tell_years
from blog.onboarding.journeys import ask, state_of, steps_of, tick
from blog.onboarding.models import Journey, OnboardingPathPage, PathAudience, PathStep, StepProgress
from blog.pages.models import GuideIndexPage
from blog.reading.must_read import acknowledge
from social.activity.actions import record, record_view
from social.activity.messages import sentence_of
from social.activity.models import Event, Verb
from social.people.audiences import rebuild
from tests.blog.admin import inline_formset, page_form
from tests.factories import (
    make_audience,
    make_department,
    make_guide,
    make_news,
    make_page,
    make_person,
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
    audience = make_audience("Nowi", departments=[team], started_within_days=90)
    parent = GuideIndexPage.objects.get(locale__language_code="pl")
    page = make_page(OnboardingPathPage, "Pierwsze dni", parent=parent)
    PathStep.objects.create(path=page, stage="week", kind="task", title="Odbierz kask")
    PathStep.objects.create(path=page, stage="before", kind="task", title="Podpisz umowę")
    PathAudience.objects.create(path=page, audience=audience)
    return OnboardingPathPage.objects.get(pk=page.pk)


@pytest.fixture
def newcomer(team, buddy, path):
    person = make_person("Nela", "Nowa", department=team, start_date=today())
    assign_all()
    return person


@pytest.fixture
def journey(newcomer):
    return Journey.objects.get(person=newcomer)


def told(person) -> list[str]:
    return [sentence_of(event) for event in Event.objects.filter(verb=Verb.TOLD, target=person)]


def titles(journey) -> list[str]:
    return [state.step.title for state in state_of(journey).steps]


def test_newcomers_of_the_audience_are_put_on_the_path_with_a_buddy(
    journey, newcomer, buddy, path
) -> None:
    assert journey.buddy == buddy
    assert journey.start_date == today()
    assert "Pierwsze dni" in told(newcomer)[0]
    assert "Nela Nowa" in told(buddy)[0]
    assert not Journey.objects.filter(person=buddy).exists()
    assign_all()
    assert Journey.objects.count() == 1


def test_somebody_who_joins_the_audience_walks_at_once(path, team) -> None:
    person = make_person(start_date=today())
    assert not Journey.objects.exists()
    person.department = team
    person.save()
    assert Journey.objects.get().person == person


def test_steps_come_by_stage_and_are_due_from_the_first_day(journey) -> None:
    states = state_of(journey).steps
    assert [state.step.title for state in states] == ["Podpisz umowę", "Odbierz kask"]
    assert [state.due_on for state in states] == [
        today() - timedelta(days=1),
        today() + timedelta(days=6),
    ]
    assert states[0].is_late
    assert state_of(journey).next_step.step.title == "Podpisz umowę"


def test_newcomer_ticks_unticks_and_finishes(client_of, newcomer, journey, path) -> None:
    client = client_of(newcomer)
    for step in steps_of(path):
        url = reverse("onboarding:tick", args=[journey.pk, step.key])
        assert client.post(url).status_code == 302
    journey.refresh_from_db()
    assert journey.status == "finished"
    client.post(url, {"done": "no"}, headers={"HX-Request": "true"})
    journey.refresh_from_db()
    assert journey.status == "walking"
    assert state_of(journey).percent == 50


def test_progress_is_seen_by_newcomer_buddy_manager_and_community_manager_only(
    client_of, newcomer, buddy, journey, colleague, community_manager
) -> None:
    manager = make_person("Maria", "Szef")
    newcomer.manager = manager
    newcomer.save()
    url = reverse("onboarding:journey", args=[journey.pk])
    for person in (newcomer, buddy, manager, community_manager):
        assert client_of(person).get(url).status_code == 200
    assert client_of(colleague).get(url).status_code == 404
    key = PathStep.objects.first().key
    assert (
        client_of(buddy).post(reverse("onboarding:tick", args=[journey.pk, key])).status_code == 404
    )
    assert "Nela Nowa" in client_of(buddy).get(reverse("onboarding:mine")).content.decode()


def test_reading_and_confirming_tick_themselves(client_of, newcomer, journey, path) -> None:
    guide, policy = make_guide("Jak tu jest"), make_guide("Polityka")
    PathStep.objects.create(path=path, kind="read", title="Przeczytaj", page=guide)
    PathStep.objects.create(path=path, kind="acknowledge", title="Potwierdź", page=policy)
    client = client_of(newcomer)
    client.get(guide.url)
    acknowledge(newcomer, policy)
    client.get(reverse("onboarding:journey", args=[journey.pk]))
    done = {state.step.title for state in state_of(journey).steps if state.is_done}
    assert done == {"Przeczytaj", "Potwierdź"}


def test_start_page_counts_what_was_read_and_writes_nothing(client_of, newcomer, path) -> None:
    guide = make_guide("Przewodnik")
    PathStep.objects.create(path=path, kind="read", title="Przeczytaj", page=guide)
    client = client_of(newcomer)
    assert "0 z 3 kroków" in client.get("/pl/").content.decode()
    record_view(newcomer, guide)
    assert "1 z 3 kroków" in client.get("/pl/").content.decode()
    assert not StepProgress.objects.exists()
    assert "1 z 3 kroków" in client.get(reverse("onboarding:mine")).content.decode()


def test_first_comment_and_first_question_tick_themselves(newcomer, journey, path) -> None:
    PathStep.objects.create(path=path, kind="introduce", title="Przedstaw się")
    PathStep.objects.create(path=path, kind="ask", title="Zapytaj")
    page = make_news()
    record(newcomer, Verb.COMMENTED, page)
    record(newcomer, Verb.ASKED, page)
    done = {state.step.title for state in state_of(journey).steps if state.is_done}
    assert done == {"Przedstaw się", "Zapytaj"}


def test_question_about_a_step_goes_to_the_buddy_and_the_owner_of_the_guide(
    client_of, newcomer, buddy, journey, path, colleague
) -> None:
    guide = make_guide(caretaker=colleague)
    step = PathStep.objects.create(path=path, kind="read", title="Urlopy", page=guide)
    url = reverse("onboarding:ask", args=[journey.pk, step.key])
    client_of(newcomer).post(url, {"words": "Ile mam dni?"})
    assert any("Ile mam dni?" in line for line in told(buddy))
    assert any("Ile mam dni?" in line for line in told(colleague))


def test_whom_to_meet_is_worked_out_from_the_organisation(journey, newcomer, path, buddy) -> None:
    head = make_person("Halina", "Wodzi")
    department = newcomer.department
    department.head = head
    department.save()
    for whom in ("buddy", "head", "manager"):
        PathStep.objects.create(path=path, kind="meet", whom=whom, title=whom)
    fresh = Journey.objects.get(pk=journey.pk)
    found = {state.step.title: state.person for state in state_of(fresh).steps}
    assert (found["buddy"], found["head"], found["manager"]) == (buddy, head, None)


def test_changing_a_path_loses_nobodys_progress(journey, path) -> None:
    first, second = steps_of(path)
    tick(journey, first)
    first.delete()
    added = PathStep.objects.create(path=path, kind="task", title="Nowy krok", stage="month")
    state = state_of(Journey.objects.get(pk=journey.pk))
    assert [row.step_title for row in state.removed] == ["Podpisz umowę"]
    assert state.total == 2
    tick(journey, second)
    tick(journey, added)
    journey.refresh_from_db()
    assert journey.status == "finished"


def test_moved_first_day_moves_what_is_due(newcomer, journey) -> None:
    newcomer.start_date = today() + timedelta(days=10)
    newcomer.save()
    journey.refresh_from_db()
    assert state_of(journey).steps[0].due_on == today() + timedelta(days=9)


def test_leavers_are_closed_and_their_newcomers_get_another_buddy(
    newcomer, journey, buddy, team, django_capture_on_commit_callbacks
) -> None:
    other = make_person("Ola", "Obok", department=team, start_date=today() - timedelta(days=800))
    with django_capture_on_commit_callbacks(execute=True):
        buddy.is_active = False
        buddy.save()
    journey.refresh_from_db()
    assert journey.buddy == other
    newcomer.is_active = False
    newcomer.save()
    journey.refresh_from_db()
    assert journey.status == "closed"


def test_deleting_a_buddy_loses_nothing(journey, buddy) -> None:
    buddy.delete()
    journey.refresh_from_db()
    assert journey.buddy is None
    assert journey.status == "walking"


def test_manager_chooses_another_buddy_and_never_the_newcomer(
    client_of, newcomer, journey, community_manager, colleague, employee
) -> None:
    url = reverse("onboarding:buddy", args=[journey.pk])
    client = client_of(community_manager)
    client.post(url, {"email": newcomer.email})
    client.post(url, {"email": "nikt@example.com"})
    journey.refresh_from_db()
    assert journey.buddy != newcomer
    client.post(url, {"email": colleague.email})
    journey.refresh_from_db()
    assert journey.buddy == colleague
    assert client_of(newcomer).post(url, {"email": employee.email}).status_code == 403


def test_language_versions_share_progress(newcomer, journey, path) -> None:
    english = path.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title = "First days"
    english.save_revision().publish()
    key = steps_of(path)[0].key
    assert key in {step.key for step in steps_of(english)}
    tick(journey, steps_of(path)[0])
    assert state_of(journey, english).done == 1
    assign_all()
    assert Journey.objects.count() == 1


# In the admin ---------------------------------------------------------------------------------


def step_line(**fields) -> dict[str, str]:
    empty = dict.fromkeys(("text", "due_day", "page", "whom", "person", "message", "id"), "")
    return {**empty, "stage": "week", "kind": "task", "title": "Krok", **fields}


def test_editor_builds_a_path_and_a_path_cannot_contain_itself(client_of, editor) -> None:
    index = GuideIndexPage.objects.get(locale__language_code="pl")
    add = reverse("wagtailadmin_pages:add", args=["onboarding", "onboardingpathpage", index.pk])
    form = page_form(
        "Start",
        slug="start-w-firmie",
        steps=inline_formset([step_line()]),
        assigned_audiences=inline_formset([]),
    )
    client = client_of(editor)
    response = client.post(add, form | {"action-publish": "1"})
    assert response.status_code == 302, response.context["form"].errors
    path = OnboardingPathPage.objects.get(title="Start")
    itself = page_form(
        "Start",
        slug=path.slug,
        steps=inline_formset([step_line(kind="read", page=str(path.pk))]),
        assigned_audiences=inline_formset([]),
    )
    edit = reverse("wagtailadmin_pages:edit", args=[path.pk])
    response = client.post(edit, itself | {"action-publish": "1"})
    assert response.status_code == 200
    assert PathStep.objects.get().title == "Krok"


def test_circle_of_paths_is_refused(client_of, editor, path) -> None:
    parent = GuideIndexPage.objects.get(locale__language_code="pl")
    other = make_page(OnboardingPathPage, "Druga", parent=parent)
    PathStep.objects.create(path=other, kind="read", title="Wróć", page=path)
    form = page_form(
        "Pierwsze dni",
        slug=path.slug,
        steps=inline_formset([step_line(kind="read", page=str(other.pk))]),
        assigned_audiences=inline_formset([]),
    )
    edit = reverse("wagtailadmin_pages:edit", args=[path.pk])
    assert client_of(editor).post(edit, form | {"action-publish": "1"}).status_code == 200


def test_step_needs_what_its_kind_needs(client_of, editor, path) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[path.pk])
    for line in (
        step_line(kind="read"),
        step_line(kind="meet"),
        step_line(kind="meet", whom="person"),
    ):
        form = page_form(
            "Pierwsze dni",
            slug=path.slug,
            steps=inline_formset([line]),
            assigned_audiences=inline_formset([]),
        )
        response = client_of(editor).post(edit, form | {"action-publish": "1"})
        assert response.status_code == 200


# Cohorts --------------------------------------------------------------------------------------


def year_of_newcomers(path, number: int, year: int) -> list[Journey]:
    people = [make_person(start_date=date(year, 3, 1)) for _ in range(number)]
    return Journey.objects.bulk_create(
        Journey(person=person, path=path, start_date=date(year, 3, 1)) for person in people
    )


def test_a_few_newcomers_are_never_numbers_but_work(
    client_of, journey, path, community_manager, employee
) -> None:
    year_of_newcomers(path, 9, today().year - 2)
    ask(journey, steps_of(path)[1], "Gdzie jest kask?")
    assert tell_years() == 1
    assert cohorts() == []
    assert steps() == []
    url = reverse("onboarding:cohorts")
    text = client_of(community_manager).get(url).content.decode()
    assert "Gdzie jest kask?" in text
    assert "%" not in text.partition("<main")[2].partition("<script")[0]
    assert client_of(employee).get(url).status_code == 403


def test_a_year_of_newcomers_is_told_once_in_steps(client_of, path, community_manager) -> None:
    year = today().year - 2
    journeys = year_of_newcomers(path, 20, year)
    first, second = steps_of(path)[:2]
    for journey in journeys[:10]:
        tick(journey, first)
    for journey in journeys[:7]:
        tick(journey, second)
    page = make_news()
    for journey in journeys[:8]:
        event = record(journey.person, Verb.COMMENTED, page)
        Event.objects.filter(pk=event.pk).update(
            created_at=datetime(year, 3, 20, 12, tzinfo=UTC), day=date(year, 3, 20)
        )
    tell_years()
    [cohort] = cohorts()
    assert (cohort.year, cohort.wrote.text) == (year, "około 40 %")
    assert cohort.helped.text == "–"
    assert [(row.title, row.done.text) for row in steps()][:2] == [
        (second.title, "około 35 %"),
        (first.title, "około 50 %"),
    ]
    for journey in journeys:
        tick(journey, first)
    tell_years()
    assert cohorts() == [cohort]
    text = client_of(community_manager).get(reverse("onboarding:cohorts")).content.decode()
    assert "około 40 %" in text


def test_start_page_costs_newcomers_the_same_with_twice_the_steps(
    client_of, newcomer, path
) -> None:
    client = client_of(newcomer)
    counts = []
    for _round in range(2):
        for number in range(4):
            PathStep.objects.create(path=path, kind="task", title=f"Krok {number}")
        client.get("/pl/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/pl/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_path_for_an_audience_rebuilt_by_night_takes_newcomers(path, team) -> None:
    person = make_person(department=team, start_date=today())
    Journey.objects.all().delete()
    rebuild()
    start(person, path)
    assert Journey.objects.get().person == person
